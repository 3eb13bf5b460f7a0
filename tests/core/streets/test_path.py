"""Ways along streets. Pictures are in thousands of lattice units (about 10 m each), east to the right."""

import numpy as np
import pytest

from geo_grid.core.errors import Refusal
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.network import Network
from geo_grid.core.streets.path import way_through
from tests.core.streets.drawn import Line, lines, points, together

#   10 +-----中-----+        a block of streets, a way round to the north
#      |            |
#      东           西
#      |            |
#    0 +-----南-----+----巷
#      0            20
BLOCK = lines(
    ("南", [(0, 0), (20_000, 0)]),
    ("东", [(0, 0), (0, 10_000)]),
    ("中", [(0, 10_000), (20_000, 10_000)]),
    ("西", [(20_000, 10_000), (20_000, 0)]),
    (None, [(20_000, 0), (30_000, 0)]),
)


def way(given: Lines, *through: tuple[int, int]) -> tuple[Line, tuple[str, ...]]:
    found = way_through(Network(given), through)
    return points(found.line), found.along


def test_the_shortest_way_is_taken() -> None:
    line, along = way(BLOCK, (0, 0), (30_000, 0))
    assert line == [(0, 0), (20_000, 0), (30_000, 0)]
    assert along == ("南",)


def test_a_point_between_makes_it_go_round() -> None:
    line, along = way(BLOCK, (0, 0), (10_000, 10_000), (20_000, 0))
    assert line == [(0, 0), (0, 10_000), (20_000, 10_000), (20_000, 0)]
    assert along == ("东", "中", "西")


def test_it_begins_and_ends_in_the_middle_of_streets() -> None:
    # Clicked a metre beside the streets.
    line, _ = way(BLOCK, (-100, 4_000), (7_000, 120))
    assert line == [(0, 4_000), (0, 0), (7_000, 0)]


def test_two_points_on_one_street_are_joined_along_it() -> None:
    line, _ = way(BLOCK, (15_000, 0), (5_000, 0))
    assert line == [(15_000, 0), (5_000, 0)]


def test_a_point_up_a_side_street_makes_no_spur() -> None:
    #    +  clicked here
    #    |
    # ---+---
    given = lines(("大街", [(0, 0), (20_000, 0)]), ("小巷", [(10_000, 0), (10_000, 5_000)]))
    line, along = way(given, (0, 0), (10_000, 5_000), (20_000, 0))
    assert line == [(0, 0), (20_000, 0)]
    assert along == ("大街",)


def test_it_turns_from_a_street_onto_the_river_below_its_bridge() -> None:
    given = together(
        lines(("桥路", [(0, 0), (20_000, 0)])),
        lines(("清溪", [(10_000, -9_000), (10_000, 9_000)]), layer="water", kind="stream"),
    )
    line, along = way(given, (0, 0), (10_000, 9_000))
    assert line == [(0, 0), (10_000, 0), (10_000, 9_000)]
    assert along == ("桥路", "清溪")


def test_no_vertex_stays_where_another_line_is_only_passed() -> None:
    # The border along this street has none there, and the way shall lie exactly on it.
    given = lines(("斜街", [(0, 0), (20_001, 3)]), ("横街", [(10_000, -5_000), (10_000, 5_000)]))
    line, _ = way(given, (0, 0), (20_001, 3))
    assert line == [(0, 0), (20_001, 3)]


def test_a_point_far_from_every_street_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        way(BLOCK, (0, 0), (10_000, 5_500))
    assert refused.value.code == "no_street_near"
    assert refused.value.params["at"] == [10_000, 5_500]


def test_streets_that_are_not_joined_have_no_way() -> None:
    given = lines(("甲", [(0, 0), (9_000, 0)]), ("乙", [(0, 8_000), (9_000, 8_000)]))
    with pytest.raises(Refusal) as refused:
        way(given, (0, 0), (0, 8_000))
    assert refused.value.code == "no_way_between"


@pytest.mark.parametrize("through", [[(0, 0)], [(0, 0), (5, 5)], [(0, 0), (9_000, 0), (0, 0)]])
def test_what_leads_nowhere_is_too_short(through: Line) -> None:
    with pytest.raises(Refusal) as refused:
        way(BLOCK, *through)
    assert refused.value.code == "line_too_short"


def test_a_way_is_as_short_as_in_a_town_that_is_tried_out() -> None:
    # Every street of a lattice of 6 × 6 crossings, some left out: held against all-pairs shortest ways.
    rng = np.random.default_rng(3)
    given = [
        (None, [(x * 9_000, y * 9_000), ((x + dx) * 9_000, (y + dy) * 9_000)])
        for x in range(6)
        for y in range(6)
        for dx, dy in ((1, 0), (0, 1))
        if x + dx < 6 and y + dy < 6 and rng.random() < 0.8
    ]
    network = Network(lines(*given))
    index = {(x * 9_000, y * 9_000): x * 6 + y for x in range(6) for y in range(6)}
    best = np.full((36, 36), np.inf)
    np.fill_diagonal(best, 0)
    for _, (here, there) in given:
        best[index[here], index[there]] = best[index[there], index[here]] = network.length_m(
            np.array([here, there])
        )
    for between in range(36):
        best = np.minimum(best, best[:, [between]] + best[[between], :])
    for here, there in [
        ((0, 0), (45_000, 45_000)),
        ((0, 45_000), (36_000, 9_000)),
        ((0, 9_000), (27_000, 0)),
    ]:
        if np.isfinite(best[index[here], index[there]]):
            found = way_through(network, [here, there])
            assert found.length_m == pytest.approx(best[index[here], index[there]])
