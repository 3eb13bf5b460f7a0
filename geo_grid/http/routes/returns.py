"""/returns: borders and offices that incidents go back and forth over"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import RuntimeHere, SessionHere
from geo_grid.http.period import PeriodHere
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.routes.grids import GEOJSON
from geo_grid.http.schemas.returns import BorderFeatures, ReturnsOut
from geo_grid.services.incidents.returns import border_returns, returns

router = APIRouter(prefix=API, tags=["incidents"])

#: Everybody with ground: what is counted is nobody's, and a border has two sides.
OnGround = Annotated[Visitor, Depends(Requires(Action.GROUND_SEE))]


@router.get(
    "/returns",
    operation_id="getReturns",
    summary="Borders and offices that incidents go back and forth over",
    response_model=ReturnsOut,
    responses={**NOT_MODIFIED, **failures(401, 403, 422, 503)},
)
def get_returns(
    request: Request, runtime: RuntimeHere, session: SessionHere, _: OnGround, period: PeriodHere
) -> Response:
    """How often incidents were returned, handed on, disputed or moved, and why; most often first."""
    found = returns(session, period.begins, period.ends)
    told = ReturnsOut.of(found, period.first, period.last, runtime.settings.zone)
    return answer_model(request, told, edition=None)


@router.get(
    "/returns.geojson",
    operation_id="getReturnsMap",
    summary="The same borders as lines",
    response_model=BorderFeatures,
    responses={
        200: {
            "description": "A GeoJSON FeatureCollection.",
            "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/BorderFeatures"}}},
        },
        **NOT_MODIFIED,
        **failures(401, 403, 422, 503),
    },
)
def get_returns_map(
    request: Request, runtime: RuntimeHere, session: SessionHere, _: OnGround, period: PeriodHere
) -> Response:
    """The edges that the two grids of each border have in common, with what went over them."""
    found = border_returns(session, period.begins, period.ends)
    told = BorderFeatures.of(found, runtime.settings.zone)
    return answer_model(request, told, edition=None, media_type=GEOJSON)
