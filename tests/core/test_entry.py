"""Entering the lattice: each shape is judged on its own, and nothing is dropped in silence."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.entry import Entered, Source, enter
from tests.core.subdivisions import shapes

HERE = box(121.0, 31.0, 121.1, 31.1)


def entered(*given: shapely.Geometry | None, crs: Crs = WGS84) -> Entered:
    return enter(Source(shapes(list(given)), crs), [f"g{row}" for row in range(len(given))])


def codes(result: Entered) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.code, problem.grids) for problem in result.problems]


def test_a_sound_polygon_enters_in_whole_units() -> None:
    result = entered(HERE)
    assert result.problems == ()
    assert shapely.equals(result.geometry[0], box(1_210_000_000, 310_000_000, 1_211_000_000, 311_000_000))


def test_what_is_no_polygon_is_named_and_left_out() -> None:
    line, point = shapely.LineString([(121, 31), (122, 32)]), shapely.Point(121, 31)
    result = entered(HERE, line, None, Polygon(), point)
    assert sorted(codes(result)) == [
        ("empty", ("g2",)), ("empty", ("g3",)), ("not_polygon", ("g1",)), ("not_polygon", ("g4",)),
    ]  # fmt: skip
    assert shapely.is_missing(result.geometry).tolist() == [False, True, True, True, True]
    assert {p.params["type"] for p in result.problems if p.code == "not_polygon"} == {"LineString", "Point"}


def test_several_parts_are_a_warning_and_take_part() -> None:
    result = entered(MultiPolygon([HERE, box(122, 31, 122.1, 31.1)]))
    assert codes(result) == [("multipart", ("g0",))]
    assert not result.problems[0].is_error
    assert result.geometry[0] is not None


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        (shapely.transform(HERE, lambda xy: xy[:, ::-1]), "swapped"),
        (box(500_000, 3_400_000, 501_000, 3_401_000), "projected"),
        (Polygon([(121, 31), (np.inf, 31), (121, 32)]), "none"),
    ],
)
def test_coordinates_beyond_the_earth_say_what_they_may_be(shape: Polygon, hint: str) -> None:
    result = entered(shape, HERE)
    assert codes(result) == [("coordinates_out_of_range", ("g0",))]
    assert result.problems[0].params["hint"] == hint
    assert result.geometry[0] is None
    assert result.geometry[1] is not None


@pytest.mark.parametrize(
    ("ring", "covers"),
    [
        ([(0, 0), (2, 2), (2, 0), (0, 2)], 2.0),  # bow-tie
        ([(0, 0), (2, 0), (2, 2), (3, 3), (2, 2), (0, 2)], 4.0),  # spike
        ([(0, 0), (4, 0), (4, 4), (2, 2), (0, 4), (2, 2)], 8.0),  # touches itself, the wrong way
    ],
)
def test_an_invalid_ring_is_reported_and_stands_for_the_ground_it_covers(
    ring: list[tuple[int, int]], covers: float
) -> None:
    result = entered(Polygon([(121 + x / 1_000, 31 + y / 1_000) for x, y in ring]))
    assert codes(result) == [("invalid_geometry", ("g0",))]
    assert result.problems[0].geometry is not None
    assert result.invalid.tolist() == [True]
    assert shapely.is_valid(result.geometry[0])
    assert shapely.area(result.geometry[0]) == pytest.approx(covers * 1e8)


def test_a_polygon_that_rounding_makes_flat_is_invalid() -> None:
    flat = Polygon([(121, 31), (121.001, 31 + 2e-8), (121.002, 31)])
    result = entered(flat)
    assert codes(result) == [("invalid_geometry", ("g0",))]
    assert result.geometry[0] is None


def test_a_hole_that_touches_its_shell_is_sound() -> None:
    shell = [(121.0, 31.0), (121.3, 31.0), (121.3, 31.3), (121.0, 31.3)]
    assert entered(Polygon(shell, [[(121.0, 31.0), (121.2, 31.1), (121.1, 31.2)]])).problems == ()


def test_heights_and_repeated_points_do_no_harm() -> None:
    tall = Polygon([(121, 31, 5.0), (121.1, 31, 6.0), (121.1, 31, 6.0), (121.1, 31.1, 7.0), (121, 31.1, 5.0)])
    result = entered(tall)
    assert result.problems == ()
    assert not shapely.has_z(result.geometry[0]) or shapely.area(result.geometry[0]) == 1e12


def test_the_ends_of_the_earth_are_on_it() -> None:
    assert entered(box(-180, -90, 180, 90)).problems == ()


def test_a_vertex_that_two_polygons_share_stays_shared_through_any_crs() -> None:
    system = Crs.parse("EPSG:4547")
    corners = np.random.default_rng(1).uniform([400_000, 3_400_000], [600_000, 3_500_000], (300, 2))
    triangles = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(corners)))
    result = enter(Source(np.asarray(triangles), system), [str(row) for row in range(len(triangles))])
    assert len(np.unique(shapely.get_coordinates(result.snapped), axis=0)) == 300
