"""OGC API Features and Tiles: the published grids of now, for any client that speaks the standards."""

from datetime import UTC, datetime

import httpx
import pytest
import shapely
from sqlalchemy import Engine

from geo_grid.http.schemas.problem import ProblemDetails
from geo_grid.settings import Settings
from tests.http.city import rename
from tests.http.conftest import Served, serving

pytestmark = pytest.mark.database

GRIDS = "/ogc/collections/ogc.published_grid_3"


def test_the_landing_page_leads_everywhere_without_leaving_the_machine(http: httpx.Client) -> None:
    links = http.get("/ogc/").json()["links"]
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in links}
    for link in links:
        assert link["href"].startswith(str(http.base_url)), link
        if not link.get("templated"):
            assert http.get(link["href"]).status_code == 200, link


def test_each_level_is_a_collection_and_nothing_else_is(http: httpx.Client) -> None:
    collections = http.get("/ogc/collections").json()["collections"]
    assert sorted(each["id"] for each in collections) == [
        f"ogc.published_grid_{level}" for level in (1, 2, 3)
    ]
    assert http.get("/ogc/collections/public.grid_row/items").status_code == 404


def test_items_are_the_grids_of_the_interface(http: httpx.Client) -> None:
    items = http.get(f"{GRIDS}/items", params={"limit": 1000}).json()
    assert items["numberMatched"] == 84
    item = next(each for each in items["features"] if each["properties"]["code"] == "10020010001")
    grid = http.get("/api/v1/grids/10020010001").json()
    assert shapely.geometry.shape(item["geometry"]).equals(shapely.geometry.shape(grid["geometry"]))
    for name in ("name", "parent", "kind", "area_m2", "edition"):
        assert item["properties"][name] == grid["properties"][name]


def test_items_are_found_by_property_bounds_and_filter(http: httpx.Client) -> None:
    def codes(**asked: str) -> list[str]:
        return [
            each["properties"]["code"] for each in http.get(f"{GRIDS}/items", params=asked).json()["features"]
        ]

    assert codes(code="10020010001") == ["10020010001"]
    assert codes(filter="code='10020010001'") == ["10020010001"]
    window = http.get("/api/v1/grids", params={"level": 3, "bbox": "120.44,23.47,120.45,23.48"}).json()[
        "items"
    ]
    assert sorted(codes(bbox="120.44,23.47,120.45,23.48", limit="100")) == [each["code"] for each in window]


def test_tiles_hold_grids(http: httpx.Client) -> None:
    tile = http.get(f"{GRIDS}/tiles/WebMercatorQuad/12/3418/1773")
    assert tile.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert b"10020020067" in tile.content


def test_a_browser_gets_a_page_that_fetches_nothing(http: httpx.Client) -> None:
    page = http.get("/ogc/collections", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert "<link" not in page.text
    assert "published_grid_3" in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ogc/collections/none", 404),
        ("/ogc/collections/none/items", 404),
        ("/ogc/collections/none/tiles/WebMercatorQuad/1/1/1", 404),
        ("/ogc/collections/ogc.none/items", 404),
        (f"{GRIDS}/items/999999", 404),
        (f"{GRIDS}/items?bbox=1,2", 422),
        (f"{GRIDS}/items?limit=-1", 422),
        (f"{GRIDS}/items?datetime=yesterday", 422),
        (f"{GRIDS}/items?filter=)(", 422),
        (f"{GRIDS}/items?filter=none=1", 422),
        (f"{GRIDS}/items?code=%00", 422),
        (f"{GRIDS}/items?area_m2=x", 422),
        (f"{GRIDS}/tiles/None/1/1/1", 422),
    ],
)
def test_what_cannot_be_answered_is_a_problem(http: httpx.Client, address: str, status: int) -> None:
    answer = http.get(address)
    assert answer.status_code == status, answer.text
    problem = ProblemDetails.model_validate_json(answer.content)
    assert problem.detail not in ("", problem.code)


def test_a_new_edition_shows_at_once(own: Served, city_engine: Engine) -> None:
    asked = {"code": "10020010001"}
    before = own.http.get(f"{GRIDS}/items", params=asked).json()["features"][0]["properties"]["name"]
    own.wait_for(rename(city_engine, "10020010001", "新名里", datetime(2026, 3, 1, tzinfo=UTC)))
    after = own.http.get(f"{GRIDS}/items", params=asked).json()["features"][0]["properties"]["name"]
    assert (before, after) == ("荖藤里", "新名里")


def test_without_its_database_it_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("none")
    for url, code in [("postgresql://nobody@127.0.0.1:1/none", "database_down"), (None, "database_unset")]:
        with serving(Settings(database_url=url), empty) as served:
            answer = served.http.get("/ogc/collections")
            assert (answer.status_code, answer.json()["code"]) == (503, code)
