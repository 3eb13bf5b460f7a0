"""Levels, editions and grids of the real city, parsed again with the published models."""

from datetime import UTC, datetime

import httpx
import numpy as np
import pytest
import shapely
from sqlalchemy import Engine

from geo_grid.core.crs import length_m
from geo_grid.http.schemas.edition import EditionList, EditionOut, LevelList
from geo_grid.http.schemas.grid import GridFeature, GridList, NeighbourList
from tests.http.city import features, rename
from tests.http.conftest import Served

pytestmark = pytest.mark.database

API = "/api/v1"
SHAPES = {
    feature["properties"]["code"]: shapely.geometry.shape(feature["geometry"]) for feature in features()
}
LEVEL_3 = sorted(code for code in SHAPES if len(code) == 11)


def grids(http: httpx.Client, **asked: str | int) -> GridList:
    answer = http.get(f"{API}/grids", params=asked)
    assert answer.status_code == 200, answer.text
    return GridList.model_validate_json(answer.content)


def codes(page: GridList) -> list[str]:
    return [grid.code for grid in page.items]


def test_levels_that_hold_grids(http: httpx.Client) -> None:
    levels = LevelList.model_validate_json(http.get(f"{API}/levels").content).items
    assert [(level.level, level.grids) for level in levels] == [(0, 1), (1, 1), (2, 2), (3, 84)]
    assert all(level.name.zh and level.name.en for level in levels)
    assert LevelList.model_validate_json(http.get(f"{API}/levels?as_of=2020-01-01").content).items == []


def test_the_current_edition_has_its_instant_with_the_local_offset(http: httpx.Client) -> None:
    answer = http.get(f"{API}/editions/current")
    edition = EditionOut.model_validate_json(answer.content)
    assert (edition.number, edition.grids) == (1, {"1": 1, "2": 2, "3": 84})
    assert answer.json()["effective"] == "2026-01-01T00:00:00+08:00"
    assert EditionOut.model_validate_json(http.get(f"{API}/editions/1").content) == edition
    assert EditionList.model_validate_json(http.get(f"{API}/editions").content).items == [edition]


def test_every_grid_comes_once_page_after_page(http: httpx.Client) -> None:
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = grids(http, level=3, limit=25, **after)
        assert len(page.items) <= 25
        seen += codes(page)
        if page.next is None:
            break
        after = {"after": page.next}
    assert seen == LEVEL_3


def test_the_outline_comes_only_when_asked_for(http: httpx.Client) -> None:
    assert codes(grids(http, level=0)) == ["0"]
    assert "0" not in codes(grids(http, limit=1000))


def test_text_finds_names_and_codes(http: httpx.Client) -> None:
    assert codes(grids(http, q="東區")) == ["10020010"]
    assert codes(grids(http, q="10020"))[0] == "10020"
    assert codes(grids(http, q="%")) == []
    assert codes(grids(http, q="_")) == []


def test_bounds_find_what_touches_them(http: httpx.Client) -> None:
    window = (120.44, 23.47, 120.45, 23.48)
    expected = [code for code in LEVEL_3 if SHAPES[code].intersects(shapely.box(*window))]
    assert codes(grids(http, level=3, bbox=",".join(map(str, window)))) == expected
    assert expected


def test_children_tile_their_parent(http: httpx.Client) -> None:
    children = GridList.model_validate_json(http.get(f"{API}/grids/10020010/children?limit=1000").content)
    assert codes(children) == [code for code in LEVEL_3 if code.startswith("10020010")]
    assert codes(grids(http, parent="10020010", limit=1000)) == codes(children)
    union = shapely.union_all([SHAPES[code] for code in codes(children)])
    assert union.symmetric_difference(SHAPES["10020010"]).area == pytest.approx(0, abs=1e-15)


def test_a_grid_is_a_feature_on_the_lattice_with_its_family(http: httpx.Client) -> None:
    answer = http.get(f"{API}/grids/10020010001")
    assert answer.headers["content-type"] == "application/geo+json"
    feature = GridFeature.model_validate_json(answer.content)
    shape = shapely.from_geojson(answer.content)
    assert shapely.equals_exact(shapely.normalize(shape.geoms[0]), shapely.normalize(SHAPES[feature.id]), 0)
    assert [grid.code for grid in feature.properties.ancestors] == ["10020", "10020010"]
    assert feature.properties.parent == "10020010"
    assert feature.properties.children_count == 0
    assert feature.properties.attributes == {"來源": "demo"}
    assert feature.properties.valid_from == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert feature.properties.valid_to is None
    assert answer.json()["properties"]["class"] is None
    ancestors = GridList.model_validate_json(http.get(f"{API}/grids/10020010001/ancestors").content)
    assert ancestors.items == feature.properties.ancestors


def test_neighbours_share_what_the_shapes_share(http: httpx.Client) -> None:
    code = "10020010001"
    found = NeighbourList.model_validate_json(http.get(f"{API}/grids/{code}/neighbours").content).items
    expected = {}
    for other in LEVEL_3:
        shared = shapely.intersection(SHAPES[code].boundary, SHAPES[other].boundary)
        if other != code and shapely.length(shared) > 0:
            lines = [part for part in shapely.get_parts(shared) if part.length > 0]
            expected[other] = float(length_m(np.array(lines, dtype=object)).sum())
    assert {each.grid.code: each.shared_m for each in found} == pytest.approx(expected, abs=0.01)
    assert [each.shared_m for each in found] == sorted((each.shared_m for each in found), reverse=True)


@pytest.mark.parametrize(
    "address",
    [
        "/levels",
        "/editions",
        "/editions/1",
        "/editions/current",
        "/grids?level=3",
        "/grids/10020010001",
        "/grids/10020/children",
        "/grids/10020010001/neighbours",
        "/tiles/3.json",
        "/tiles/3/12/3418/1773.mvt",
    ],
)
def test_what_the_client_holds_is_not_sent_again(http: httpx.Client, address: str) -> None:
    first = http.get(f"{API}{address}")
    assert first.status_code == 200
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    again = http.get(f"{API}{address}", headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert http.get(f"{API}{address}", headers={"if-none-match": '"other"'}).content == first.content


def test_an_edition_changes_what_it_touches_and_the_past_stays(own: Served, city_engine: Engine) -> None:
    touched, untouched = "10020010001", "10020020070"
    before = {code: own.http.get(f"{API}/grids/{code}") for code in (touched, untouched)}
    number = rename(city_engine, touched, "新名里", datetime(2026, 3, 1, tzinfo=UTC))
    own.wait_for(number)
    now = own.http.get(f"{API}/grids/{touched}")
    assert now.json()["properties"]["name"] == "新名里"
    assert now.json()["properties"]["edition"] == number
    assert now.headers["etag"] != before[touched].headers["etag"]
    same = own.http.get(
        f"{API}/grids/{untouched}", headers={"if-none-match": before[untouched].headers["etag"]}
    )
    assert same.status_code == 304
    past = own.http.get(f"{API}/grids/{touched}?as_of=2026-02-28").json()["properties"]
    assert past["name"] == before[touched].json()["properties"]["name"]
    assert past["valid_to"] == "2026-03-01T08:00:00+08:00"
