"""A point's grid: the one that covers it; on a border the lowest code by string order."""

import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.locating import NOWHERE, Locator

# +----+----+      "10" left, "9" right: by string order "10" comes first.
# | 10 | 9  |
# +----+----+
LEFT, RIGHT = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)


def locate(
    polygons: list[shapely.Geometry | None], codes: list[str], *points: tuple[float, float]
) -> list[int]:
    locator = Locator(np.array(polygons, dtype=object), codes)
    many: list[int] = locator.many(np.array(points, dtype=float).reshape(-1, 2)).tolist()
    assert many == [locator.at(*point) for point in points]
    return many


def test_inside_and_outside() -> None:
    assert locate([RIGHT, LEFT], ["9", "10"], (0.5, 0.5), (1.5, 0.5), (2.5, 0.5)) == [1, 0, NOWHERE]


def test_on_a_border_the_lowest_code_by_string_order_wins() -> None:
    assert locate([RIGHT, LEFT], ["9", "10"], (1, 0.5), (1, 0), (1, 1)) == [1, 1, 1]
    assert locate([LEFT, RIGHT], ["9", "10"], (1, 0.5)) == [1]


def test_outer_border_and_corners_belong_to_the_grid() -> None:
    assert locate([LEFT], ["a"], (0, 0), (0, 0.5), (0.5, 1)) == [0, 0, 0]


def test_a_hole_is_not_inside_but_its_border_is() -> None:
    ring = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)
    assert locate([ring], ["a"], (1.5, 1.5), (1, 1.5), (0.5, 0.5)) == [NOWHERE, 0, 0]


def test_missing_and_empty_geometry_cover_nothing_and_keep_positions() -> None:
    assert locate([None, shapely.Polygon(), RIGHT], ["a", "b", "c"], (1.5, 0.5)) == [2]
    assert locate([None], ["a"], (1.5, 0.5)) == [NOWHERE]
    assert locate([], [], (1.5, 0.5)) == [NOWHERE]


def test_points_that_are_not_finite_lie_nowhere() -> None:
    locator = Locator(np.array([LEFT]), ["a"])
    assert locator.many(np.array([[np.nan, 0.5], [np.inf, 0.5], [0.5, 0.5]])).tolist() == [
        NOWHERE,
        NOWHERE,
        0,
    ]


def test_no_points_give_no_answers() -> None:
    assert locate([LEFT], ["a"]) == []


def test_progress_counts_every_point() -> None:
    done: list[int] = []
    Locator(np.array([LEFT]), ["a"]).many(np.zeros((17, 2)), advance=done.append)
    assert sum(done) == 17


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25), st.booleans())
def test_agrees_with_covers_everywhere_even_on_vertices(seed: int, grids: int, overlapping: bool) -> None:
    rng = np.random.default_rng(seed)
    sites = shapely.MultiPoint(rng.integers(0, 50, (grids + 2, 2)).astype(float))
    polygons = np.array(shapely.get_parts(shapely.voronoi_polygons(sites)), dtype=object)
    if overlapping:
        polygons = np.concatenate([polygons, shapely.buffer(polygons, 3)])
    codes = [str(code) for code in rng.permutation(len(polygons))]
    points = np.concatenate([rng.uniform(-10, 60, (200, 2)), shapely.get_coordinates(polygons)])
    found = Locator(polygons, codes).many(points)
    for point, position in zip(points, found, strict=True):
        covering = np.flatnonzero(shapely.covers(polygons, shapely.Point(point)))
        expected = min(covering, key=lambda i: codes[i]) if len(covering) else NOWHERE
        assert position == expected


@pytest.mark.serial
def test_time_grows_with_the_points_not_with_their_square() -> None:
    rng = np.random.default_rng(5)
    polygons = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(30) for y in range(30)], dtype=object)
    locator = Locator(polygons, [str(i) for i in range(len(polygons))])
    locator.many(rng.uniform(0, 30, (1000, 2)))

    def seconds(points: int) -> float:
        xy = rng.uniform(0, 30, (points, 2))
        start = time.perf_counter()
        locator.many(xy)
        return time.perf_counter() - start

    assert seconds(400_000) < 40 * max(seconds(40_000), 0.005)
