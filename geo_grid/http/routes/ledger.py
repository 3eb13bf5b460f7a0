"""/ledger, /grids/{code}/ledger and /layers/addresses/outside"""

from fastapi import APIRouter, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import (
    After,
    Code,
    Day,
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
from geo_grid.http.schemas.ledger import LedgerList, LedgerOut, OutsideList
from geo_grid.services.grids import GridFilter
from geo_grid.services.ledger import grid_ledger, list_ledgers

router = APIRouter(prefix=API, tags=["ledger"])

_READ: Responses = {**NOT_MODIFIED, **failures(404, 422, 503)}


@router.get(
    "/grids/{code}/ledger",
    operation_id="getLedger",
    summary="What is in a grid",
    response_model=LedgerOut,
    responses=_READ,
)
@public
def get_ledger(
    request: Request, runtime: RuntimeHere, session: SessionHere, code: Code, at: Instant
) -> Response:
    """Counts of households, people, buildings, shops, facilities and streets in a grid of any level.

    The border is that of the instant asked about, what is counted is what is loaded now. A point on a border
    counts where locating finds it, a building or compound where its label point lies, a street along a border
    half to either side.
    """
    ledger = grid_ledger(session, code, at, runtime.settings.weights)
    return answer_model(request, LedgerOut.of(ledger, runtime.settings.zone), edition=ledger.edition)


@router.get(
    "/ledger",
    operation_id="listLedgers",
    summary="What is in each grid of a level or of a parent",
    response_model=LedgerList,
    responses=_READ,
)
@public
def get_ledgers(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    at: Instant,
    level: LevelWanted = None,
    parent: ParentWanted = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Response:
    """Grids by code with their counts, page by page; at every level the sum of the level below."""
    start = key(after, str)
    wanted = GridFilter(level=level, parent=parent)
    page = list_ledgers(
        session, at, wanted, runtime.settings.weights, after=start[0] if start else None, limit=limit
    )
    touched = max((grid.edition for grid, _ in page.items), default=None)
    following = cursor(page.next) if page.next is not None else None
    return answer_model(request, LedgerList.of(page, following), edition=touched)


@router.get(
    "/layers/addresses/outside",
    operation_id="listOutsideAddresses",
    summary="Addresses that lie in no grid",
    response_model=OutsideList,
    responses={**NOT_MODIFIED, **failures(422, 503)},
)
@public
def get_outside_addresses(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    as_of: Day,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Response:
    """Addresses outside every grid, counted in no ledger, each with the nearest grid; page by page."""
    start = key(after, int)
    index = runtime.index(session, as_of)
    page = runtime.outside.page(session, index, after=start[0] if start else None, limit=limit)
    following = cursor(page.next) if page.next is not None else None
    return answer_model(request, OutsideList.of(page, following), edition=index.state.edition)
