"""Where a point is: from memory and from the database the same answer, before and after an edition."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import numpy as np
import pytest
import shapely
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.http.schemas.locate import LocatedOut, LocatedPointList
from geo_grid.services.current import Current, now
from geo_grid.services.locate import LocateIndex, build_index, locate_in_database
from geo_grid.store.queries.state import State, state
from geo_grid.store.session import session_scope
from tests.http.city import features, rename
from tests.http.conftest import PATIENCE_S, Served
from tests.store import ground

pytestmark = pytest.mark.database

LOCATE = "/api/v1/locate"
SHAPES = {
    feature["properties"]["code"]: shapely.geometry.shape(feature["geometry"])
    for feature in features()
    if feature["properties"]["level"] == 3
}
BOUNDS = shapely.total_bounds(list(SHAPES.values()))


def places(count: int, seed: int = 1) -> list[tuple[float, float]]:
    """Points in and around the city, and vertices and midpoints of its borders."""
    rng = np.random.default_rng(seed)
    west, south, east, north = BOUNDS
    free = rng.uniform((west - 0.02, south - 0.02), (east + 0.02, north + 0.02), (count, 2))
    vertices = shapely.get_coordinates(list(SHAPES.values()))
    picked = rng.choice(len(vertices) - 1, count)
    middle = (vertices[picked] + vertices[picked + 1]) / 2
    return [(float(x), float(y)) for x, y in np.concatenate([free, vertices[picked], middle])]


def locate(http: httpx.Client, lon: float, lat: float, **asked: str) -> LocatedOut:
    answer = http.get(LOCATE, params={"lon": lon, "lat": lat, **asked})
    assert answer.status_code == 200, answer.text
    return LocatedOut.model_validate_json(answer.content)


def test_the_chain_goes_from_the_first_level_to_the_last(http: httpx.Client) -> None:
    point = SHAPES["10020010001"].representative_point()
    located = locate(http, point.x, point.y)
    assert [grid.code for grid in located.chain] == ["10020", "10020010", "10020010001"]
    assert [grid.level for grid in located.chain] == [1, 2, 3]
    assert located.inside
    assert located.nearest is None
    assert located.edition == 1
    assert located.border is not None
    assert located.border.neighbour in SHAPES


def test_on_a_border_the_lowest_code_answers(http: httpx.Client) -> None:
    vertices = shapely.get_coordinates(SHAPES["10020010002"])
    for lon, lat in vertices[:40]:
        covering = sorted(code for code, shape in SHAPES.items() if shape.covers(shapely.Point(lon, lat)))
        located = locate(http, lon, lat)
        assert located.chain[-1].code == covering[0]
        assert located.border is not None
        assert located.border.distance_m == pytest.approx(0, abs=0.001)


def test_outside_the_nearest_grid_is_named(http: httpx.Client) -> None:
    located = locate(http, BOUNDS[0] - 0.01, 23.48)
    assert (located.inside, located.chain, located.border) == (False, [], None)
    assert located.nearest is not None
    point = shapely.Point(BOUNDS[0] - 0.01, 23.48)
    assert located.nearest.grid.code in sorted(SHAPES, key=lambda code: SHAPES[code].distance(point))[:3]
    assert 900 < located.nearest.distance_m < 2000


def test_before_the_first_edition_there_is_nothing(http: httpx.Client) -> None:
    located = locate(http, 120.45, 23.48, as_of="2020-01-01")
    assert (located.inside, located.nearest, located.edition) == (False, None, None)


def test_memory_and_database_agree_everywhere(city: Served) -> None:
    current = city.runtime.current
    assert current is not None
    index = current.index()
    assert index is not None
    with city.runtime.reading() as session:
        at = now()
        for lon, lat in places(60):
            remembered = index.locate(lon, lat)
            asked = locate_in_database(session, lon, lat, at, state(session, at))
            assert [grid.code for grid in asked.chain] == [grid.code for grid in remembered.chain]
            assert asked.edition == remembered.edition
            if remembered.border is not None:
                assert asked.border is not None
                assert asked.border.distance_m == pytest.approx(remembered.border.distance_m, abs=1e-6)
                assert asked.border.neighbour == remembered.border.neighbour
            elif remembered.nearest is not None:
                assert asked.nearest is not None
                assert asked.nearest[0].code == remembered.nearest[0].code
                assert asked.nearest[1] == pytest.approx(remembered.nearest[1], abs=1e-6)


def test_many_points_get_the_answers_of_each(http: httpx.Client) -> None:
    points = places(40, seed=2)
    answer = http.post(LOCATE, json={"points": points})
    found = LocatedPointList.model_validate_json(answer.content)
    assert found.edition == 1
    past = LocatedPointList.model_validate_json(
        http.post(LOCATE, json={"points": points, "as_of": "2026-06-01"}).content
    )
    assert past.results == found.results
    for (lon, lat), many in zip(points, found.results, strict=True):
        one = locate(http, lon, lat)
        assert (many.lon, many.lat) == (lon, lat)
        assert many.codes == [grid.code for grid in one.chain]
        assert many.inside == one.inside
        assert many.border_m == (None if one.border is None else one.border.distance_m)


def test_a_past_state_is_loaded_once(
    own: Served, city_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int | None] = []

    def counted(session: Session, at: datetime, here: State) -> LocateIndex:
        built.append(here.edition)
        return build_index(session, at, here)

    monkeypatch.setattr("geo_grid.services.locate.build_index", counted)
    number = rename(city_engine, "10020010001", "新名里", datetime(2026, 3, 1, tzinfo=UTC))
    own.wait_for(number)
    for day in ("2026-02-01", "2026-02-02", "2026-01-01"):
        answer = own.http.post(LOCATE, json={"points": [[120.45, 23.48]], "as_of": day})
        assert answer.json()["edition"] == 1
    assert built == [1]


def test_many_points_have_a_limit_and_are_checked_each(http: httpx.Client) -> None:
    assert http.post(LOCATE, json={"points": []}).json() == {"results": [], "edition": 1}
    assert http.post(LOCATE, json={"points": [[120.4, 23.4]] * 10_000}).status_code == 200
    for points, code in [
        ([[120.4, 23.4]] * 10_001, "value_too_long"),
        ([[23.4, 120.4]], "position_swapped"),
        ([[120.4]], "value_missing"),
        ([[120.4, None]], "value_not_number"),
    ]:
        answer = http.post(LOCATE, json={"points": points})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    broken = http.post(LOCATE, content=b"{", headers={"content-type": "application/json"})
    assert broken.json()["code"] == "body_not_json"


def test_a_published_edition_is_heard_and_answers(own: Served, city_engine: Engine) -> None:
    point = SHAPES["10020010001"].representative_point()
    number = rename(city_engine, "10020010001", "新名里", datetime(2026, 3, 1, tzinfo=UTC))
    own.wait_for(number)
    located = locate(own.http, point.x, point.y)
    assert (located.chain[-1].name, located.edition) == ("新名里", number)
    assert locate(own.http, point.x, point.y, as_of="2026-02-01").chain[-1].name != "新名里"


def test_an_edition_of_tomorrow_answers_from_tomorrow_on(city_engine: Engine) -> None:
    tomorrow = now() + timedelta(days=1)
    number = rename(city_engine, "10020010001", "新名里", tomorrow)
    hands = [now()]
    current = Current(city_engine, clock=lambda: hands[0])
    current.start()
    try:
        assert current.wait_for(1, PATIENCE_S)
        hands[0] = tomorrow
        index = current.index()
        assert index is None or index.state.edition == number
        assert current.wait_for(number, PATIENCE_S)
    finally:
        current.stop()


def test_a_broken_connection_is_noticed_and_mended(
    own: Served, city_engine: Engine, administer: Callable[[str], None]
) -> None:
    current = own.runtime.current
    assert current is not None
    name = city_engine.url.database
    administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    number = rename(city_engine, "10020010001", "新名里", datetime(2026, 3, 1, tzinfo=UTC))
    assert current.wait_for(number, PATIENCE_S)
    point = SHAPES["10020010001"].representative_point()
    assert locate(own.http, point.x, point.y).chain[-1].name == "新名里"


def test_an_index_of_nothing_answers_nothing(engine: Engine) -> None:
    with session_scope(engine) as session:
        index = build_index(session, now(), state(session, now()))
        assert isinstance(index, LocateIndex)
        located = index.locate(120.0, 23.0)
        assert (located.chain, located.border, located.nearest, located.edition) == ((), None, None, None)
        assert index.locate_many(np.array([[120.0, 23.0]]))[0].codes == ()
        assert locate_in_database(session, 120.0, 23.0, now(), state(session, now())) == located


def test_in_a_void_the_grid_it_belongs_to_answers(engine: Engine) -> None:
    # +-----------+-----+     W and E are level 2; sw is the only child of W, the rest a void.
    # | W  (void) |     |
    # +-----+     |  E  |
    # | sw  |     |     |
    # +-----+-----+-----+
    west = "MULTIPOLYGON(((0 0,2 0,2 1,2 2,0 2,0 1,0 0)))"
    with session_scope(engine) as session:
        writer = ground.Writer(session.connection())
        edition = writer.edition(outline=True)
        writer.row("O", 0, None, ground.ALL, edition)
        writer.row("A", 1, "O", ground.ALL, edition)
        writer.row("W", 2, "A", west, edition)
        writer.row("E", 2, "A", ground.EAST, edition)
        writer.row("sw", 3, "W", ground.SOUTH_WEST, edition)
        writer.void("W", ground.NORTH_WEST, edition)
    expected = {
        (0.5, 0.5): ("A", "W", "sw"),
        (0.5, 1.5): ("A", "W"),
        (3.0, 1.5): ("A", "E"),
        (1.0, 1.0): ("A", "W", "sw"),
        (2.0, 1.5): ("A", "E"),
        (2.0, 0.5): ("A", "E"),
        (4.5, 0.5): (),
    }
    at = now()
    with session_scope(engine) as session:
        here = state(session, at)
        index = build_index(session, at, here)
        for (lon, lat), codes in expected.items():
            remembered = index.locate(lon, lat)
            assert tuple(grid.code for grid in remembered.chain) == codes
            assert locate_in_database(session, lon, lat, at, here) == remembered
            (many,) = index.locate_many(np.array([[lon, lat]]))
            assert many.codes == codes
            assert many.border_m == (None if remembered.border is None else remembered.border.distance_m)


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"[]", {"content-type": "application/json"}),
        (b'"a"', {"content-type": "application/json"}),
        (b"null", {"content-type": "application/json"}),
        (b'{"points": [[120.4521, 23.4812]]}', {}),
        (b'{"points": [[120.4521, 23.4812]]}', {"content-type": "text/plain"}),
        (b"", {}),
    ],
)
def test_a_body_of_another_shape_is_told_what_is_expected(
    http: httpx.Client, content: bytes, headers: dict[str, str]
) -> None:
    answer = http.post("/api/v1/locate", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "body_expected")
    assert '{"points": [[120.4521, 23.4812]' in answer.json()["detail"]
    assert "application/json" in answer.json()["detail"]
