"""Vector tiles: made once, kept until an edition, tagged by what they show."""

import math
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import Engine

from geo_grid.http.schemas.tile import TileJson
from geo_grid.services.tiles import Tile, TileAddress, TileCache
from tests.http.city import rename
from tests.http.conftest import Served

pytestmark = pytest.mark.database

TILES = "/api/v1/tiles"


def address(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    side = 2**z
    x = int((lon + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    return z, x, y


def url(lon: float, lat: float, z: int, *, level: int = 3) -> str:
    return f"{TILES}/{level}/" + "/".join(map(str, address(lon, lat, z))) + ".mvt"


def test_tile_json_says_where_the_tiles_are(http: httpx.Client) -> None:
    document = TileJson.model_validate_json(http.get(f"{TILES}/3.json").content)
    west, south, east, north = document.bounds
    assert west < 120.45 < east
    assert south < 23.48 < north
    assert [layer.id for layer in document.vector_layers] == ["grids", "labels"]
    z, x, y = address(120.45, 23.48, document.maxzoom)
    tile = httpx.get(document.tiles[0].replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y)))
    assert tile.status_code == 200
    past = TileJson.model_validate_json(http.get(f"{TILES}/3.json?as_of=2026-05-01").content)
    assert past.tiles == [f"{document.tiles[0]}?as_of=2026-05-01"]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_tile_holds_the_grids_of_its_level(http: httpx.Client, level: int) -> None:
    tile = http.get(url(120.45, 23.48, 11, level=level))
    assert tile.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    for part in (b"grids", b"labels", b"code", b"hue", b"special", b"area_m2"):
        assert part in tile.content
    name = {0: "嘉義市", 1: "嘉義市", 2: "東區", 3: "後湖里"}[level]
    assert name.encode() in tile.content


def test_outside_the_coverage_a_tile_is_empty(http: httpx.Client) -> None:
    tile = http.get(url(-70, -30, 12))
    assert (tile.status_code, tile.content) == (204, b"")


def test_before_the_first_edition_a_tile_is_empty(http: httpx.Client) -> None:
    assert http.get(url(120.45, 23.48, 12) + "?as_of=2020-01-01").status_code == 204


def test_the_second_time_a_tile_comes_from_memory(own: Served) -> None:
    here = url(120.45, 23.48, 13)
    first = own.http.get(here)
    kept = len(own.runtime.tiles)
    database, own.runtime.engine = own.runtime.engine, None
    try:
        again = own.http.get(here)
    finally:
        own.runtime.engine = database
    assert again.content == first.content
    assert len(own.runtime.tiles) == kept == 1


def test_an_edition_changes_the_tiles_it_touches_only(own: Served, city_engine: Engine) -> None:
    shape = own.http.get("/api/v1/grids/10020010001").json()["properties"]
    near, far = url(shape["label"][0], shape["label"][1], 16), url(120.395, 23.475, 16)
    before = [own.http.get(tile) for tile in (near, far)]
    number = rename(city_engine, "10020010001", "新名里", datetime(2026, 3, 1, tzinfo=UTC))
    own.wait_for(number)
    after = [own.http.get(tile) for tile in (near, far)]
    assert "新名里".encode() in after[0].content
    assert after[0].headers["etag"] != before[0].headers["etag"]
    assert after[0].headers["etag"].split(".")[1] == str(number)
    assert after[1].headers["etag"] == before[1].headers["etag"]
    assert own.http.get(near + "?as_of=2026-02-01").content == before[0].content


def test_the_cache_forgets_what_was_unasked_for_longest() -> None:
    cache = TileCache(2)
    tiles = [TileAddress(3, 2, x, 0) for x in range(3)]
    tile = Tile(b"x", 1, '"1"')
    cache.put(tiles[0], (1, 1), tile)
    cache.put(tiles[1], (1, 1), tile)
    assert cache.get(tiles[0], (1, 1)) is tile
    assert cache.get(tiles[0], (2, 2)) is None
    cache.put(tiles[2], (1, 1), tile)
    assert [cache.get(address, (1, 1)) is tile for address in tiles] == [True, False, True]
    nothing = TileCache(0)
    nothing.put(tiles[0], (1, 1), tile)
    assert len(nothing) == 0
