"""/grids/{code}/people and /people/in-view"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.http.address import API
from geo_grid.http.dependencies import Code, RuntimeHere, box
from geo_grid.http.people_limit import limit_people
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.people import GridPeopleOut, Marker, MarkerList
from geo_grid.services.current import now
from geo_grid.services.duty_index import Bounds, GridAnswer, GridPeople, duty_index_of
from geo_grid.services.grid_people import grid_people
from geo_grid.store.queries.labels_within import labels_within

router = APIRouter(prefix=API, tags=["people"])

#: Who answers changes at any moment, and is not to be found in anybody's cache.
HEADERS = {"Cache-Control": "no-store"}
#: Marks that a map may have at a time: nobody's faces are listed by the thousand.
_MOST_MARKS = 200


@router.get(
    "/grids/{code}/people",
    operation_id="getGridPeople",
    summary="Who answers for a grid, and everybody who has to do with it",
    response_model=GridPeopleOut,
    responses=failures(404, 429, 503),
)
@public
async def get_grid_people(request: Request, runtime: RuntimeHere, code: Code) -> Response:
    """Who answers now and until when, the head, members and others, stations and offices.

    People are shown as far as they agreed to. Asking often is limited more tightly than asking for maps.
    """
    limit_people(request, runtime)
    duty = runtime.current.duty() if runtime.current is not None else None
    grid = duty.by_code(code) if duty is not None else None
    at = now()
    if duty is not None and grid is not None:
        people = duty.people(grid, at)
    else:
        people = await run_in_threadpool(_from_database, runtime, code)
    chosen = runtime.settings
    shown = GridPeopleOut.of(people, at, chosen.zone, chosen.hotline, chosen.supervision_phone)
    body = shown.model_dump_json(by_alias=True)
    return Response(body, media_type="application/json", headers=HEADERS)


@router.get(
    "/people/in-view",
    operation_id="listPeopleInView",
    summary="Marks for whoever answers, within bounds",
    response_model=MarkerList,
    responses=failures(422, 429, 503),
)
@public
async def list_people_in_view(
    request: Request,
    runtime: RuntimeHere,
    bbox: Annotated[
        str,
        Query(
            description="West,south,east,north in degrees (EPSG:4326): grids whose label point is within.",
            examples=["120.39,23.44,120.51,23.52"],
        ),
    ],
    level: Annotated[int, Query(ge=1, le=3, description="Grids of this level.", examples=[3])] = 3,
) -> Response:
    """For a map: where the label points are and how to draw each face, without names and telephones.

    At most 200; asking often is limited more tightly than asking for maps.
    """
    bounds = box(bbox)
    limit_people(request, runtime)
    at = now()
    duty = runtime.current.duty() if runtime.current is not None else None
    if duty is not None:
        found = [duty.answer(grid, at) for grid in duty.in_view(level, bounds, _MOST_MARKS + 1)]
    else:
        found = await run_in_threadpool(_marks_from_database, runtime, level, bounds)
    marks = [Marker.of(each) for each in found[:_MOST_MARKS]]
    body = MarkerList(items=marks, truncated=len(found) > _MOST_MARKS).model_dump_json()
    return Response(body, media_type="application/json", headers=HEADERS)


def _from_database(runtime: Runtime, code: str) -> GridPeople:
    with runtime.reading() as session:
        return grid_people(session, code, now(), runtime.settings.zone)


def _marks_from_database(runtime: Runtime, level: int, bounds: Bounds) -> list[GridAnswer]:
    at = now()
    with runtime.reading() as session:
        grids = labels_within(session, at, level, bounds, _MOST_MARKS + 1)
        duty = duty_index_of(session, at, grids, runtime.settings.zone)
    return [duty.answer(grid, at) for grid in grids]
