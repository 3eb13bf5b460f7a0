"""The base map's tiles: what is drawn at which zoom, made once, kept until a layer is loaded."""

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from geo_grid.http.schemas.basemap import MapOut
from geo_grid.http.schemas.tile import TileJson
from geo_grid.services.publish_edition import publish
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.http.conftest import PATIENCE_S, Served, serving
from tests.services.draft_ground import FIRST
from tests.services.made_layers import area, at, line, load, point

pytestmark = pytest.mark.database

BASEMAP = "/api/v1/basemap"
SERVICES: dict[str, Any] = {"services.独居老人": [3]}


@pytest.fixture
def ground(engine: Engine) -> Engine:
    """A main street in two pieces, an alley, a park, a house with its door, a lake."""
    with session_scope(engine) as session:
        publish(session, FIRST)
        load(
            session,
            "streets",
            [line((0, 1), (1, 1), (2, 1)), line((1, 1), (1, 1.5)), line((2, 1), (4, 1))],
            name=["人民路", "后巷", "人民路"],
            class_=["arterial", "alley", "arterial"],
        )
        load(session, "compounds", [area(0.2, 1.1, 0.8, 1.9)], name=["中央公园"], kind=["park"])
        load(session, "buildings", [area(0.5, 0.5, 0.6, 0.6)], use=["residential"], storeys=[6])
        load(
            session,
            "addresses",
            [point(0.55, 0.55)],
            text=["人民路12号3单元"],
            number=["12号3单元"],
            households=[24],
            people=[61],
            **SERVICES,
        )
        load(session, "water", [area(3, 0.2, 3.9, 0.8)], name=["白鹭湖"], kind=["lake"])
    return engine


@pytest.fixture
def served(ground: Engine, database: Database, built: Path) -> Iterator[Served]:
    with serving(Settings(database_url=database.url), built) as running:
        running.wait_for(1)
        yield running


def url(x: float, y: float, z: int) -> str:
    lon, lat = at(x, y)
    side = 2**z
    row = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    return f"{BASEMAP}/{z}/{int((lon + 180) / 360 * side)}/{row}.mvt"


def test_the_closer_the_more_is_drawn(served: Served) -> None:
    far, house, door = (served.http.get(url(0.55, 0.55, z)).content for z in (11, 15, 18))
    near = served.http.get(url(0.55, 1.2, 14)).content
    assert "人民路".encode() in far
    assert b"arterial" in far
    for absent in ("后巷".encode(), b"buildings", b"housenumbers", b"alley"):
        assert absent not in far
    for present in ("人民路".encode(), "后巷".encode(), "中央公园".encode(), b"parks"):
        assert present in near
    for present in (b"buildings", b"storeys", b"residential"):
        assert present in house
    assert b"housenumbers" not in house
    assert b"housenumbers" in door
    assert "12号".encode() in door


def test_nothing_about_people_is_in_a_tile(served: Served) -> None:
    tile = served.http.get(url(0.55, 0.55, 18)).content
    for private in ("独居老人".encode(), b"households", b"people", "单元".encode(), b"services"):
        assert private not in tile


def test_pieces_of_one_street_are_one_line(served: Served) -> None:
    tile = served.http.get(url(2, 1, 12)).content
    assert tile.count("人民路".encode()) == 1
    # One feature of geometry type LINESTRING with one MoveTo: 9 = (1 << 3) | 1.
    layer = tile[tile.index(b"streets") :]
    assert layer.count(b"\x18\x02") == 1


def test_where_nothing_is_there_is_no_tile(served: Served) -> None:
    assert served.http.get(f"{BASEMAP}/12/0/0.mvt").status_code == 204
    assert served.http.get(f"{BASEMAP}/3/9/0.mvt").json()["code"] == "tile_outside_scheme"
    assert served.http.get(f"{BASEMAP}/19/0/0.mvt").status_code == 422


def test_a_tile_that_is_held_is_not_sent_again(served: Served) -> None:
    first = served.http.get(url(0.55, 0.55, 15))
    assert first.headers["etag"].startswith('"')
    assert first.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    again = served.http.get(url(0.55, 0.55, 15), headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_second_time_a_tile_comes_from_memory_until_a_layer_is_loaded(
    served: Served, ground: Engine
) -> None:
    here = url(0.55, 0.55, 15)
    first = served.http.get(here)
    assert served.runtime.current is not None
    database, served.runtime.engine = served.runtime.engine, None
    try:
        assert served.http.get(here).content == first.content
    finally:
        served.runtime.engine = database
    before = served.runtime.current.base()
    with session_scope(ground) as session:
        load(session, "buildings", [area(0.5, 0.5, 0.6, 0.6)], name=["新楼"])
    deadline = time.monotonic() + PATIENCE_S
    while served.runtime.current.base() in (before, None):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    changed = served.http.get(here)
    assert "新楼".encode() in changed.content
    assert changed.headers["etag"] != first.headers["etag"]


def test_tile_json_says_where_the_tiles_are(served: Served) -> None:
    document = TileJson.model_validate_json(served.http.get(f"{BASEMAP}.json").content)
    assert document.bounds == pytest.approx((*at(0, 0.2), *at(4, 1.9)))
    names = ["water", "parks", "compounds", "buildings", "streets", "railways", "housenumbers", "places"]
    assert [layer.id for layer in document.vector_layers] == names


def test_with_nothing_loaded_the_bounds_are_the_world(http: httpx.Client) -> None:
    assert http.get(f"{BASEMAP}.json").json()["bounds"][0] == -180


class TestMap:
    def test_a_place_is_called_by_its_outline(self, served: Served) -> None:
        found = MapOut.model_validate_json(served.http.get("/api/v1/map").content)
        assert found.title is not None
        assert (found.title.zh, found.made_up) == ("outline", False)
        assert found.view is not None
        assert found.view.bbox == pytest.approx((*at(0, 0), *at(4, 2)))
        assert (found.basemap.kind, found.basemap.crs) == ("own", "EPSG:3857")
        assert found.basemap.tiles == [f"{BASEMAP}/{{z}}/{{x}}/{{y}}.mvt"]

    def test_the_example_says_that_it_is_made_up(
        self, engine: Engine, database: Database, built: Path
    ) -> None:
        with session_scope(engine) as session:
            publish(
                session, replace(FIRST, by="geo-grid demo", title="示例镇(虚构) / Example town (made up)")
            )
        with serving(Settings(database_url=database.url), built) as running:
            found = running.http.get("/api/v1/map").json()
        assert found["made_up"] is True
        assert found["title"] == {"zh": "示例镇(虚构)", "en": "Example town (made up)"}

    def test_before_the_first_edition_there_is_nothing_to_look_at(
        self, database: Database, built: Path
    ) -> None:
        with serving(Settings(database_url=database.url), built) as running:
            found = running.http.get("/api/v1/map").json()
        assert (found["title"], found["view"], found["made_up"]) == (None, None, False)


class TestAnotherBaseMap:
    @pytest.mark.parametrize(
        ("settings", "origin", "crs"),
        [
            (
                {
                    "basemap": "xyz",
                    "basemap_url": "https://tiles.example:8443/{z}/{x}/{y}.png",
                    "basemap_attribution": "© example",
                },
                "https://tiles.example:8443",
                "EPSG:3857",
            ),
            ({"basemap": "tianditu", "basemap_key": "abc123"}, "https://t0.tianditu.gov.cn", "EPSG:3857"),
            ({"basemap": "amap"}, "https://webrd01.is.autonavi.com", "GCJ-02"),
        ],
    )
    @pytest.mark.usefixtures("ground")
    def test_its_one_origin_is_let_in_and_no_other(
        self, database: Database, built: Path, settings: dict[str, Any], origin: str, crs: str
    ) -> None:
        with serving(Settings(database_url=database.url, **settings), built) as running:
            answer = running.http.get("/api/v1/map")
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["connect-src"] == policy["img-src"] == f"'self' {origin}"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        chosen = answer.json()["basemap"]
        assert (chosen["kind"], chosen["crs"]) == (settings["basemap"], crs)
        for template in (*chosen["tiles"], *chosen["labels"]):
            assert template.startswith(f"{origin}/")
            assert all(name in template for name in ("{z}", "{x}", "{y}"))
        assert chosen["attribution"]
