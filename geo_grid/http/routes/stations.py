"""/stations and /photos"""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import permitted
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, After, Limit, RuntimeHere, box
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Visitor, public, visitor_of
from geo_grid.http.responses import Responses, failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.persons import Manager, dumped
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.people import Station
from geo_grid.http.schemas.station import KeptStationList, StationChange, StationIn, StationList, StationOut
from geo_grid.services.people import stations as service
from geo_grid.services.people.photo import managed_photo, public_photo
from geo_grid.services.people.public_stations import public_stations
from geo_grid.store.origin import act_as

router = APIRouter(prefix=API, tags=["people"])

#: Stations of one answer at most.
_MOST = 500
#: A photo never changes under its name; who no longer publishes it is out of caches within a day.
_SHARED = "public, max-age=86400, immutable"
_JPEG: Responses = {
    200: {"description": "A JPEG file.", "content": {"image/jpeg": {"schema": {"type": "string"}}}}
}


@router.get(
    "/stations",
    operation_id="listStations",
    summary="Open work stations",
    response_model=StationList,
    responses=failures(422, 503),
)
@public
def list_stations(
    runtime: RuntimeHere,
    bbox: Annotated[
        str,
        Query(
            description="West,south,east,north in degrees (EPSG:4326).",
            examples=["120.39,23.44,120.51,23.52"],
        ),
    ],
) -> StationList:
    """Those within bounds, by id, at most 500."""
    bounds = box(bbox)
    with runtime.reading() as session:
        found = public_stations(session, bounds, _MOST)
    return StationList(items=[Station.of(station, grid) for station, grid in found])


@router.get(
    "/people/stations",
    operation_id="listKeptStations",
    summary="Work stations of one's ground",
    response_model=KeptStationList,
    responses=failures(401, 403, 422, 503),
)
def list_kept_stations(
    runtime: RuntimeHere,
    by: Manager,
    grid: Annotated[
        str | None,
        Query(min_length=1, max_length=100, pattern=NO_NUL, description="Code: of it and of those below it."),
    ] = None,
    state: Annotated[
        Literal["open", "closed", "all"], Query(description="Those that are open, were closed, or all.")
    ] = "open",
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> KeptStationList:
    """By id, as those see them who keep them."""
    start = key(after, int)
    with runtime.reading() as session:
        found = service.kept_stations(session, by.actor, grid, state, start[0] if start else 0, limit + 1)
    page = found[:limit]
    more = cursor(page[-1].id) if len(found) > limit else None
    return KeptStationList(items=[StationOut.of(each) for each in page], next=more)


@router.get(
    "/people/stations/{id}",
    operation_id="getKeptStation",
    summary="A work station of one's ground",
    response_model=StationOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_kept_station(runtime: RuntimeHere, by: Manager, id: Id) -> StationOut:
    """As those see it who keep it."""
    with runtime.reading() as session:
        return StationOut.of(service.kept_station(session, by.actor, id))


@router.post(
    "/stations",
    operation_id="addStation",
    summary="Open a work station",
    response_model=StationOut,
    responses=failures(401, 403, 404, 422, 503),
)
def add_station(runtime: RuntimeHere, by: Manager, body: StationIn) -> StationOut:
    """On the ground of the smallest grid that it stands in."""
    with runtime.changing(by.origin) as session:
        given = body.model_dump(by_alias=True)
        return StationOut.of(service.add_station(session, by.actor, given))


@router.patch(
    "/stations/{id}",
    operation_id="changeStation",
    summary="Change, move or close a work station",
    response_model=StationOut,
    responses=failures(401, 403, 404, 422, 503),
)
def change_station(
    runtime: RuntimeHere,
    by: Manager,
    id: Id,
    body: StationChange,
) -> StationOut:
    """What is left out stays. Moving it takes leave where it stood and where it is to stand."""
    given = dumped(body)
    for needed in ("name_zh", "lon", "lat"):
        if given.get(needed, "") is None:
            del given[needed]
    with runtime.changing(by.origin) as session:
        return StationOut.of(service.change_station(session, by.actor, id, given))


@router.get(
    "/photos/{hash}-{size}.jpg",
    operation_id="getPhoto",
    summary="A photo of somebody",
    response_class=Response,
    responses={**_JPEG, **failures(404, 422, 503)},
)
@public
async def get_photo(
    request: Request,
    runtime: RuntimeHere,
    hash: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="Of the photo.")],
    size: Annotated[Literal["small", "large"], Path(description="A square of 160 pixels, or at most 720.")],
) -> Response:
    """Public while somebody in the service publishes it; else only for those who assign them."""
    is_large = size == "large"
    found = await run_in_threadpool(_public_photo, runtime, hash, large=is_large)
    if found is not None:
        return Response(found, media_type="image/jpeg", headers={"Cache-Control": _SHARED})
    visitor = await visitor_of(request)
    # Whoever may not see it does not learn that it is there.
    if not permitted(visitor.actor, Action.PEOPLE_ASSIGN).allowed:
        raise NotFound("photo_not_found")
    kept = await run_in_threadpool(_managed_photo, runtime, visitor, hash, large=is_large)
    return Response(kept, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _public_photo(runtime: Runtime, photo: str, *, large: bool) -> bytes | None:
    with runtime.reading() as session:
        return public_photo(session, photo, large=large)


def _managed_photo(runtime: Runtime, visitor: Visitor, photo: str, *, large: bool) -> bytes:
    with runtime.reading() as session:
        act_as(session, visitor.origin)
        return managed_photo(session, visitor.actor, photo, large=large)
