"""/map"""

from fastapi import APIRouter, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import RuntimeHere, SessionHere
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.schemas.basemap import MapOut
from geo_grid.services.map_settings import map_settings

router = APIRouter(prefix=f"{API}/map", tags=["map"])


@router.get(
    "",
    operation_id="getMap",
    summary="What a map is opened with",
    response_model=MapOut,
    responses={**NOT_MODIFIED, **failures(503)},
)
@public
def get_map(request: Request, runtime: RuntimeHere, session: SessionHere) -> Response:
    """Name of the place, the view on it, and the base map that this installation has chosen."""
    return answer_model(
        request,
        MapOut.of(
            map_settings(session, runtime.settings), runtime.settings.timezone, runtime.settings.border_m
        ),
        edition=None,
    )
