"""Areas against independent integrations, from one square centimetre to a continent."""

import time
from itertools import pairwise

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.crs import area_m2

AXIS_M = 6378137.0
FLATTENING = 1 / 298.257223563
E2 = FLATTENING * (2 - FLATTENING)
GEOD = pyproj.Geod(ellps="WGS84")


def area(geometry: shapely.Geometry | None) -> float:
    return float(area_m2(np.array([geometry], dtype=object))[0])


def cell_m2(width_deg: float, south: float, north: float, nodes: int = 200) -> float:
    """Area between two meridians and two parallels: ∫ M N cos φ dφ dλ, Gauss–Legendre in latitude."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    low, high = np.radians(south), np.radians(north)
    phi = low + (high - low) * (x + 1) / 2
    sin2 = np.sin(phi) ** 2
    meridian = AXIS_M * (1 - E2) / (1 - E2 * sin2) ** 1.5
    parallel = AXIS_M / np.sqrt(1 - E2 * sin2) * np.cos(phi)
    return float(np.radians(width_deg) * (high - low) / 2 * (w * meridian * parallel).sum())


def triangle_m2(points: list[tuple[float, float]]) -> float:
    """Area of a lon/lat triangle by integrating its width over latitude, both sides of the middle vertex."""
    (x0, y0), (x1, y1), (x2, y2) = sorted(points, key=lambda point: point[1])
    total = 0.0
    x, w = np.polynomial.legendre.leggauss(60)
    for (xa, ya), (xb, yb) in (((x0, y0), (x1, y1)), ((x1, y1), (x2, y2))):
        y = ya + (yb - ya) * (x + 1) / 2
        if yb == ya:
            continue
        short = xa + (xb - xa) * (y - ya) / (yb - ya)
        long = x0 + (x2 - x0) * (y - y0) / (y2 - y0)
        phi = np.radians(y)
        sin2 = np.sin(phi) ** 2
        density = AXIS_M**2 * (1 - E2) / (1 - E2 * sin2) ** 2 * np.cos(phi)
        total += float(np.radians(yb - ya) / 2 * (w * np.abs(np.radians(long - short)) * density).sum())
    return total


@pytest.mark.parametrize(
    ("west", "south", "width", "height"),
    [(120, 30, 1, 1), (120, 30, 1e-3, 1e-3), (0, -60, 40, 110), (-180, -90, 360, 180), (73, 18, 62, 36)],
)
def test_a_cell_has_the_area_between_its_meridians_and_parallels(
    west: float, south: float, width: float, height: float
) -> None:
    box = shapely.box(west, south, west + width, south + height)
    # 120.001 − 120 is not 0.001 in floats.
    rel = 1e-12 if width >= 1 else 1e-10
    assert area(box) == pytest.approx(cell_m2(width, south, south + height), rel=rel)


def test_the_whole_earth() -> None:
    assert area(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621_724_088.4, rel=1e-13)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(100, 130), st.floats(-80, 80)), min_size=3, max_size=3, unique=True))
def test_a_triangle_agrees_with_an_integration_over_latitude(points: list[tuple[float, float]]) -> None:
    triangle = shapely.Polygon(points)
    if triangle.area < 1e-6:
        return
    assert area(triangle) == pytest.approx(triangle_m2(points), rel=1e-9)


def test_a_village_agrees_with_geodesics_along_its_densified_edges() -> None:
    outline = shapely.Polygon([(120.1, 30.2), (120.35, 30.25), (120.3, 30.6), (120.2, 30.4), (120.05, 30.55)])
    dense = shapely.segmentize(outline, 1e-4)
    lon, lat = shapely.get_coordinates(dense.exterior).T
    geodesic, _ = GEOD.polygon_area_perimeter(lon, lat)
    assert area(outline) == pytest.approx(abs(geodesic), rel=1e-9)


def test_edges_are_straight_in_lonlat_and_not_geodesics() -> None:
    # A flat sliver 5 km long: the geodesic bulges to the north of the parallel, the edge does not.
    sliver = shapely.Polygon([(120.0, 30.0), (120.05, 30.0), (120.05, 30.0 + 1e-7), (120.0, 30.0 + 1e-7)])
    assert area(sliver) == pytest.approx(cell_m2(0.05, 30.0, 30.0 + 1e-7), rel=1e-6)


@pytest.mark.parametrize("units", [1, 3, 10])
def test_a_face_of_one_lattice_unit_loses_no_digits(units: int) -> None:
    x, y = 1_205_000_000, 305_000_000
    corners = np.array([[x, y], [x + units, y], [x + units, y + units], [x, y + units]])
    face = shapely.Polygon(corners / 1e7)
    assert area(face) == pytest.approx(cell_m2(units * 1e-7, 30.5, 30.5 + units * 1e-7), rel=3e-7)


def test_holes_subtract_and_parts_add_up() -> None:
    outer, hole = shapely.box(120, 30, 121, 31), shapely.box(120.2, 30.2, 120.4, 30.4)
    punched = shapely.Polygon(outer.exterior, [hole.exterior])
    island = shapely.box(122, 30, 122.1, 30.1)
    assert area(punched) == pytest.approx(area(outer) - area(hole), rel=1e-12)
    both = shapely.MultiPolygon([punched, island])
    assert area(both) == pytest.approx(area(punched) + area(island), rel=1e-12)
    nested = shapely.GeometryCollection([shapely.GeometryCollection([shapely.MultiPolygon([island]), outer])])
    assert area(nested) == pytest.approx(area(island) + area(outer), rel=1e-12)


def test_the_direction_of_a_ring_does_not_matter() -> None:
    outer, hole = shapely.box(120, 30, 121, 31), shapely.box(120.2, 30.2, 120.4, 30.4)
    for shell_turned in (False, True):
        for hole_turned in (False, True):
            shell = outer.exterior.reverse() if shell_turned else outer.exterior
            inner = hole.exterior.reverse() if hole_turned else hole.exterior
            assert area(shapely.Polygon(shell, [inner])) == pytest.approx(area(outer) - area(hole), rel=1e-12)


def test_what_has_no_area_has_none() -> None:
    given_ones = [None, shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon()]
    np.testing.assert_array_equal(area_m2(np.array(given_ones, dtype=object)), np.zeros(4))
    assert len(area_m2(np.array([], dtype=object))) == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_pieces_of_a_polygon_add_up_to_it(seed: int) -> None:
    random = np.random.default_rng(seed)
    cuts = np.sort(random.uniform(120, 121, 6))
    whole = shapely.box(120, 30, 121, 31)
    bounds = [120, *cuts, 121]
    pieces = [shapely.box(a, 30, b, 31) for a, b in pairwise(bounds)]
    assert area_m2(np.array(pieces, dtype=object)).sum() == pytest.approx(area(whole), rel=1e-12)


def test_a_million_vertices_take_well_under_a_few_seconds() -> None:
    centres = shapely.points(np.random.default_rng(1).uniform([100, 20], [120, 40], (10_000, 2)))
    discs = shapely.buffer(centres, 0.01, quad_segs=25)
    start = time.process_time()
    found = area_m2(discs)
    assert time.process_time() - start < 3  # 0.3 s on an idle core
    assert shapely.get_num_coordinates(discs).sum() > 1_000_000
    assert (found > 2e6).all()
