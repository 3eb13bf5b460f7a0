"""A coverage knows its areas and who borders whom for how long, and cannot be changed."""

import numpy as np
import pytest
import shapely

from geo_grid.core.coverage import Coverage, SharedBorder, coverage_of, edge_lengths_m, shared_edges
from geo_grid.core.crs import area_m2, length_m
from geo_grid.core.lattice import geometries_to_degrees
from tests.core.repairs.workbench import box, placed

#  1000 ┌─────┬─────┐
#       │  a  │  b  │
#   500 │     ├─────┤
#       │     │  c  │
#     0 └─────┴─────┘
A = [(0, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000)]
SHAPES = placed(A, box(1000, 500, 2000, 1000), box(1000, 0, 2000, 500))


def coverage() -> Coverage:
    return coverage_of(["a", "b", "c"], SHAPES, [None, None, None])


def metres(*line: tuple[float, float]) -> float:
    corner = shapely.get_coordinates(SHAPES[0])[0]
    there = shapely.transform(shapely.LineString(line), lambda xy: xy + corner)
    return float(length_m(geometries_to_degrees(np.array([there], dtype=object)))[0])


def test_borders_are_shared_by_pairs_with_their_length() -> None:
    borders = {(border.first, border.second): border.length_m for border in coverage().shared_borders}
    assert set(borders) == {(0, 1), (0, 2), (1, 2)}
    assert borders[0, 1] == pytest.approx(metres((1000, 500), (1000, 1000)), abs=1e-9)
    assert borders[1, 2] == pytest.approx(metres((1000, 500), (2000, 500)), abs=1e-9)


def test_neighbours_come_longest_first() -> None:
    found = coverage().neighbours(1)
    assert [position for position, _ in found] == [2, 0]
    assert found[0][1] > found[1][1]


def test_a_corner_is_no_border() -> None:
    two = placed(box(0, 0, 1000, 1000), box(1000, 1000, 2000, 2000))
    assert coverage_of(["a", "b"], two, [None, None]).shared_borders == ()


def test_areas_are_those_of_the_ellipsoid() -> None:
    mine = coverage()
    assert mine.areas_m2 == pytest.approx(area_m2(geometries_to_degrees(SHAPES)))
    assert mine.areas_m2[0] == pytest.approx(mine.areas_m2[1] + mine.areas_m2[2], rel=1e-6)
    assert shapely.total_bounds(mine.degrees)[0] == 121.47


def test_it_cannot_be_changed_from_outside() -> None:
    shapes = SHAPES.copy()
    mine = coverage_of(["a", "b", "c"], shapes, [None, None, None])
    shapes[0] = shapes[1]
    assert mine.geometry[0] is not shapes[1]
    with pytest.raises(ValueError, match="read-only"):
        mine.geometry[0] = shapes[1]
    with pytest.raises(AttributeError):
        mine.ids = ()  # type: ignore[misc]


def test_every_grid_needs_its_id_and_its_parent() -> None:
    with pytest.raises(ValueError, match="one entry a grid"):
        coverage_of(["a", "b"], SHAPES, [None, None, None])


def test_a_border_walked_in_pieces_adds_up() -> None:
    zigzag = [(1000, 0), (1003, 200), (997, 400), (1000, 1000)]
    a = placed([(0, 0), *zigzag, (0, 1000)], [*zigzag, (2000, 1000), (2000, 0)])
    (border,) = coverage_of(["a", "b"], a, [None, None]).shared_borders
    assert border == SharedBorder(0, 1, border.length_m)
    assert border.length_m == pytest.approx(metres(*zigzag), rel=1e-12)


def test_an_edge_of_three_owners_pairs_them() -> None:
    twice = placed(box(0, 0, 10, 10), box(10, 0, 20, 10), box(10, 0, 20, 10))
    first, second, _, _ = shared_edges(twice)
    assert {(0, 1), (1, 2)} <= set(zip(first.tolist(), second.tolist(), strict=True))


def test_lengths_of_no_edges() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert edge_lengths_m(none, none).shape == (0,)
