"""Walking edges gives the same polygons as polygonizing them."""

from dataclasses import replace

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.chain import Edges, edges_of, sum_chain
from geo_grid.core.ring_walk import walked_polygons

CELL = 7


def chain(*shapes: shapely.Geometry) -> Edges:
    made = np.empty(len(shapes), dtype=object)
    made[:] = list(shapes)
    return sum_chain(edges_of(made, np.zeros(len(shapes), dtype=np.int32))).remains


def square(x: int, y: int, size: int = 1) -> shapely.Polygon:
    return shapely.box(x * CELL, y * CELL, (x + size) * CELL, (y + size) * CELL)


def test_a_ring_in_a_hole_in_a_ring() -> None:
    # +-------+
    # | +---+ |
    # | |+-+| |
    # | |+-+| |
    # | +---+ |
    # +-------+
    outer = square(0, 0, 7).difference(square(1, 1, 5))
    inner = square(2, 2, 3).difference(square(3, 3, 1))
    walked = walked_polygons(chain(outer, inner))
    assert walked is not None
    assert {polygon.area for polygon in walked} == {outer.area, inner.area}
    assert shapely.union_all(walked).equals(shapely.union_all([outer, inner]))


def test_rings_that_touch_are_left_to_others() -> None:
    assert walked_polygons(chain(square(0, 0), square(1, 1))) is None


def test_the_outside_is_no_region() -> None:
    turned = chain(square(0, 0))
    reverse = replace(turned, start=turned.end, end=turned.start)
    walked = walked_polygons(reverse)
    assert walked is not None
    assert len(walked) == 0


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1))
@settings(max_examples=150, deadline=None)
def test_walking_and_overlaying_agree(cells: set[tuple[int, int]]) -> None:
    squares = [square(x, y) for x, y in sorted(cells)]
    walked = walked_polygons(chain(*squares))
    if walked is not None:
        assert shapely.is_valid(walked).all()
        assert shapely.union_all(walked).equals(shapely.union_all(squares))
        assert shapely.area(walked).sum() == len(squares) * CELL * CELL
