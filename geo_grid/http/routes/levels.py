"""/levels"""

from fastapi import APIRouter, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import Instant, SessionHere
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.schemas.edition import LevelList, LevelOut
from geo_grid.services import editions as service

router = APIRouter(prefix=API, tags=["levels"])


@router.get(
    "/levels",
    operation_id="listLevels",
    summary="Levels that hold grids",
    response_model=LevelList,
    responses={**NOT_MODIFIED, **failures(422, 503)},
)
@public
def list_levels(request: Request, session: SessionHere, at: Instant) -> Response:
    """Levels of the hierarchy with their names and numbers of grids; level 0 is the outline."""
    levels = [LevelOut.of(record) for record in service.list_levels(session, at)]
    return answer_model(request, LevelList(items=levels), edition=None)
