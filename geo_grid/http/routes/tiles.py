"""/tiles"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model, etag
from geo_grid.http.dependencies import AsOf, Day, Instant, RuntimeHere, SessionHere
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.tile import VECTOR_LAYERS, TileJson
from geo_grid.http.tile_answers import answer_tile, tile_described
from geo_grid.services.editions import instant
from geo_grid.services.tiles import MAX_ZOOM, Tile, TileAddress, level_extent, make_tile
from geo_grid.store.queries.state import state

router = APIRouter(prefix=f"{API}/tiles", tags=["tiles"])

LevelPath = Annotated[int, Path(ge=0, le=3, description="Level of the hierarchy, 0 to 3.", examples=[3])]


@router.get(
    "/{level}.json",
    operation_id="getTileJson",
    summary="TileJSON of a level",
    response_model=TileJson,
    responses={**NOT_MODIFIED, **failures(404, 422, 503)},
)
@public
def get_tile_json(
    request: Request, session: SessionHere, level: LevelPath, at: Instant, as_of: AsOf = None
) -> Response:
    """Where the tiles of a level are and what is in them, as TileJSON 3.0."""
    extent = level_extent(session, level, at)
    tiles = f"{str(request.base_url).rstrip('/')}/api/v1/tiles/{level}/{{z}}/{{x}}/{{y}}.mvt"
    document = TileJson(
        name=f"level {level}",
        tiles=[tiles if as_of is None else f"{tiles}?as_of={as_of}"],
        vector_layers=VECTOR_LAYERS,
        minzoom=0,
        maxzoom=MAX_ZOOM,
        bounds=extent.bounds,
        version="1.0.0",
    )
    return answer_model(request, document, edition=None)


@router.get(
    "/{level}/{z}/{x}/{y}.mvt",
    operation_id="getTile",
    summary="A vector tile of a level",
    response_class=Response,
    responses={
        **tile_described("Layers `grids` (polygons) and `labels` (points)."),
        **failures(422, 503),
    },
)
@public
async def get_tile(
    request: Request,
    runtime: RuntimeHere,
    level: LevelPath,
    z: Annotated[int, Path(ge=0, le=MAX_ZOOM, description="Zoom.", examples=[12])],
    x: Annotated[int, Path(ge=0, description="Column.", examples=[3418])],
    y: Annotated[int, Path(ge=0, description="Row, from the north.", examples=[1773])],
    as_of: Day,
) -> Response:
    """A Mapbox vector tile in the Web Mercator scheme.

    Each feature carries code, name, kind, special, hue, level, parent and area_m2.
    """
    address = TileAddress(level, z, x, y)
    index = runtime.current.index() if runtime.current is not None and as_of is None else None
    tile = runtime.tiles.get(address, index.state.key) if index is not None else None
    if tile is None:
        tile = await run_in_threadpool(_made, runtime, address, as_of)
    return answer_tile(request, tile)


def _made(runtime: Runtime, address: TileAddress, as_of: date | None) -> Tile:
    at = instant(as_of, runtime.settings.zone)
    with runtime.reading() as session:
        key = state(session, at).key
        tile = runtime.tiles.get(address, key)
        if tile is None:
            data, edition = make_tile(session, address, at)
            tile = Tile(data, edition, etag(data, edition))
            runtime.tiles.put(address, key, tile)
    return tile
