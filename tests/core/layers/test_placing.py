"""A layer that does not lie where the grids are, and what it may really be."""

import numpy as np
import pytest
import shapely

from geo_grid.core.crs import BD09, GCJ02, WGS84, Crs, distance_m
from geo_grid.core.layers.placing import misplaced

OUTLINE = shapely.box(120.30, 30.20, 120.40, 30.30)
GROUND = np.random.default_rng(0).uniform([120.301, 30.201], [120.399, 30.299], (3000, 2))
ZONE = Crs("EPSG:4549")


def test_among_the_grids_nothing_is_said() -> None:
    assert misplaced(GROUND, WGS84, OUTLINE) is None
    assert misplaced(ZONE.from_lonlat(GROUND), ZONE, OUTLINE) is None
    assert misplaced(np.zeros((0, 2)), WGS84, OUTLINE) is None


def test_another_zone_is_far_away_and_named() -> None:
    found = misplaced(ZONE.from_lonlat(GROUND), Crs("EPSG:4547"), OUTLINE)
    assert found is not None
    assert (found.code, found.likely) == ("layer_far", ("EPSG:4549",))
    # Three zones of three degrees lie between meridians 114 and 120.
    assert found.distance_m == pytest.approx(6 * 96_000, rel=0.05)


def test_eastings_with_the_number_of_their_zone() -> None:
    numbered = Crs("EPSG:4528").from_lonlat(GROUND)
    found = misplaced(numbered, Crs("EPSG:4549"), OUTLINE)
    assert found is not None
    assert found.likely == ("EPSG:4528",)


@pytest.mark.parametrize("crs", [WGS84, ZONE])
def test_swapped_axes(crs: Crs) -> None:
    found = misplaced(crs.from_lonlat(GROUND)[:, ::-1], crs, OUTLINE)
    assert found is not None
    assert "swapped" in found.likely


def test_another_city_is_far_away_without_a_guess() -> None:
    found = misplaced(GROUND + np.array([3, 0]), WGS84, OUTLINE)
    assert found is not None
    assert (found.code, found.likely) == ("layer_far", ())
    (west, south), (east, north) = (120.40, 30.25), (123.35, 30.25)
    assert found.distance_m == pytest.approx(float(distance_m(west, south, east, north)), rel=0.01)


@pytest.mark.parametrize("system", [GCJ02, BD09])
def test_the_shift_of_public_maps_against_the_outline(system: Crs) -> None:
    found = misplaced(system.from_lonlat(GROUND), WGS84, OUTLINE)
    assert found is not None
    assert found.code == "layer_shifted"
    assert found.likely[0] == system.name
    moved = distance_m(*GROUND.T, *system.from_lonlat(GROUND).T)
    assert found.distance_m == pytest.approx(float(np.median(moved)), rel=0.02)


def test_the_shift_against_streets_where_the_outline_says_nothing() -> None:
    rng = np.random.default_rng(1)
    streets = rng.uniform([120.30, 30.20], [120.40, 30.30], (2500, 2))
    inner = (streets[:, 0] < 120.38) & (streets[:, 0] > 120.32) & (np.abs(streets[:, 1] - 30.25) < 0.03)
    doors = streets[inner] + rng.normal(0, 5e-5, (int(inner.sum()), 2))
    assert misplaced(doors, WGS84, OUTLINE, streets) is None
    shifted = GCJ02.from_lonlat(doors)
    assert misplaced(shifted, WGS84, OUTLINE) is None
    found = misplaced(shifted, WGS84, OUTLINE, streets)
    assert found is not None
    assert (found.code, found.likely) == ("layer_shifted", ("GCJ-02",))
    # Once it is declared there is nothing to say.
    assert misplaced(shifted, GCJ02, OUTLINE, streets) is None


def test_outside_china_there_is_no_such_shift() -> None:
    outline = shapely.box(24.9, 60.1, 25.0, 60.2)
    over = np.random.default_rng(2).uniform([24.9, 60.1], [25.01, 60.21], (500, 2))
    assert misplaced(over, WGS84, outline) is None


@pytest.mark.parametrize("system", [GCJ02, BD09])
def test_a_shifted_street_map_of_a_dense_town_is_told_by_the_streets_that_are_there(system: Crs) -> None:
    # Streets every 60 m each way: whatever is shifted lies within 30 m of one.
    at = np.arange(120.31, 120.39, 0.0006)
    across = np.arange(30.21, 30.29, 0.0002)
    streets = np.array(
        [(lon, lat) for lon in at for lat in across]
        + [(lat + 90.1, lon - 90.1) for lon in at for lat in across]
    )
    beyond = shapely.box(120.33, 30.23, 120.37, 30.27)  # the streets go on far beyond the outline
    assert misplaced(streets, WGS84, beyond, streets) is None
    found = misplaced(system.from_lonlat(streets), WGS84, beyond, streets)
    assert found is not None
    assert (found.code, found.likely[0]) == ("layer_shifted", system.name)
