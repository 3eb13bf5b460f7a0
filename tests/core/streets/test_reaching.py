"""Lines taken to the border of a square of 100 m; 100 lattice units are about a metre at the equator."""

import numpy as np
import shapely

from geo_grid.core.streets.reaching import Reached, Use, reaching
from tests.core.streets.drawn import Line, points

#  (0, 10000) +--------+
#             |        |
#      (0, 0) +--------+ (10000, 0)
SQUARE = shapely.box(0, 0, 10_000, 10_000)


def reached(line: Line, use: Use = "split", within_m: float = 10.0) -> Reached:
    return reaching(np.array(line), SQUARE, use, within_m)


def test_a_line_that_goes_too_far_is_cut_at_the_border() -> None:
    found = reached([(-3_000, 5_000), (13_000, 5_000)])
    assert points(found.line) == [(0, 5_000), (10_000, 5_000)]
    assert found.start
    assert found.end


def test_a_crossing_is_the_exact_point_rounded_once() -> None:
    # x = 0 is met at y = 5000 + 1/3, x = 10000 at 5001 + 2/3 and a bit.
    found = reached([(-3, 5_000), (12_000, 5_002)])
    assert points(found.line) == [(0, 5_000), (10_000, 5_002)]


def test_a_line_that_stops_short_goes_straight_on() -> None:
    found = reached([(200, 5_000), (9_500, 5_000)])
    assert points(found.line) == [(0, 5_000), (200, 5_000), (9_500, 5_000), (10_000, 5_000)]


def test_an_end_that_does_not_lead_to_the_border_takes_the_nearest_place() -> None:
    # Its last edge runs beside the border to the east.
    found = reached([(0, 5_000), (9_800, 5_000), (9_800, 5_500)])
    assert points(found.line)[-2:] == [(9_800, 5_500), (10_000, 5_500)]


def test_an_end_too_far_from_the_border_stays() -> None:
    found = reached([(0, 5_000), (5_000, 5_000)])
    assert points(found.line) == [(0, 5_000), (5_000, 5_000)]
    assert (found.start, found.end) == (True, False)


def test_an_end_is_not_taken_to_where_the_other_one_is() -> None:
    # A stub of a street, a metre long, beside the southern border.
    found = reached([(5_000, 200), (5_000, 300)])
    assert points(found.line) == [(5_000, 0), (5_000, 200), (5_000, 300)]
    assert (found.start, found.end) == (True, False)


def test_a_dead_end_is_not_led_back_beside_itself() -> None:
    found = reached([(-500, 5_000), (300, 5_000)])
    assert points(found.line) == [(0, 5_000), (300, 5_000)]
    assert (found.start, found.end) == (True, False)


def test_a_line_along_the_border_is_left_as_it_is() -> None:
    line = [(2_000, 0), (10_000, 0), (10_000, 4_000)]
    assert points(reached(line, use="border").line) == line


def test_what_runs_along_the_border_is_left_out_of_a_cut() -> None:
    #      +
    #      |        up the western border, across, and down the eastern one
    found = reached([(0, 1_000), (0, 5_000), (10_000, 5_000), (10_000, 2_000)])
    assert points(found.line) == [(0, 5_000), (10_000, 5_000)]


def test_of_several_parts_inside_a_cut_keeps_the_longest() -> None:
    # In by the west and out by the north for 10 m, back in and all the way down.
    found = reached([(-100, 9_000), (1_000, 10_100), (2_000, 10_100), (2_000, -100)])
    assert points(found.line) == [(2_000, 10_000), (2_000, 0)]


def test_a_new_border_may_lie_outside() -> None:
    # A bulge to the east, its ends 3 m inside and 4 m short.
    found = reached([(9_700, 2_000), (12_000, 2_000), (12_000, 8_000), (10_400, 8_000)], use="border")
    assert points(found.line) == [
        (10_000, 2_000),
        (12_000, 2_000),
        (12_000, 8_000),
        (10_400, 8_000),
        (10_000, 8_000),
    ]
    assert found.start
    assert found.end


def test_a_new_border_leaves_the_old_one_where_they_part() -> None:
    found = reached(
        [(10_000, 1_000), (10_000, 3_000), (8_000, 3_000), (8_000, 7_000), (10_000, 7_000)], use="border"
    )
    assert points(found.line) == [(10_000, 3_000), (8_000, 3_000), (8_000, 7_000), (10_000, 7_000)]


def test_a_vertex_that_rounding_put_beside_the_border_is_on_it() -> None:
    slanted = shapely.Polygon([(0, 0), (10_000, 3), (10_000, 10_000), (0, 10_000)])
    found = reaching(np.array([(5_000, 1), (5_000, 10_000)]), slanted, "split", 10.0)
    assert points(found.line) == [(5_000, 1), (5_000, 10_000)]


def test_a_line_that_is_already_there_is_not_touched() -> None:
    line = [(0, 5_000), (4_000, 6_000), (10_000, 5_000)]
    for use in ("split", "border"):
        assert points(reached(line, use=use).line) == line
