"""/plans/{id}/events: what happens in a plan, as it happens"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from geo_grid.core.errors import GeoGridError
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import permitted
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import Visitor, visitor_of
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import PRIVATE, OnGround
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.plan import HoldNow, PlanOut
from geo_grid.http.schemas.plan_grid import StepOut
from geo_grid.services.plans.news import News, Seen, look
from geo_grid.services.plans.watching import Watcher

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

MEDIA_TYPE = "text/event-stream"
#: Seconds after which a stream ends at the latest: the browser asks again, and is judged again.
LONGEST_S = 300
#: Seconds of silence after which a comment is sent, so that nothing between takes the stream for dead; who
#: was drawing and went away without a word is noticed then, too.
_SILENCE_S = 15.0
#: Milliseconds after which a browser asks again.
_RETRY_MS = 2000


@router.get(
    "/{id}/events",
    operation_id="watchPlan",
    summary="Watch a plan",
    response_class=StreamingResponse,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}},
        **failures(401, 403, 404, 422, 503),
    },
)
async def watch_plan(
    request: Request,
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    version: Annotated[
        int | None,
        Query(ge=0, le=2**31 - 1, description="The last step that is known; without it the present one."),
    ] = None,
    seconds: Annotated[
        int, Query(ge=0, le=LONGEST_S, description="After which the stream ends; ask again then.")
    ] = LONGEST_S,
    last_event_id: Annotated[
        str | None, Header(max_length=20, description="As a browser sends it when it asks again.")
    ] = None,
) -> StreamingResponse:
    """Server-sent events, each with the number of the last step as its id.

    `step` (as in `steps`), `state` (the plan), `notes` (how many comments and unlocks there are), and `hold`
    (who is drawing).
    """
    known = version
    if last_event_id is not None and last_event_id.isascii() and last_event_id.isdecimal():
        known = min(int(last_event_id), 2**31 - 1)
    # Judged before anything is sent, so that a refusal is a problem with its status.
    first = await run_in_threadpool(_look, runtime, by, id, None, known)
    headers = {**PRIVATE, "X-Accel-Buffering": "no"}
    told = _told(request, runtime, by, id, first, seconds)
    return StreamingResponse(told, media_type=MEDIA_TYPE, headers=headers)


async def _told(
    request: Request, runtime: Runtime, by: Visitor, plan: int, first: News, seconds: int
) -> AsyncIterator[bytes]:
    loop, watch = asyncio.get_running_loop(), runtime.plan_watch()
    ends = loop.time() + seconds
    yield f"retry: {_RETRY_MS}\n\n".encode()
    try:
        with watch.watching(plan) as watcher:
            news = first
            while True:
                for event in _events(news):
                    yield event
                left = ends - loop.time()
                if left <= 0 or watch.is_stopping:
                    return
                if not news.is_behind and not await _woken(watcher, min(left, _SILENCE_S)):
                    yield b": quiet\n\n"
                # Rights may have ended meanwhile.
                by = await visitor_of(request)
                if not permitted(by.actor, Action.GROUND_SEE).allowed:
                    return
                news = await run_in_threadpool(_look, runtime, by, plan, news.seen, None)
    except GeoGridError:
        # The database went, or the plan's ground: the browser asks again, and is told why.
        return


async def _woken(watcher: Watcher, seconds: float) -> bool:
    try:
        await asyncio.wait_for(watcher.woken.wait(), seconds)
    except TimeoutError:
        return False
    watcher.woken.clear()
    return True


def _look(runtime: Runtime, by: Visitor, plan: int, since: Seen | None, version: int | None) -> News:
    with runtime.reading() as session:
        return look(session, by.actor, plan, since, version)


def _events(news: News) -> Iterator[bytes]:
    event = partial(_event, news.seen.version)
    for step in news.steps:
        yield _event(step.number, "step", StepOut.of(step).model_dump(mode="json"))
    if news.plan is not None:
        yield event("state", PlanOut.of(news.plan).model_dump(mode="json"))
    if news.counts is not None:
        counts = news.counts
        yield event("notes", {"comments": counts.comments, "open": counts.open, "unlocks": counts.unlocks})
    if news.is_hold_new:
        yield event("hold", HoldNow.of_hold(news.hold).model_dump(mode="json"))


def _event(number: int, name: str, data: dict[str, Any]) -> bytes:
    return b"event: %b\nid: %d\ndata: %b\n\n" % (name.encode(), number, orjson.dumps(data))
