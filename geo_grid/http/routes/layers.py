"""/layers"""

from fastapi import APIRouter, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import RuntimeHere, SessionHere
from geo_grid.http.permission import public
from geo_grid.http.problems import request_language
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.schemas.layer import LayerList, LayerOut
from geo_grid.services import layers as service

router = APIRouter(prefix=API, tags=["map"])


@router.get(
    "/layers",
    operation_id="listLayers",
    summary="Base layers that are loaded",
    response_model=LayerList,
    responses={**NOT_MODIFIED, **failures(503)},
)
@public
def list_layers(request: Request, runtime: RuntimeHere, session: SessionHere) -> Response:
    """Streets, buildings, addresses …: from where each was loaded, when, and how many rows were left out."""
    language, zone = request_language(request.scope), runtime.settings.zone
    items = [LayerOut.of(layer, zone, language) for layer in service.list_layers(session)]
    answer = answer_model(request, LayerList(items=items), edition=None)
    answer.headers["Vary"] = "Accept-Language"
    return answer
