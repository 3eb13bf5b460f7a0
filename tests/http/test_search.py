"""One box: names, pinyin, house numbers, codes; typing errors overlooked; the nearest first among equals."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url

from geo_grid.http.schemas.search import HitOut, SearchOut
from geo_grid.services.publish_edition import publish
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database, named
from tests.http.conftest import Served, serving
from tests.services.draft_ground import DAY_2, FIRST, SW, E, changed, draft, renamed
from tests.services.made_layers import area, at, line, load, point

pytestmark = pytest.mark.database

SERVICES: dict[str, Any] = {"services.独居老人": [1, None, None, None, None]}


@pytest.fixture(scope="module")
def ground(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[Database]:
    """人民路 in sw and a second one far in the east; 幸福小区 in nw; shops; one grid renamed. Only read."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    try:
        database = named(server_url, name)
        engine = database.engine()
        lay(engine)
        engine.dispose()
        yield database
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def lay(engine: Engine) -> None:
    with session_scope(engine) as session:
        publish(session, FIRST)
        publish(session, draft(DAY_2, changed(renamed(SW, "和平社区"), renamed(E, "东湖网格"))))
        load(
            session,
            "streets",
            [
                line((0, 0.5), (1, 0.5)),
                line((1, 0.5), (2, 0.5)),
                line((3.5, 1), (3.9, 1)),
                line((3, 0), (3, 1)),
            ],
            name=["人民路", "人民路", "人民路", "长安街"],
        )
        load(
            session,
            "addresses",
            [point(0.5, 0.5), point(0.6, 0.5), point(0.7, 0.5), point(3.6, 1), point(0.5, 1.5)],
            text=["人民路1号", "人民路12号", "人民路120号", "人民路12号", "幸福小区3幢2单元"],
            street=["人民路", "人民路", "人民路", "人民路", None],
            number=["1号", "12号", "120号", "12号", "3幢2单元"],
            compound=[None, None, None, None, "幸福小区"],
            households=[1, 2, 3, 4, 5],
            **SERVICES,
        )
        load(session, "compounds", [area(0.4, 1.2, 0.8, 1.8)], name=["幸福小区"], kind=["residential"])
        load(
            session, "organisations", [point(1, 1.5), point(3.2, 0.5)], name=["老陈面馆", "人民药店"],
            trade=["餐饮", "医药"],
        )  # fmt: skip


@pytest.fixture(scope="module")
def served(ground: Database, built: Path) -> Iterator[Served]:
    with serving(Settings(database_url=ground.url), built) as running:
        running.wait_for(2)
        yield running


@pytest.fixture
def found(served: Served) -> Any:
    def ask(q: str, **more: Any) -> list[HitOut]:
        answer = served.http.get("/api/v1/search", params={"q": q, **more})
        assert answer.status_code == 200, answer.text
        return list(SearchOut.model_validate_json(answer.content).items)

    return ask


def names(hits: list[HitOut]) -> list[str]:
    return [hit.name for hit in hits]


def test_every_way_of_typing_finds_it(found: Any) -> None:
    for q, kind, name, match in [
        ("人民路12号", "address", "人民路12号", "exact"),
        ("人民路１２号", "address", "人民路12号", "exact"),
        ("人民路12", "address", "人民路12号", "exact"),
        ("rml12", "address", "人民路12号", "initials"),
        ("renminlu 12", "address", "人民路12号", "initials"),
        ("云溪镇人民路12号", "address", "人民路12号", "exact"),
        ("人名路12号", "address", "人民路12号", "typo"),
        ("幸福小区3幢2单元", "address", "幸福小区3幢2单元", "exact"),
        ("幸福小区三幢", "address", "幸福小区3幢2单元", "prefix"),
        ("幸福小区3-2", "address", "幸福小区3幢2单元", "exact"),
        ("人民路", "street", "人民路", "exact"),
        ("人民", "street", "人民路", "prefix"),
        ("民路", "street", "人民路", "prefix"),
        ("RML", "street", "人民路", "initials"),
        ("caj", "street", "长安街", "initials"),
        ("人民入", "street", "人民路", "typo"),
        ("renmilnu", "street", "人民路", "typo"),
        ("幸福", "compound", "幸福小区", "prefix"),
        ("xfxq", "compound", "幸福小区", "initials"),
        ("面馆", "organisation", "老陈面馆", "prefix"),
        ("东湖", "grid", "东湖网格", "prefix"),
        ("dhwg", "grid", "东湖网格", "initials"),
        ("sw", "grid", "和平社区", "exact"),
        ("s", "grid", "和平社区", "prefix"),
    ]:  # fmt: skip
        hits = found(q)
        assert hits, q
        assert (hits[0].kind, hits[0].name, hits[0].match) == (kind, name, match), q


def test_a_number_that_is_closed_is_no_beginning(found: Any) -> None:
    assert set(names(found("人民路12号"))) == {"人民路12号"}
    assert names(found("人民路12"))[-1] == "人民路120号"
    assert set(names(found("人民路1"))) == {"人民路1号", "人民路12号", "人民路120号"}


def test_a_number_that_no_door_has_is_answered_with_the_street_and_the_nearest_numbers(found: Any) -> None:
    for q, street, match in [
        ("人民路13号", "人民路", "prefix"),
        ("云溪镇人民路13号", "人民路", "prefix"),
        ("rml13", "人民路", "initials"),
        ("人名路99号", "人民路", "typo"),
    ]:
        hits = found(q)
        doors = [hit.name for hit in hits if hit.kind == "address"]
        assert (hits[0].kind, hits[0].name, hits[0].match) == ("street", street, match), q
        first = "人民路120号" if "99" in q else "人民路12号"
        assert doors[0] == first, q
        assert sorted(doors) == ["人民路120号", "人民路12号", "人民路12号", "人民路1号"], q
    assert names(found("幸福小区9幢")) == ["幸福小区", "幸福小区3幢2单元"]
    assert {hit.kind for hit in found("人民路13号", kinds="address")} == {"address"}
    assert {hit.kind for hit in found("人民路13号", kinds="street")} == {"street"}
    assert found("人民路13号", kinds="organisation") == []
    lon, lat = at(3.6, 0.9)
    assert [hit.distance_m < 1000 for hit in found("人民路13号", lon=lon, lat=lat, kinds="address")][:2] == [
        True,
        False,
    ]


def test_the_nearest_comes_first_among_equals(found: Any) -> None:
    for x, y in ((0.6, 0.6), (3.6, 0.9)):
        lon, lat = at(x, y)
        for q in ("人民路12号", "人民路"):
            first, *others = (hit for hit in found(q, lon=lon, lat=lat) if hit.match == "exact")
            assert first.distance_m < 1000
            assert all(other.distance_m > first.distance_m for other in others)
    assert found("人民路12号")[0].distance_m is None


def test_a_hit_has_its_point_and_its_grids(found: Any) -> None:
    (door,) = (hit for hit in found("人民路120号"))
    assert (door.lon, door.lat) == at(0.7, 0.5)
    assert [grid.code for grid in door.grids] == ["A", "W", "sw"]
    assert (door.bbox, door.code) == (None, None)
    compound = found("幸福小区", kinds="compound")[0]
    assert compound.bbox == pytest.approx((*at(0.4, 1.2), *at(0.8, 1.8)))
    grid = found("和平社区")[0]
    assert (grid.code, grid.detail) == ("sw", "west")
    assert [each.code for each in grid.grids] == ["A", "W", "sw"]
    assert grid.bbox == pytest.approx((*at(0, 0), *at(2, 1)))


def test_pieces_of_one_street_are_one_hit_and_far_ones_two(found: Any) -> None:
    streets = found("人民路", kinds="street")
    assert len(streets) == 2
    assert streets[0].bbox != streets[1].bbox


def test_only_the_kinds_asked_for(found: Any) -> None:
    assert {hit.kind for hit in found("人民")} >= {"street", "organisation"}
    assert {hit.kind for hit in found("人民", kinds="organisation")} == {"organisation"}


def test_grids_are_those_of_the_day(found: Any) -> None:
    assert found("和平社区", as_of="2026-01-10") == []
    assert found("south-west", as_of="2026-01-10")[0].code == "sw"
    assert found("south-west") == []


def test_more_than_is_shown_is_said(served: Served) -> None:
    answer = served.http.get("/api/v1/search", params={"q": "人民路", "limit": 1}).json()
    assert (len(answer["items"]), answer["truncated"]) == (1, True)
    assert served.http.get("/api/v1/search", params={"q": "长安街"}).json()["truncated"] is False


def test_nothing_answers_to_nonsense(found: Any) -> None:
    for q in ("不存在的地方", "xyzzy", "%", "_", "\\", "'", "………", "民族路999号"):
        assert found(q) == [], q


def test_nobodys_counts_are_told(served: Served) -> None:
    text = served.http.get("/api/v1/search", params={"q": "人民路1"}).text
    for private in ("独居老人", "households", "people", "services"):
        assert private not in text


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"q": ""}, "search_text_length"),
        ({"q": "   "}, "search_text_length"),
        ({"q": "路" * 65}, "search_text_length"),
        ({"q": "路", "kinds": "cat"}, "search_kind_unknown"),
        ({"q": "路", "kinds": ""}, "search_kind_unknown"),
        ({"q": "路", "lon": 120}, "position_half"),
        ({"q": "路", "lon": 31.2, "lat": 121.4}, "position_swapped"),
    ],
)
def test_a_question_that_cannot_be_answered(served: Served, params: dict[str, Any], code: str) -> None:
    answer = served.http.get("/api/v1/search", params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_an_answer_is_kept_by_nobody(served: Served) -> None:
    assert served.http.get("/api/v1/search", params={"q": "人民路"}).headers["cache-control"] == "no-store"
