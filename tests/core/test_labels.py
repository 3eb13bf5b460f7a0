"""A grid's name is written well inside it."""

import numpy as np
import shapely

from geo_grid.core.labels import label_points


def label(geometry: shapely.Geometry) -> tuple[float, float]:
    (x, y), *_ = label_points(np.array([geometry], dtype=object)).tolist()
    return x, y


def test_the_middle_of_a_square() -> None:
    x, y = label(shapely.box(120, 30, 120.01, 30.01))
    assert abs(x - 120.005) < 1e-3
    assert abs(y - 30.005) < 1e-3


def test_the_broad_end_of_an_l() -> None:
    #  +--+
    #  |  |
    #  |  +-------------+
    #  +----------------+     the centroid lies outside
    ell = shapely.box(0, 0, 0.02, 0.05).union(shapely.box(0, 0, 0.2, 0.01))
    x, _ = label(ell)
    assert x < 0.02
    assert not ell.contains(ell.centroid)


def test_not_in_a_hole() -> None:
    ring = shapely.box(0, 0, 1, 1).difference(shapely.box(0.1, 0.1, 0.9, 0.95))
    assert ring.contains(shapely.Point(label(ring)))


def test_the_largest_part() -> None:
    parts = shapely.MultiPolygon([shapely.box(0, 0, 0.001, 0.001), shapely.box(1, 1, 1.01, 1.01)])
    assert label(parts) > (1, 1)


def test_a_sliver_of_one_lattice_unit() -> None:
    sliver = shapely.Polygon([(120, 30), (120.01, 30), (120.01, 30.0000001)])
    assert sliver.contains(shapely.Point(label(sliver)))


def test_no_polygons() -> None:
    assert label_points(np.array([], dtype=object)).shape == (0, 2)
