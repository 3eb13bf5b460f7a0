"""/incidents/public, /tiles/incidents and /grids/{code}/incidents: what everybody may know of incidents"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.states import OPEN, State
from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model, etag
from geo_grid.http.dependencies import After, Box, Code, Limit, RuntimeHere, SessionHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.base import When
from geo_grid.http.schemas.public_incident import GridIncidentsOut, PublicIncidentList, PublicIncidentOut
from geo_grid.http.tile_answers import answer_tile, tile_described
from geo_grid.services.current import now
from geo_grid.services.incidents.category_names import CategoryNames
from geo_grid.services.incidents.public_counts import PUBLIC_DAYS, moment, since
from geo_grid.services.incidents.public_results import (
    MAX_ZOOM,
    IncidentTileAddress,
    discreet,
    grid_incidents,
    make_incident_tile,
)
from geo_grid.services.tiles import Tile
from geo_grid.store.queries.public_incidents import HIDDEN, PublicWanted, public_incidents

router = APIRouter(prefix=API, tags=["incidents"])

_STATES = [str(state) for state in State if str(state) not in HIDDEN]
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@router.get(
    "/incidents/public",
    operation_id="listPublicIncidents",
    summary="Incidents as everybody may know them",
    response_model=PublicIncidentList,
    responses={**NOT_MODIFIED, **failures(422, 503)},
)
@public
def list_public_incidents(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    bbox: Box,
    changed_since: Annotated[
        When | None,
        Query(
            alias="since",
            description=f"Only what changed since; without it in the last {PUBLIC_DAYS} days.",
            examples=["2026-11-01T00:00:00+08:00"],
        ),
    ] = None,
    state: Annotated[
        str | None,
        Query(
            max_length=300,
            description=f"`open`, or states divided by commas: {', '.join(_STATES)}.",
            examples=["open"],
        ),
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Response:
    """Without text, photos or anybody's name, and only to the building or street; latest changed first."""
    start = key(after, str, str)
    wanted = PublicWanted(
        discreet(runtime.settings),
        changed_since=changed_since or since(now()),
        box=bbox,
        after=_place(after, *start) if start is not None else None,
        states=_states(state),
    )
    found = public_incidents(session, wanted, limit=limit + 1)
    names = CategoryNames(runtime.desk.rules(session).catalogue)
    shown = found[:limit]
    more = None
    if len(found) > limit:
        more = cursor(str((shown[-1].changed_at - _EPOCH) // timedelta(microseconds=1)), str(shown[-1].id))
    zone = runtime.settings.zone
    page = PublicIncidentList(
        incidents=[PublicIncidentOut.of(each, names, zone) for each in shown], next=more
    )
    return answer_model(request, page, edition=None)


def _place(given: str | None, micros: str, identity: str) -> tuple[datetime, int]:
    try:
        at, number = _EPOCH + timedelta(microseconds=int(micros)), int(identity)
    except (ValueError, OverflowError) as error:
        raise InputError("cursor_invalid", given=given) from error
    if not 0 <= number < 2**63:
        raise InputError("cursor_invalid", given=given)
    return at, number


def _states(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in wanted if part != "open" and part not in _STATES]
    if unknown or not wanted:
        raise InputError("incident_state_unknown", given=text[:100], known=["open", *_STATES])
    opened = [str(state) for state in State if state in OPEN] if "open" in wanted else []
    return tuple({*opened, *wanted} - {"open"})


@router.get(
    "/tiles/incidents/{z}/{x}/{y}.mvt",
    operation_id="getPublicIncidentTile",
    summary="A public vector tile of incidents",
    response_class=Response,
    responses={
        **tile_described("Layer `incidents` (points)."),
        **failures(422, 503),
    },
)
@public
async def get_public_incident_tile(
    request: Request,
    runtime: RuntimeHere,
    z: Annotated[int, Path(ge=0, le=MAX_ZOOM, description="Zoom.", examples=[14])],
    x: Annotated[int, Path(ge=0, description="Column.", examples=[13673])],
    y: Annotated[int, Path(ge=0, description="Row, from the north.", examples=[7093])],
) -> Response:
    """Open incidents and those that ended lately, at their building or street.

    A feature carries `n`, how many there are at its point, and `open`, how many of them wait for their end; a
    single one its `number`, `category` and `state`. From afar a feature is a whole grid, with its code.
    """
    address = IncidentTileAddress(z, x, y)
    tile = runtime.tiles.get(address, moment(now()))
    if tile is None:
        tile = await run_in_threadpool(_made, runtime, address)
    return answer_tile(request, tile)


def _made(runtime: Runtime, address: IncidentTileAddress) -> Tile:
    at = now()
    with runtime.reading() as session:
        data = make_incident_tile(session, address, at, runtime.settings, runtime.public_incidents)
    tile = Tile(data, None, etag(data, None))
    runtime.tiles.put(address, moment(at), tile)
    return tile


@router.get(
    "/grids/{code}/incidents",
    operation_id="getGridIncidents",
    summary="How many incidents a grid has, and the latest",
    response_model=GridIncidentsOut,
    responses={**NOT_MODIFIED, **failures(404, 422, 503)},
)
@public
def get_grid_incidents(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    code: Code,
    borders: Annotated[
        Literal["then", "today"],
        Query(description="Count by the grids of the time, or locate each place again in those of today."),
    ] = "then",
) -> Response:
    """Counts by state, of those open and those that ended lately, in the grid and all below it."""
    index = runtime.index(session, None)
    memory = runtime.public_incidents
    found = grid_incidents(session, index, code, now(), runtime.settings, memory, borders=borders)
    names = CategoryNames(runtime.desk.rules(session).catalogue)
    return answer_model(request, GridIncidentsOut.of(found, names, runtime.settings.zone), edition=None)
