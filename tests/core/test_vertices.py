"""Putting vertices in, moving them and taking them out changes nothing else."""

import numpy as np
import shapely

from geo_grid.core.chain import pack
from geo_grid.core.vertices import along, rebuild, vertices_of, without


def at(x: int, y: int) -> int:
    return int(pack(np.array([[x, y]]))[0])


def edge(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    a, b = at(*one), at(*other)
    return min(a, b), max(a, b)


SQUARE = shapely.Polygon([(0, 0), (100, 0), (100, 100), (0, 100)])


def coordinates(shape: shapely.Geometry) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in shapely.get_coordinates(shape)]


def test_points_are_put_into_an_edge_in_the_order_it_runs() -> None:
    points = [at(70, 0), at(30, 1), at(50, 0), at(30, 1)]
    new = rebuild(SQUARE, {edge((0, 0), (100, 0)): points}, {})
    assert coordinates(new)[:5] == [(0, 0), (30, 1), (50, 0), (70, 0), (100, 0)]
    turned = rebuild(shapely.reverse(SQUARE), {edge((0, 0), (100, 0)): points}, {})
    assert coordinates(turned)[3:8] == [(100, 0), (70, 0), (50, 0), (30, 1), (0, 0)]


def test_what_does_not_apply_gives_the_same_object() -> None:
    assert rebuild(SQUARE, {edge((5, 5), (6, 6)): [at(7, 7)]}, {at(9, 9): at(8, 8)}) is SQUARE


def test_a_moved_vertex_moves_at_both_ends_of_the_ring() -> None:
    new = rebuild(SQUARE, {}, {at(0, 0): at(-5, -5)})
    assert coordinates(new) == [(-5, -5), (100, 0), (100, 100), (0, 100), (-5, -5)]


def test_two_vertices_that_become_one_are_one() -> None:
    shape = shapely.Polygon([(0, 0), (100, 0), (100, 3), (100, 100), (0, 100)])
    assert coordinates(rebuild(shape, {}, {at(100, 3): at(100, 0)})) == coordinates(SQUARE)


def test_a_hole_that_collapses_is_gone_and_a_part_that_collapses_too() -> None:
    hole = [(10, 10), (20, 10), (20, 12)]
    pierced = shapely.Polygon(SQUARE.exterior, [hole])
    new = rebuild(pierced, {}, {at(20, 12): at(20, 10)})
    assert shapely.equals(new, SQUARE)
    two = shapely.MultiPolygon([SQUARE, shapely.Polygon([(200, 0), (210, 0), (210, 2)])])
    assert rebuild(two, {}, {at(210, 2): at(210, 0)}).geom_type == "Polygon"
    alone = shapely.Polygon([(200, 0), (210, 0), (210, 2)])
    assert rebuild(alone, {}, {at(210, 2): at(210, 0)}).is_empty


def test_holes_and_parts_are_kept_apart() -> None:
    pierced = shapely.Polygon(SQUARE.exterior, [[(10, 10), (20, 10), (20, 20)]])
    new = rebuild(pierced, {edge((10, 10), (20, 10)): [at(15, 10)]}, {})
    assert len(new.interiors) == 1
    assert (15, 10) in coordinates(new.interiors[0])
    assert coordinates(new.exterior) == coordinates(SQUARE)


def test_a_vertex_is_taken_out() -> None:
    shape = shapely.Polygon([(0, 0), (50, 0), (100, 0), (100, 100), (0, 100)])
    assert coordinates(without(shape, at(50, 0))) == coordinates(SQUARE)
    first = without(shape, at(0, 0))
    assert coordinates(first) == [(50, 0), (100, 0), (100, 100), (0, 100), (50, 0)]


def test_three_corners_are_the_least() -> None:
    assert without(shapely.Polygon([(0, 0), (100, 0), (0, 100)]), at(0, 0)) is None


def test_points_come_in_the_order_of_the_edge_also_where_they_lie_beside_it() -> None:
    # Measured from the start, (1, 2) is further away than (2, 0); along the edge it comes first.
    assert along(at(0, 0), at(10, 0), [at(2, 0), at(1, 2)]) == [at(1, 2), at(2, 0)]


def test_the_ends_are_not_put_in_again() -> None:
    assert along(at(0, 0), at(10, 0), [at(0, 0), at(4, 0), at(10, 0)]) == [at(4, 0)]


def test_vertices_are_a_set() -> None:
    assert vertices_of(SQUARE) == {at(0, 0), at(100, 0), at(100, 100), at(0, 100)}
