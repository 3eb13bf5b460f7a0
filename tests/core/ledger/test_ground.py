"""What lies inside a piece of ground, on its border, and how much of a street is its own.

2 +-----+-----+      west | east
  |     |     |      a street along the border x = 1 belongs half to either
  |  w  |  e  |
0 +-----+-----+
  0     1     2      thousandths of a degree
"""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.crs import length_m
from geo_grid.core.ledger.ground import lies, own_millimetres

M = 0.001
GROUND = np.array([shapely.box(0, 0, M, 2 * M), shapely.box(M, 0, 2 * M, 2 * M)], dtype=object)


def own(*xy: tuple[float, float]) -> list[int]:
    line = shapely.LineString(np.array(xy) * M)
    found: list[int] = own_millimetres(
        GROUND, np.array([0, 1]), np.array([line, line], dtype=object)
    ).tolist()
    return found


def whole(*xy: tuple[float, float]) -> int:
    return round(float(length_m(np.array([shapely.LineString(np.array(xy) * M)]))[0]) * 1000)


def test_a_point_is_inside_on_the_border_or_neither() -> None:
    points = np.array([(0.5, 1), (1, 1), (1, 0), (1.5, 1), (3, 1)]) * M
    inside, border = lies(GROUND, np.zeros(5, dtype=np.int64), points)
    assert inside.tolist() == [True, False, False, False, False]
    assert border.tolist() == [False, True, True, False, False]


def test_a_street_across_the_border_is_cut_there() -> None:
    west, east = own((0.5, 1), (2, 1))
    assert abs(2 * west - east) <= 1
    assert abs(west + east - whole((0.5, 1), (2, 1))) <= 1


def test_a_street_along_the_border_is_shared() -> None:
    west, east = own((1, 0), (1, 2))
    assert west == east
    assert abs(west + east - whole((1, 0), (1, 2))) <= 1


def test_a_street_that_leaves_the_border_is_shared_as_far_as_it_runs_along() -> None:
    west, east = own((1, 0), (1, 1), (1.5, 1))
    along, away = whole((1, 0), (1, 1)), whole((1, 1), (1.5, 1))
    assert abs(west - along / 2) <= 1
    assert abs(east - along / 2 - away) <= 1


def test_a_street_that_only_touches_is_nobodys() -> None:
    assert own((2, 2), (3, 3)) == [0, 0]
    assert own((-1, 1), (-0.5, 1)) == [0, 0]


#: Sorted below, so that a street does not run back over itself: clipping counts such a piece once.
corner = st.integers(0, 20).map(lambda at: at / 10)


@given(st.lists(st.tuples(corner, corner), min_size=2, max_size=5, unique=True).map(sorted))
def test_two_neighbours_share_all_of_a_street_between_them(xy: list[tuple[float, float]]) -> None:
    line = shapely.LineString(np.array(xy) * M)
    outer = shapely.boundary(shapely.box(0, 0, 2 * M, 2 * M))
    on_outer = float(length_m(np.array([shapely.intersection(line, outer)]))[0]) * 1000
    total = float(length_m(np.array([line]))[0]) * 1000
    assert abs(sum(own(*xy)) - (total - on_outer / 2)) <= 2
