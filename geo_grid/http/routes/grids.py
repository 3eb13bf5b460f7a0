"""/grids"""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import (
    NO_NUL,
    After,
    Box,
    Code,
    Instant,
    LevelWanted,
    Limit,
    ParentWanted,
    RuntimeHere,
    SessionHere,
)
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, Responses, failures
from geo_grid.http.schemas.grid import GridFeature, GridList, GridSummary, NeighbourList
from geo_grid.services import grids as service
from geo_grid.store.records import GridPage, GridRecord

router = APIRouter(prefix=f"{API}/grids", tags=["grids"])

GEOJSON = "application/geo+json"

_ONE: Responses = {**NOT_MODIFIED, **failures(404, 422, 503)}


def _page(page: GridPage) -> GridList:
    more = cursor(page.next) if page.next is not None else None
    return GridList(items=[GridSummary.of(record) for record in page.items], next=more)


def _last_touched(records: Iterable[GridRecord]) -> int | None:
    return max((record.edition for record in records), default=None)


@router.get(
    "",
    operation_id="listGrids",
    summary="Grids by level, parent, text or bounds",
    response_model=GridList,
    responses=_ONE,
)
@public
def list_grids(
    request: Request,
    session: SessionHere,
    at: Instant,
    bbox: Box,
    level: LevelWanted = None,
    parent: ParentWanted = None,
    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=NO_NUL,
            description="Part of a name or of a code.",
            examples=["中山"],
        ),
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Response:
    """Grids without their shapes, by code, page by page; one whose code is exactly `q` comes first."""
    start = key(after, str)
    wanted = service.GridFilter(level=level, parent=parent, text=q, bbox=bbox)
    page = service.list_grids(session, at, wanted, after=start[0] if start else None, limit=limit)
    return answer_model(request, _page(page), edition=_last_touched(page.items))


@router.get(
    "/{code}",
    operation_id="getGrid",
    summary="One grid with its shape",
    response_model=GridFeature,
    responses={
        200: {
            "description": "A GeoJSON Feature.",
            "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/GridFeature"}}},
        },
        **_ONE,
    },
)
@public
def get_grid(
    request: Request, runtime: RuntimeHere, session: SessionHere, code: Code, at: Instant
) -> Response:
    """A grid as a GeoJSON Feature, with the grids above it and the time for which it is as it is."""
    detail = service.grid_detail(session, code, at)
    feature = GridFeature.of(detail, runtime.settings.zone)
    touched = _last_touched([detail.grid, *detail.ancestors])
    return answer_model(request, feature, edition=touched, media_type=GEOJSON)


@router.get(
    "/{code}/children",
    operation_id="listChildren",
    summary="The grids that one is divided into",
    response_model=GridList,
    responses=_ONE,
)
@public
def list_children(
    request: Request,
    session: SessionHere,
    code: Code,
    at: Instant,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Response:
    """The children of a grid by code, page by page; they tile it but for approved voids."""
    start = key(after, str)
    page = service.children(session, code, at, after=start[0] if start else None, limit=limit)
    return answer_model(request, _page(page), edition=_last_touched(page.items))


@router.get(
    "/{code}/ancestors",
    operation_id="listAncestors",
    summary="The grids above one",
    response_model=GridList,
    responses=_ONE,
)
@public
def list_ancestors(request: Request, session: SessionHere, code: Code, at: Instant) -> Response:
    """The chain of grids above a grid, level ascending, without the outline; always one page."""
    records = service.ancestors(session, code, at)
    page = GridList(items=[GridSummary.of(record) for record in records], next=None)
    return answer_model(request, page, edition=_last_touched(records))


@router.get(
    "/{code}/neighbours",
    operation_id="listNeighbours",
    summary="Grids of the same level with a common border",
    response_model=NeighbourList,
    responses=_ONE,
)
@public
def list_neighbours(request: Request, session: SessionHere, code: Code, at: Instant) -> Response:
    """Neighbours of a grid with the length of the common border, longest first."""
    found = service.neighbours(session, code, at)
    touched = _last_touched(neighbour.grid for neighbour in found)
    return answer_model(request, NeighbourList.of(found), edition=touched)
