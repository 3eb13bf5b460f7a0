"""Back in the file's coordinates: given vertices to the bit, new ones where they enter the lattice again."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.crs import Crs
from geo_grid.core.entry import Source, enter
from geo_grid.core.leaving import leave
from tests.core.subdivisions import shapes

SYSTEMS = ["EPSG:4326", "EPSG:4490", "EPSG:4547", "EPSG:3857", "GCJ-02", "BD-09"]
CENTRE = (121.4712345678, 31.2312345678)


def placed(name: str, side: float = 0.001) -> tuple[Crs, shapely.Geometry]:
    """A square with awkward coordinates in some system."""
    crs = Crs.parse(name)
    box = shapely.box(*CENTRE, CENTRE[0] + side, CENTRE[1] + side)
    return crs, shapely.transform(box, crs.from_lonlat)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_vertex_that_was_given_comes_back_to_the_bit(name: str) -> None:
    crs, shape = placed(name)
    entered = enter(Source(shapes([shape]), crs), ["a"])
    (back,) = leave(entered.geometry, entered, [0])
    assert shapely.equals_identical(back, shape)


@pytest.mark.parametrize("name", SYSTEMS)
@settings(max_examples=30, deadline=None)
@given(st.integers(-9_000, 9_000), st.integers(-9_000, 9_000))
def test_a_new_vertex_enters_the_lattice_where_it_was(name: str, dx: int, dy: int) -> None:
    crs, shape = placed(name)
    entered = enter(Source(shapes([shape]), crs), ["a"])
    corner = shapely.get_coordinates(entered.geometry[0])[0]
    new = shapely.box(*np.add(corner, (dx, dy)), *np.add(corner, (dx + 777, dy + 333)))
    (left,) = leave(shapes([new]), entered, [0])
    (again,) = enter(Source(shapes([left]), crs), ["a"]).geometry
    assert shapely.equals_identical(again, new)


def test_of_two_files_coordinates_on_one_lattice_point_each_row_keeps_its_own() -> None:
    # a and b round to the same corner, but were not written alike
    a = shapely.box(121.47, 31.23, 121.48, 31.24)
    b = shapely.box(121.48000000004, 31.23, 121.49, 31.24)
    crs = Crs.parse("EPSG:4326")
    entered = enter(Source(shapes([a, b]), crs), ["a", "b"])
    for row, shape in enumerate((a, b)):
        (back,) = leave(entered.geometry[[row]], entered, [row])
        assert shapely.equals_identical(back, shape)


def test_a_neighbours_vertex_is_written_as_the_neighbour_wrote_it() -> None:
    crs, shape = placed("EPSG:4547")
    other = shapely.transform(shape, lambda xy: np.add(xy, (50.0, 25.0)))
    entered = enter(Source(shapes([shape, other]), crs), ["a", "b"])
    (back,) = leave(entered.geometry[[1]], entered, [0])
    assert shapely.equals_identical(back, other)


def test_rows_without_shape_are_no_obstacle() -> None:
    crs, shape = placed("EPSG:4326")
    entered = enter(Source(shapes([None, shape, shapely.Point(1, 2)]), crs), ["a", "b", "c"])
    (back,) = leave(entered.geometry[[1]], entered, [1])
    assert shapely.equals_identical(back, shape)
    assert np.isfinite(shapely.get_coordinates(back)).all()
