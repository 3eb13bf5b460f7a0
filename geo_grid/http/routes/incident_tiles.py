"""/tiles/incidents-desk"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.responses import failures
from geo_grid.http.routes.incident_filter import Asked
from geo_grid.http.routes.incidents import Concerned
from geo_grid.http.routes.reports import PRIVATE
from geo_grid.http.tile_answers import MVT
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.services.incidents.tile import make_incident_tile
from geo_grid.services.tiles import MAX_ZOOM, check_tile

router = APIRouter(prefix=f"{API}/tiles/incidents-desk", tags=["incidents"])


@router.get(
    "/{z}/{x}/{y}.mvt",
    operation_id="getIncidentTile",
    summary="A vector tile of incidents, for those who deal with them",
    response_class=Response,
    responses={
        200: {
            "description": "Layer `incidents` (points).",
            "content": {MVT: {"schema": {"type": "string", "format": "binary"}}},
        },
        204: {"description": "None lies in this tile."},
        **failures(401, 403, 404, 422, 429, 503),
    },
)
def get_incident_tile(
    runtime: RuntimeHere,
    by: Concerned,
    asked: Asked,
    z: Annotated[int, Path(ge=0, le=MAX_ZOOM, description="Zoom.", examples=[12])],
    x: Annotated[int, Path(ge=0, description="Column.", examples=[3418])],
    y: Annotated[int, Path(ge=0, description="Row, from the north.", examples=[1773])],
) -> Response:
    """Those that the list would have, as points; many of them, and below zoom 12 all, gathered in cells.

    Each has `number`, `state`, `urgency`, `category`, `kind`, `overdue`, `outside`, `t` (seconds since 1970)
    and `n` 1; a cell has `n`, the worst `urgency`, `overdue`, `overdue_n` and the last `t`.
    """
    check_tile(z, x, y)
    with runtime.reading() as session:
        wanted, sight = asked.filter(runtime, session), sight_of(session, by.actor)
        look = runtime.incident_index.look(session)
        found = make_incident_tile(session, look, (z, x, y), wanted, sight)
    if not found:
        return Response(status_code=204, headers=PRIVATE)
    return Response(found, media_type=MVT, headers=PRIVATE)
