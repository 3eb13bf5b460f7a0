"""/plans/{id}/events: what happens in a plan, as it happens"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from geo_grid.core.errors import GeoGridError
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import permitted
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.event_stream import (
    DESCRIBED,
    LONGEST_S,
    RETRY,
    SILENCE_S,
    LastEventId,
    Seconds,
    event,
    last_seen,
    streamed,
)
from geo_grid.http.permission import Visitor, visitor_of
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import OnGround
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.plan import HoldNow, PlanOut
from geo_grid.http.schemas.plan_grid import StepOut
from geo_grid.services.plans.news import News, Seen, look
from geo_grid.services.plans.watching import Watcher

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

_LAST = 2**31 - 1


@router.get(
    "/{id}/events",
    operation_id="watchPlan",
    summary="Watch a plan",
    response_class=StreamingResponse,
    responses={**DESCRIBED, **failures(401, 403, 404, 422, 503)},
)
async def watch_plan(
    request: Request,
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    version: Annotated[
        int | None,
        Query(ge=0, le=_LAST, description="The last step that is known; without it the present one."),
    ] = None,
    seconds: Seconds = LONGEST_S,
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """Server-sent events, each with the number of the last step as its id.

    `step` (as in `steps`), `state` (the plan), `notes` (how many comments and unlocks there are), and `hold`
    (who is drawing).
    """
    known = last_seen(last_event_id, _LAST)
    # Judged before anything is sent, so that a refusal is a problem with its status.
    first = await run_in_threadpool(_look, runtime, by, id, None, version if known is None else known)
    return streamed(_told(request, runtime, by, id, first, seconds))


async def _told(
    request: Request, runtime: Runtime, by: Visitor, plan: int, first: News, seconds: int
) -> AsyncIterator[bytes]:
    loop, watch = asyncio.get_running_loop(), runtime.plan_watch()
    ends = loop.time() + seconds
    yield RETRY
    try:
        with watch.watching(plan) as watcher:
            news = first
            while True:
                for event in _events(news):
                    yield event
                left = ends - loop.time()
                if left <= 0 or watch.is_stopping:
                    return
                # Who was drawing and went away without a word is noticed in the silence, too.
                if not news.is_behind and not await _woken(watcher, min(left, SILENCE_S)):
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
    say = partial(_numbered, news.seen.version)
    for step in news.steps:
        yield _numbered(step.number, "step", StepOut.of(step).model_dump(mode="json"))
    if news.plan is not None:
        yield say("state", PlanOut.of(news.plan).model_dump(mode="json"))
    if news.counts is not None:
        counts = news.counts
        yield say("notes", {"comments": counts.comments, "open": counts.open, "unlocks": counts.unlocks})
    if news.is_hold_new:
        yield say("hold", HoldNow.of_hold(news.hold).model_dump(mode="json"))


def _numbered(number: int, name: str, data: dict[str, Any]) -> bytes:
    return event(name, orjson.dumps(data), number)
