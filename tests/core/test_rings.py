"""From a boundary chain back to its polygon: exactly, with holes, parts, and rings that touch."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from geo_grid.core.chain import edges_of, sum_chain
from geo_grid.core.lattice import Geometries
from geo_grid.core.rings import dissolve, polygon_of
from tests.core.subdivisions import Case, shapes, subdivisions


def back(shape: shapely.Geometry) -> shapely.Geometry:
    return polygon_of(edges_of(shapes([shape]), np.zeros(1, dtype=np.int32)))


def same(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    return bool(shapely.equals_identical(shapely.normalize(one), shapely.normalize(other)))


SQUARE = shapely.box(0, 0, 30, 30)
#  ┌──────┐   a hole that touches the shell in one point, as a diamond in the corner of a room
HOLE = shapely.Polygon(SQUARE.exterior, [[(10, 10), (20, 10), (15, 20)]])
TOUCHING_HOLE = shapely.Polygon(
    [(0, 0), (15, 0), (30, 0), (30, 30), (0, 30)], [[(15, 0), (20, 10), (10, 10)]]
)
#  two squares that meet in a corner are two parts
CORNERS = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(10, 10, 20, 20)])
#  an island in a hole
ISLAND = shapely.MultiPolygon(
    [
        shapely.Polygon(SQUARE.exterior, [shapely.box(5, 5, 25, 25).exterior.coords]),
        shapely.box(10, 10, 20, 20),
    ]
)
TWO_HOLES_THAT_TOUCH = shapely.Polygon(
    SQUARE.exterior, [[(5, 5), (15, 5), (15, 15)], [(15, 15), (25, 15), (25, 25)]]
)


@pytest.mark.parametrize(
    "shape",
    [SQUARE, HOLE, TOUCHING_HOLE, CORNERS, ISLAND, TWO_HOLES_THAT_TOUCH],
    ids=["square", "hole", "touching hole", "corners", "island", "touching holes"],
)
@pytest.mark.parametrize("corner", [(0, 0), (-1_800_000_000, -900_000_000), (1_799_999_970, 899_999_970)])
def test_a_polygon_comes_back_vertex_for_vertex(shape: shapely.Geometry, corner: tuple[int, int]) -> None:
    there = shapely.transform(shape, lambda xy: xy + corner)
    assert same(back(there), there)
    assert same(back(shapely.reverse(there)), there)


def test_a_vertex_on_a_straight_border_stays() -> None:
    shape = shapely.Polygon([(0, 0), (10, 0), (20, 0), (20, 20), (0, 20)])
    assert same(back(shape), shape)


def test_no_edges_are_no_ground() -> None:
    none = edges_of(shapes([shapely.Polygon()]), np.zeros(1, dtype=np.int32))
    assert polygon_of(none).is_empty


def test_the_outside_is_no_region() -> None:
    edges = edges_of(shapes([SQUARE]), np.zeros(1, dtype=np.int32))
    turned = type(edges)(edges.end, edges.start, edges.key, edges.weight, edges.owner, edges.vertex)
    with pytest.raises(ValueError, match="no region"):
        polygon_of(turned)


def test_overlapping_polygons_are_not_dissolved() -> None:
    with pytest.raises(ValueError, match="overlap"):
        dissolve(shapes([shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 10)]))


def parents_of(case: Case) -> list[tuple[shapely.Geometry, Geometries]]:
    assert case.parents is not None
    return [(whole, case.grids[case.key == at]) for at, whole in enumerate(case.parents)]


@settings(max_examples=40, deadline=None)
@given(subdivisions())
def test_grids_dissolve_into_their_parent(case: Case) -> None:
    for whole, children in parents_of(case):
        if len(children):
            joined = dissolve(children)
            assert shapely.is_valid(joined)
            assert shapely.equals(joined, whole)
            left = sum_chain(edges_of(shapes([joined]), np.zeros(1, dtype=np.int32))).remains
            assert (left.weight == 1).all()


@settings(max_examples=40, deadline=None)
@given(subdivisions())
def test_every_grid_comes_back(case: Case) -> None:
    for grid in case.grids:
        assert same(back(grid), grid)
