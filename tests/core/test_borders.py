"""Distance to the nearest border, and the grid on its other side."""

import numpy as np
import pytest
import shapely

from geo_grid.core.borders import Borders
from geo_grid.core.crs import distance_m
from geo_grid.core.locating import NOWHERE, Locator

# 0.01 degree squares at 30° N:   C
#                                 A B
WEST, SOUTH, SIDE = 120.0, 30.0, 0.01


def square(column: int, row: int) -> shapely.Polygon:
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    return shapely.Polygon([(round(WEST + x * SIDE, 7), round(SOUTH + y * SIDE, 7)) for x, y in corners])


GRIDS = np.array([square(0, 0), square(1, 0), square(0, 1)], dtype=object)
A, B, C = 0, 1, 2


@pytest.fixture(scope="module")
def borders() -> Borders:
    return Borders(GRIDS, ["A", "B", "C"])


def test_the_neighbour_is_the_grid_across_the_nearest_edge(borders: Borders) -> None:
    border = borders.of(A, WEST + 0.009, SOUTH + 0.005)
    assert border.neighbour == B
    assert (border.lon, border.lat) == pytest.approx((WEST + 0.01, SOUTH + 0.005))
    assert border.distance_m == pytest.approx(96.486, abs=0.01)  # 0.001° of longitude at 30.005° N
    assert borders.of(A, WEST + 0.005, SOUTH + 0.0099).neighbour == C


def test_where_the_coverage_ends_there_is_no_neighbour(borders: Borders) -> None:
    border = borders.of(A, WEST + 0.0001, SOUTH + 0.005)
    assert border.neighbour == NOWHERE
    assert border.grid == A


def test_on_a_border_the_distance_is_zero(borders: Borders) -> None:
    assert borders.of(A, WEST + 0.01, SOUTH + 0.005).distance_m == pytest.approx(0.0, abs=1e-6)


def test_metres_not_degrees_decide_which_edge_is_nearest() -> None:
    # At 60° N a degree of longitude is half as long: the east edge is nearer although more degrees away.
    grid = np.array([shapely.box(10, 60, 10.01, 60.01)], dtype=object)
    border = Borders(grid, ["A"]).of(0, 10.0065, 60.0073)
    assert border.lon == pytest.approx(10.01)


def test_outside_the_way_leads_to_the_nearest_grid(borders: Borders) -> None:
    border = borders.outer(WEST + 0.025, SOUTH + 0.005)
    assert border is not None
    assert border.grid == B
    assert border.neighbour == NOWHERE
    assert border.distance_m == pytest.approx(482.43, abs=0.05)


def test_no_grids_have_no_border() -> None:
    assert Borders(np.array([], dtype=object), []).outer(0, 0) is None


def test_many_at_once_measure_the_same_as_one_by_one(borders: Borders) -> None:
    rng = np.random.default_rng(2)
    points = rng.uniform((WEST, SOUTH), (WEST + 0.02, SOUTH + 0.02), (300, 2))
    grids = Locator(GRIDS, ["A", "B", "C"]).many(points)
    distances = borders.distances_m(grids, points)
    for (lon, lat), grid, distance in zip(points, grids, distances, strict=True):
        if grid == NOWHERE:
            assert np.isnan(distance)
        else:
            assert distance == pytest.approx(borders.of(int(grid), lon, lat).distance_m, abs=1e-6)


def test_no_points_have_no_distances(borders: Borders) -> None:
    assert borders.distances_m(np.zeros(0, dtype=np.int64), np.zeros((0, 2))).tolist() == []


def test_no_point_of_the_border_is_nearer() -> None:
    rng = np.random.default_rng(3)
    ring = shapely.Polygon(
        [
            (120 + 0.01 * np.cos(a) * r, 30 + 0.01 * np.sin(a) * r)
            for a, r in zip(
                np.linspace(0, 2 * np.pi, 40, endpoint=False), rng.uniform(0.5, 1, 40), strict=True
            )
        ]
    )
    grid = np.array([shapely.transform(ring, lambda xy: np.floor(xy * 1e7 + 0.5) / 1e7)], dtype=object)
    borders = Borders(grid, ["A"])
    along = shapely.get_coordinates(shapely.segmentize(grid[0].exterior, 1e-6))
    for lon, lat in rng.uniform((119.997, 29.997), (120.003, 30.003), (30, 2)):
        nearest = distance_m(along[:, 0], along[:, 1], np.array(lon), np.array(lat)).min()
        assert borders.of(0, lon, lat).distance_m == pytest.approx(nearest, abs=0.01)
