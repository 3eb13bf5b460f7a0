"""/grids/{code}/bounds: written bounds (四至)"""

from fastapi import APIRouter, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import Code, Instant, RuntimeHere, SessionHere
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.schemas.bounds import BoundsOut
from geo_grid.services.bounds import grid_bounds

router = APIRouter(prefix=API, tags=["grids"])


@router.get(
    "/grids/{code}/bounds",
    operation_id="getBounds",
    summary="The four bounds of a grid (四至)",
    response_model=BoundsOut,
    responses={**NOT_MODIFIED, **failures(404, 422, 503)},
)
@public
def get_bounds(
    request: Request, runtime: RuntimeHere, session: SessionHere, code: Code, at: Instant
) -> Response:
    """Which streets, waters and railways its border follows to the east, south, west and north.

    Where it follows none, the neighbour and the length are told. The border is that of the instant asked
    about, the streets are those loaded now.
    """
    grid, told = grid_bounds(session, code, at, runtime.settings.border_within_m)
    return answer_model(request, BoundsOut.of(grid.code, grid.name, told), edition=grid.edition)
