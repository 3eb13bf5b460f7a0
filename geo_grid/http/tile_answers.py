"""How routes of public vector tiles are described, and what they answer."""

from starlette.requests import Request
from starlette.responses import Response

from geo_grid.http.conditional import answer
from geo_grid.http.responses import NOT_MODIFIED, Responses
from geo_grid.services.tiles import Tile

MVT = "application/vnd.mapbox-vector-tile"


def tile_described(layers: str) -> Responses:
    """Document a tile with such layers, its absence, and that a client holds it already."""
    return {
        200: {"description": layers, "content": {MVT: {"schema": {"type": "string", "format": "binary"}}}},
        204: {"description": "Nothing lies in this tile."},
        **NOT_MODIFIED,
    }


def answer_tile(request: Request, tile: Tile) -> Response:
    """Send a tile with its tag, 304 where the client holds it, or 204 where nothing is in it."""
    if not tile.data:
        return Response(status_code=204, headers={"Cache-Control": "public, no-cache"})
    return answer(request, tile.data, media_type=MVT, edition=tile.edition, tag=tile.etag)
