"""What no grid covers, vertex for vertex."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.rings import dissolve
from geo_grid.core.uncovered import longest_border, uncovered


def array(*shapes: shapely.Geometry | None) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    made = np.empty(len(shapes), dtype=object)
    made[:] = list(shapes)
    return made


PARENT = shapely.box(0, 0, 30, 10)
LEFT, RIGHT = shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10)


def test_the_middle_third_is_left_over() -> None:
    # +---+ · +---+
    # | L | ? | R |
    # +---+ · +---+
    parent = shapely.Polygon([(0, 0), (10, 0), (20, 0), (30, 0), (30, 10), (20, 10), (10, 10), (0, 10)])
    (piece,) = uncovered(array(LEFT, RIGHT), parent)
    assert piece.equals(shapely.box(10, 0, 20, 10))
    assert dissolve(array(LEFT, RIGHT, piece)).normalize().equals_exact(parent.normalize())


def test_nothing_is_left_of_a_tiling() -> None:
    assert uncovered(array(PARENT), PARENT) == []
    assert uncovered(array(PARENT), None) == []


def test_a_hole_among_the_children_is_enclosed() -> None:
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    (piece,) = uncovered(array(ring, None), None)
    assert piece.equals(shapely.box(10, 10, 20, 20))


def test_two_parts_that_touch_at_two_points_enclose_a_gap() -> None:
    # two wedges that meet at (0, 0) and at (0, 20)
    west = shapely.Polygon([(0, 0), (0, 0), (-5, 10), (0, 20), (-20, 20), (-20, 0)])
    east = shapely.Polygon([(0, 0), (20, 0), (20, 20), (0, 20), (5, 10)])
    (piece,) = uncovered(array(west, east), None)
    assert piece.equals(shapely.Polygon([(0, 0), (5, 10), (0, 20), (-5, 10)]))


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
@settings(max_examples=40, deadline=None)
def test_children_and_what_is_uncovered_tile_the_parent(absent: set[tuple[int, int]]) -> None:
    cells = {(x, y): shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)}
    parent = dissolve(array(*cells.values()))
    children = array(*(None if at in absent else cell for at, cell in cells.items()))
    pieces = uncovered(children, parent)
    assert sum(piece.area for piece in pieces) == len(absent)
    assert dissolve(np.concatenate([children, array(*pieces)])).equals(parent)


def test_the_longest_border_decides() -> None:
    gap = shapely.Polygon([(0, 0), (10, 0), (10, 30), (0, 30)])
    short = shapely.Polygon([(0, 0), (0, -10), (10, -10), (10, 0)])
    long = shapely.Polygon([(10, 0), (20, 0), (20, 30), (10, 30)])
    assert longest_border(gap, array(short, long)) == 1
    assert longest_border(gap, array(shapely.box(100, 100, 110, 110))) is None
