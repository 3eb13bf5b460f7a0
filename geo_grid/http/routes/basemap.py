"""/basemap"""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model, etag
from geo_grid.http.dependencies import RuntimeHere, SessionHere
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.basemap import BASE_VECTOR_LAYERS
from geo_grid.http.schemas.tile import TileJson
from geo_grid.http.tile_answers import answer_tile, tile_described
from geo_grid.services.base_tiles import MAX_ZOOM, BaseTileAddress, base_bounds, make_base_tile
from geo_grid.services.current import read_base
from geo_grid.services.map_settings import OWN_TILES
from geo_grid.services.tiles import Tile

# Mounted at the API's root: a path that begins with a dot-suffix is no folder.
router = APIRouter(prefix=API, tags=["map"])


@router.get(
    "/basemap.json",
    operation_id="getBaseTileJson",
    summary="TileJSON of the base map",
    response_model=TileJson,
    responses={**NOT_MODIFIED, **failures(503)},
)
@public
def get_base_tile_json(request: Request, session: SessionHere) -> Response:
    """Where the tiles of our own base map are and what is in them, as TileJSON 3.0."""
    document = TileJson(
        name="basemap",
        tiles=[f"{str(request.base_url).rstrip('/')}{OWN_TILES}"],
        vector_layers=BASE_VECTOR_LAYERS,
        minzoom=0,
        maxzoom=MAX_ZOOM,
        bounds=base_bounds(session),
        version="1.0.0",
    )
    return answer_model(request, document, edition=None)


@router.get(
    "/basemap/{z}/{x}/{y}.mvt",
    operation_id="getBaseTile",
    summary="A vector tile of the base map",
    response_class=Response,
    responses={
        **tile_described(
            "Layers `water`, `parks`, `compounds`, `buildings`, `streets`, `railways`, "
            "`housenumbers` and `places`, each as far as the zoom shows it."
        ),
        **failures(422, 503),
    },
)
@public
async def get_base_tile(
    request: Request,
    runtime: RuntimeHere,
    z: Annotated[int, Path(ge=0, le=MAX_ZOOM, description="Zoom.", examples=[14])],
    x: Annotated[int, Path(ge=0, description="Column.", examples=[13673])],
    y: Annotated[int, Path(ge=0, description="Row, from the north.", examples=[7093])],
) -> Response:
    """A Mapbox vector tile of the ground itself in the Web Mercator scheme.

    Features carry name, and class, kind or use. House numbers are numbers only: no count of any address.
    """
    address = BaseTileAddress(z, x, y)
    versions = runtime.current.base() if runtime.current is not None else None
    tile = runtime.tiles.get(address, versions) if versions is not None else None
    if tile is None:
        tile = await run_in_threadpool(_made, runtime, address)
    return answer_tile(request, tile)


def _made(runtime: Runtime, address: BaseTileAddress) -> Tile:
    with runtime.reading() as session:
        versions = read_base(session)
        tile = runtime.tiles.get(address, versions)
        if tile is None:
            data = make_base_tile(session, address)
            tile = Tile(data, None, etag(data, None))
            runtime.tiles.put(address, versions, tile)
    return tile
