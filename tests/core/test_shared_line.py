r"""The border that two grids have in common.

2 +---+---+        A and B share the middle, which has a bend in it; C touches B in one corner only
  | A / B |
1 +---\---+---+
  |   /   | C |
0 +---+---+---+
"""

import pytest
import shapely

from geo_grid.core.crs import distance_m
from geo_grid.core.shared_line import shared_line

A = shapely.Polygon([(0, 0), (1, 0), (1.1, 1), (1, 2), (0, 2)])
B = shapely.Polygon([(1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (1.1, 1)])
C = shapely.Polygon([(2, 0), (3, 0), (3, 1), (2, 1)])
CORNER = shapely.Polygon([(2, 2), (3, 2), (3, 3), (2, 3)])


def test_it_is_one_line_through_every_corner() -> None:
    found = shared_line(A, B)
    assert found.line is not None
    assert found.line.geom_type == "LineString"
    assert set(found.line.coords) == {(1, 0), (1.1, 1), (1, 2)}
    expected = sum(float(distance_m(1, 2 * n, 1.1, 1)) for n in (0, 1))
    assert found.length_m == pytest.approx(expected)
    assert shared_line(B, A).length_m == pytest.approx(expected)


def test_a_corner_is_no_border() -> None:
    assert shared_line(B, CORNER) == shared_line(A, C)
    assert shared_line(A, C).line is None
    assert shared_line(A, C).length_m == 0


def test_a_border_in_two_pieces_stays_two_lines() -> None:
    """B is let into the side of A, which closes again beyond it: they share three sides, C and A none."""
    around = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
    inside = shapely.Polygon([(1, 1), (2, 1), (2, 2), (1, 2)])
    found = shared_line(around, inside)
    assert found.line is not None
    assert found.line.length == pytest.approx(4)
