"""The middle of rivers and where waters meet; 100 lattice units are about a metre at the equator."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.streets.waters import water_lines


def shapes(*given: shapely.Geometry) -> NDArray[Any]:
    made = np.empty(len(given), dtype=object)
    made[:] = given
    return made


#: 20 m wide and 600 m long, from west to east.
RIVER = shapely.box(0, -1_000, 60_000, 1_000)
#: 8 m wide, from the north down to the river's bank.
CANAL = shapely.box(29_600, 1_000, 30_400, 31_000)


def test_a_river_given_as_an_area_is_followed_in_its_middle() -> None:
    found = water_lines(shapes(RIVER), ["大河"], ["river"])
    (line,) = found.geometry
    xy = shapely.get_coordinates(line)
    assert np.abs(xy[:, 1]).max() <= 100
    assert xy[:, 0].min() <= 1_000
    assert xy[:, 0].max() >= 59_000
    assert found.name == ("大河",)
    assert found.layer == ("water",)


def test_it_is_on_the_lattice_and_the_same_each_time() -> None:
    once, again = (water_lines(shapes(RIVER), [None], ["river"]).geometry[0] for _ in range(2))
    assert once.wkb == again.wkb
    xy = shapely.get_coordinates(once)
    assert np.array_equal(xy, np.floor(xy))


def test_a_canal_leads_on_to_the_middle_of_the_river() -> None:
    found = water_lines(shapes(RIVER, CANAL), ["大河", "运河"], ["river", "canal"])
    together = shapely.line_merge(shapely.union_all(found.geometry[np.array(found.name) == "运河"]))
    assert shapely.get_num_geometries(together) == 1
    xy = shapely.get_coordinates(together)
    assert np.abs(xy[:, 1]).min() <= 100
    assert xy[:, 1].max() >= 30_000


def test_where_the_file_has_the_middle_that_is_followed() -> None:
    middle = shapely.LineString([(0, 300), (60_000, 300)])
    found = water_lines(shapes(RIVER, middle), ["大河", "大河"], ["river", "river"])
    assert [line.wkb for line in found.geometry] == [middle.wkb]


def test_a_pond_is_followed_along_its_bank() -> None:
    pond = shapely.box(0, 0, 5_000, 4_000)
    found = water_lines(shapes(pond), ["荷塘"], ["pond"])
    assert shapely.equals(found.geometry[0], shapely.boundary(pond))
