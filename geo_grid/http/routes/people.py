"""/grids/{code}/people"""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.http.dependencies import Code, RuntimeHere
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.people import GridPeopleOut
from geo_grid.services.current import now
from geo_grid.services.duty_index import GridPeople
from geo_grid.services.grid_people import grid_people

router = APIRouter(tags=["people"])

#: Who answers changes at any moment, and is not to be found in anybody's cache.
HEADERS = {"Cache-Control": "no-store"}


@router.get(
    "/grids/{code}/people",
    operation_id="getGridPeople",
    summary="Who answers for a grid, and everybody who has to do with it",
    response_model=GridPeopleOut,
    responses=failures(404, 429, 503),
)
@public
async def get_grid_people(runtime: RuntimeHere, code: Code) -> Response:
    """Who answers now and until when, the head, members and others, stations and offices.

    People are shown as far as they agreed to. Asking often is limited more tightly than asking for maps.
    """
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


def _from_database(runtime: Runtime, code: str) -> GridPeople:
    with runtime.reading() as session:
        return grid_people(session, code, now(), runtime.settings.zone)
