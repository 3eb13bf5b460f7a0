"""Shapes of base layers on the lattice: kept, mended, or left out with the reason."""

from typing import Any

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo_grid.core.crs import GCJ02, WGS84, Crs
from geo_grid.core.layers.entering import EnteredShapes, enter_shapes
from geo_grid.core.layers.kinds import Family

BOW_TIE = Polygon([(120, 30), (120.001, 30.001), (120.001, 30), (120, 30.001)])


def entered(family: Family, *shapes: Any, crs: Crs = WGS84) -> EnteredShapes:
    given = np.empty(len(shapes), dtype=object)
    given[:] = shapes
    return enter_shapes(given, crs, family)


def codes(found: EnteredShapes) -> dict[int, str]:
    return {row: code for row, (code, _) in found.dropped.items()}


def test_a_point_is_rounded_to_the_lattice() -> None:
    found = entered(Family.POINT, Point(120.00000004, 29.99999996), MultiPoint([(120, 30)]))
    assert [shape.wkt for shape in found.geometry] == ["POINT (120 30)"] * 2
    assert found.dropped == {}


def test_lines_become_multilines_without_repeated_points() -> None:
    found = entered(Family.LINE, LineString([(120, 30), (120, 30.00000001), (120.1, 30)]))
    assert found.geometry[0].wkt == "MULTILINESTRING ((120 30, 120.1 30))"


def test_water_is_lines_and_areas() -> None:
    found = entered(Family.LINE_OR_AREA, LineString([(120, 30), (121, 30)]), box(120, 30, 121, 31))
    assert [shape.geom_type for shape in found.geometry] == ["MultiLineString", "MultiPolygon"]


@pytest.mark.parametrize(
    ("family", "shape", "code"),
    [
        (Family.POINT, None, "no_geometry"),
        (Family.POINT, Point(), "no_geometry"),
        (Family.POINT, box(0, 0, 1, 1), "wrong_type"),
        (Family.POINT, MultiPoint([(120, 30), (121, 30)]), "wrong_type"),
        (Family.LINE, Point(120, 30), "wrong_type"),
        (Family.AREA, LineString([(120, 30), (121, 30)]), "wrong_type"),
        (Family.POINT, Point(30, 120), "swapped_axes"),
        (Family.POINT, Point(500_000, 3_400_000), "out_of_range"),
        (Family.POINT, Point(float("nan"), 30), "out_of_range"),
        (Family.LINE, LineString([(120, 30), (float("inf"), 30)]), "out_of_range"),
        (Family.LINE, LineString([(120, 30), (120.00000002, 30)]), "too_short"),
        (Family.AREA, box(120, 30, 120.00000002, 30.00000002), "too_small"),
        (Family.AREA, Polygon([(120, 30), (120.1, 30.1), (120.2, 30.2)]), "too_small"),
    ],
)
def test_what_is_left_out_and_why(family: Family, shape: Any, code: str) -> None:
    sound = {Family.POINT: Point(1, 1), Family.LINE: LineString([(1, 1), (2, 2)])}.get(
        family, box(1, 1, 2, 2)
    )
    found = entered(family, sound, shape, sound)
    assert codes(found) == {1: code}
    assert found.geometry[1] is None
    assert found.geometry[0] is not None
    assert found.geometry[2] is not None


def test_an_invalid_polygon_is_made_valid_and_said() -> None:
    found = entered(Family.AREA, box(120, 30, 121, 31), BOW_TIE)
    assert found.mended == (1,)
    assert found.geometry[1].is_valid
    assert found.geometry[1].area == pytest.approx(0.5e-6, rel=1e-3)


def test_wings_that_overlap_are_one_building_without_a_hole() -> None:
    wings = MultiPolygon([box(120, 30, 120.002, 30.001), box(120.001, 30, 120.003, 30.001)])
    found = entered(Family.AREA, wings)
    assert found.mended == (0,)
    assert found.geometry[0].area == pytest.approx(3e-6, rel=1e-6)


def test_declared_gcj02_comes_home() -> None:
    there = GCJ02.from_lonlat(np.array([[120.1, 30.1]]))
    found = entered(Family.POINT, Point(there[0]), crs=GCJ02)
    assert found.geometry[0].equals_exact(Point(120.1, 30.1), 1e-9)


def test_metres_in_degrees_name_what_they_look_like() -> None:
    found = entered(Family.POINT, Point(40_500_000, 3_400_000))
    assert found.dropped[0][1]["likely"][0] == "EPSG:4528"


def test_everything_is_on_the_lattice() -> None:
    rng = np.random.default_rng(3)
    rings = [rng.uniform(0, 1e-5, (7, 2)) + np.array([120, 30]) for _ in range(200)]
    found = entered(Family.AREA, *[Polygon(ring) for ring in rings])
    kept = found.geometry[~shapely.is_missing(found.geometry)]
    assert len(kept) + len(found.dropped) == 200
    assert shapely.is_valid(kept).all()
    xy = shapely.get_coordinates(kept)
    assert np.array_equal(xy, np.floor(xy * 1e7 + 0.5) / 1e7)
