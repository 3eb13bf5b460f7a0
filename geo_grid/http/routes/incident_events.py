"""/incidents/events: what changes of incidents, as it changes; and who is looking at one"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from geo_grid.core.errors import GeoGridError
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, permitted
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
from geo_grid.http.routes.incidents import Concerned, Number
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

_LAST = 2**62


@router.get(
    "/events",
    operation_id="watchIncidents",
    summary="Watch incidents",
    response_class=StreamingResponse,
    responses={**DESCRIBED, **failures(401, 403, 422, 429, 503)},
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
    seconds: Seconds = LONGEST_S,
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """Server-sent events: `incident`, a row of the list, or a number and `gone` where one sees it no more.

    `viewers` says who else looks at an incident that one looks at; `counts` that counts have changed; `reset`
    that too much has, and the list is to be asked for anew. The id of an event is what was seen with it, for
    whoever asks again; `seen` comes with nothing but that.
    """
    known = last_seen(last_event_id, _LAST)
    if known is None:
        known = last_seen(since, _LAST)
    return streamed(_told(request, runtime, by, known, seconds))


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
    yield RETRY
    try:
        # Whatever happens from here on is heard; what happened before is looked up.
        with watch.watching(by.account) as watcher:
            sight, first = await run_in_threadpool(_look, runtime, by.actor, since)
            yield b"".join(_events(runtime, sight, first)) + event("seen", b"{}", first.seen)
            last = first.seen
            while True:
                left = ends - loop.time()
                if left <= 0 or watch.is_stopping:
                    return
                news = await _next(watcher, min(left, SILENCE_S))
                # Rights may have ended, or changed, meanwhile.
                now = await visitor_of(request)
                if not permitted(now.actor, Action.INCIDENTS_SEE).allowed:
                    return
                if now.actor != by.actor:
                    sight = await run_in_threadpool(_sight, runtime, now.actor)
                by = now
                if news is None:
                    yield event("seen", b"{}", last)
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
        yield event("viewers", orjson.dumps({"number": number, "viewers": names}))
        return
    if news.rows is None:
        yield event("reset", b"{}", news.seen)
        return
    told = False
    for row in news.rows:
        if sight.sees(row):
            told = True
            yield event("incident", runtime.incident_bytes.of(row, news.names or {}))
        elif lost(sight, row, news.before):
            told = True
            gone = orjson.dumps({"number": row.number, "gone": True})
            yield event("incident", gone)
    if told:
        # Only the last one of what changed at once says what was seen: a stream may break before it.
        yield event("counts", b"{}", news.seen)
