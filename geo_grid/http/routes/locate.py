"""/locate"""

from datetime import date
from typing import Annotated

import numpy as np
import orjson
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.errors import InputError
from geo_grid.http.address import API
from geo_grid.http.dependencies import Day, PositionHere, RuntimeHere, check_position, day
from geo_grid.http.middleware.located_people import located_people
from geo_grid.http.people_bytes import PeopleBytes
from geo_grid.http.people_limit import limit_people
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.category import Code
from geo_grid.http.schemas.locate import LocatedOut, LocatedPointList, LocateManyIn, many_as_json
from geo_grid.http.schemas.responsibility import ActingOffices
from geo_grid.services.current import now
from geo_grid.services.duty_index import duty_index_of
from geo_grid.services.editions import instant
from geo_grid.services.locate import LocatedPoint, LocateIndex, locate_in_database
from geo_grid.store.queries.incident_rules import serving_offices
from geo_grid.store.queries.state import state

router = APIRouter(prefix=f"{API}/locate", tags=["locate"])

#: A position is nobody else's business, and the answer changes with an edition.
_HEADERS = {"Cache-Control": "no-store"}


@router.get(
    "",
    operation_id="locatePoint",
    summary="The chain of grids at a point",
    response_model=LocatedOut,
    responses=failures(410, 422, 429, 503),
)
@public
async def locate_point(
    request: Request,
    runtime: RuntimeHere,
    position: PositionHere,
    as_of: Day,
    *,
    people: Annotated[
        bool,
        Query(
            description="Say too who answers for each grid now. Asking often is limited more tightly then.",
        ),
    ] = False,
    category: Annotated[
        Code | None,
        Query(description="Say too which offices have to act on a matter of this category here."),
    ] = None,
) -> Response:
    """The grids that answer for a point at every level, and the distance to the nearest border.

    On a border the grid with the lowest code by string order answers. Outside the coverage the nearest grid
    is named. In an approved void the chain ends at the grid that the void belongs to.
    """
    lon, lat = position
    if category is not None:
        if as_of is not None:
            raise InputError("offices_only_now")
        found = await run_in_threadpool(_responsibility, runtime, lon, lat, category)
        plain = await locate_point(request, runtime, position, as_of, people=people)
        both = b'%s,"responsibility":%s}' % (bytes(plain.body)[:-1], found)
        return Response(both, media_type="application/json", headers=_HEADERS)
    if people:
        if as_of is not None:
            raise InputError("people_only_now")
        limit_people(request, runtime)
        told = located_people(runtime, lon, lat)
        if told is None:
            told = await run_in_threadpool(_people_from_database, runtime, lon, lat)
        return Response(told, media_type="application/json", headers=_HEADERS)
    index = runtime.current.index() if runtime.current is not None and as_of is None else None
    if index is not None:
        located = LocatedOut.of(lon, lat, index.locate(lon, lat))
    else:
        located = await run_in_threadpool(_from_database, runtime, lon, lat, as_of)
    body = located.model_dump_json(exclude_unset=True)
    return Response(body, media_type="application/json", headers=_HEADERS)


@router.post(
    "",
    operation_id="locatePoints",
    summary="The chains of up to 10,000 points",
    response_model=LocatedPointList,
    responses=failures(400, 413, 422, 503),
)
@public
async def locate_points(runtime: RuntimeHere, asked: LocateManyIn) -> Response:
    """Codes of the chain of grids at each point, in the order asked."""
    as_of = day(asked.as_of)
    for lon, lat in asked.points:
        check_position(lon, lat)
    located = await run_in_threadpool(_many, runtime, asked.points, as_of)
    return Response(orjson.dumps(located), media_type="application/json", headers=_HEADERS)


def _from_database(runtime: Runtime, lon: float, lat: float, as_of: date | None) -> LocatedOut:
    at = instant(as_of, runtime.settings.zone)
    with runtime.reading() as session:
        return LocatedOut.of(lon, lat, locate_in_database(session, lon, lat, at, state(session, at)))


def _responsibility(runtime: Runtime, lon: float, lat: float, category: str) -> bytes:
    with runtime.reading() as session:
        rules = runtime.desk.rules(session)
        rules.require_category(category)
        chain = [grid.id for grid in runtime.index(session, None).chain_at(lon, lat)]
        found = rules.responsible(category, chain, (lon, lat))
        return ActingOffices.of(category, found, serving_offices(session)).model_dump_json().encode()


def _people_from_database(runtime: Runtime, lon: float, lat: float) -> bytes:
    at = now()
    with runtime.reading() as session:
        located = locate_in_database(session, lon, lat, at, state(session, at))
        duty = duty_index_of(session, at, located.chain, runtime.settings.zone)
    return PeopleBytes(duty, runtime.settings).located(lon, lat, located, at)


def _many(runtime: Runtime, points: list[tuple[float, float]], as_of: date | None) -> dict[str, object]:
    index = _index(runtime, as_of)
    located: list[LocatedPoint] = index.locate_many(np.array(points, dtype=np.float64).reshape(-1, 2))
    return many_as_json(located, index.state.edition)


def _index(runtime: Runtime, as_of: date | None) -> LocateIndex:
    """The index of now, or of the day asked about, made where it is not kept: many points are worth it."""
    index = runtime.current.index() if runtime.current is not None and as_of is None else None
    if index is not None:
        return index
    with runtime.reading() as session:
        return runtime.past.at(session, instant(as_of, runtime.settings.zone))
