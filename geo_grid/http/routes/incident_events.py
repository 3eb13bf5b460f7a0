"""/incidents/events: what changes of incidents, as it changes; and who is looking at one"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from geo_grid.core.errors import GeoGridError
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, permitted
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import Visitor, visitor_of
from geo_grid.http.responses import failures
from geo_grid.http.routes.incidents import Concerned, Number
from geo_grid.http.routes.reports import PRIVATE
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.incident_presence import PresenceIn, Viewers
from geo_grid.services.incidents.listing import names_in
from geo_grid.services.incidents.one import seen
from geo_grid.services.incidents.presence import say_present
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.services.incidents.watching import News, Watcher, lost
from geo_grid.store.incident_records import Sight
from geo_grid.store.queries.incidents import changed_since, changed_so_far

router = APIRouter(prefix=f"{API}/incidents", tags=["incidents"])

MEDIA_TYPE = "text/event-stream"
#: Seconds after which a stream ends at the latest: the browser asks again, and is judged again.
LONGEST_S = 300
#: Seconds of silence after which a comment is sent, so that nothing between takes the stream for dead.
_SILENCE_S = 15.0
#: Milliseconds after which a browser asks again.
_RETRY_MS = 2000
_LAST = 2**62


@router.get(
    "/events",
    operation_id="watchIncidents",
    summary="Watch incidents",
    response_class=StreamingResponse,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}},
        **failures(401, 403, 422, 429, 503),
    },
)
async def watch_incidents(
    request: Request,
    runtime: RuntimeHere,
    by: Concerned,
    since: Annotated[
        str | None,
        Query(
            max_length=20,
            pattern=r"^[0-9]+$",
            description="`seen` of a list: what changed since comes first.",
        ),
    ] = None,
    seconds: Annotated[
        int, Query(ge=0, le=LONGEST_S, description="After which the stream ends; ask again then.")
    ] = LONGEST_S,
    last_event_id: Annotated[
        str | None, Header(max_length=20, description="As a browser sends it when it asks again.")
    ] = None,
) -> StreamingResponse:
    """Server-sent events: `incident`, a row of the list, or a number and `gone` where one sees it no more.

    `viewers` says who else looks at an incident that one looks at; `counts` that counts have changed; `reset`
    that too much has, and the list is to be asked for anew. The id of an event is what was seen with it, for
    whoever asks again; `seen` comes with nothing but that.
    """
    asked = (
        last_event_id if last_event_id and last_event_id.isascii() and last_event_id.isdecimal() else since
    )
    known = None if asked is None else min(int(asked), _LAST)
    headers = {**PRIVATE, "X-Accel-Buffering": "no"}
    told = _told(request, runtime, by, known, seconds)
    return StreamingResponse(told, media_type=MEDIA_TYPE, headers=headers)


@router.post(
    "/{number}/presence",
    operation_id="lookAtIncident",
    summary="Say that one is looking at an incident",
    response_model=Viewers,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def look_at_incident(runtime: RuntimeHere, by: Concerned, number: Number, body: PresenceIn) -> Viewers:
    """To be said again every 20 seconds; after 45 nobody thinks so any more. It is written nowhere."""
    watch = runtime.incident_watch()
    watch.listen()
    with runtime.reading() as session:
        row = seen(session, sight_of(session, by.actor), number)
        name = by.known.name if by.known is not None else ""
        say_present(session, row, by.account, name, here=body.here)
    return Viewers(viewers=list(watch.viewers(row.number, without=by.account)))


async def _told(
    request: Request, runtime: Runtime, by: Visitor, since: int | None, seconds: int
) -> AsyncIterator[bytes]:
    loop, watch = asyncio.get_running_loop(), runtime.incident_watch()
    ends = loop.time() + seconds
    yield f"retry: {_RETRY_MS}\n\n".encode()
    try:
        # Whatever happens from here on is heard; what happened before is looked up.
        with watch.watching(by.account) as watcher:
            sight, first = await run_in_threadpool(_look, runtime, by.actor, since)
            yield b"".join(_events(runtime, sight, first)) + _event("seen", b"{}", first.seen)
            last = first.seen
            while True:
                left = ends - loop.time()
                if left <= 0 or watch.is_stopping:
                    return
                news = await _next(watcher, min(left, _SILENCE_S))
                # Rights may have ended, or changed, meanwhile.
                now = await visitor_of(request)
                if not permitted(now.actor, Action.INCIDENTS_SEE).allowed:
                    return
                if now.actor != by.actor:
                    sight = await run_in_threadpool(_sight, runtime, now.actor)
                by = now
                if news is None:
                    yield _event("seen", b"{}", last)
                    continue
                last = max(last, news.seen)
                yield b"".join(_events(runtime, sight, news))
    except GeoGridError:
        # The database went: the browser asks again, and is told why.
        return


async def _next(watcher: Watcher, seconds: float) -> News | None:
    try:
        return await asyncio.wait_for(watcher.waiting.get(), seconds)
    except TimeoutError:
        return None


def _look(runtime: Runtime, actor: Actor, since: int | None) -> tuple[Sight, News]:
    with runtime.reading() as session:
        sight, now = sight_of(session, actor), changed_so_far(session)
        if since is None:
            return sight, News(now)
        rows = changed_since(session, since)
        return sight, News(now, rows, names_in(session, rows or ()))


def _sight(runtime: Runtime, actor: Actor) -> Sight:
    with runtime.reading() as session:
        return sight_of(session, actor)


def _events(runtime: Runtime, sight: Sight, news: News) -> Iterator[bytes]:
    if news.looking is not None:
        number, names = news.looking
        yield _event("viewers", orjson.dumps({"number": number, "viewers": names}))
        return
    if news.rows is None:
        yield _event("reset", b"{}", news.seen)
        return
    told = False
    for row in news.rows:
        if sight.sees(row):
            told = True
            yield _event("incident", runtime.incident_bytes.of(row, news.names or {}))
        elif lost(sight, row, news.before):
            told = True
            gone = orjson.dumps({"number": row.number, "gone": True})
            yield _event("incident", gone)
    if told:
        # Only the last one of what changed at once says what was seen: a stream may break before it.
        yield _event("counts", b"{}", news.seen)


def _event(name: str, data: bytes, seen_to: int | None = None) -> bytes:
    told = b"" if seen_to is None else b"id: %d\n" % seen_to
    return b"event: %b\n%bdata: %b\n\n" % (name.encode(), told, data)
