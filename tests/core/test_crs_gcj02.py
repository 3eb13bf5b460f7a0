"""GCJ-02 and BD-09 against a public converter, and back to where they came from."""

import json
from pathlib import Path

import numpy as np
import prcoords
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.crs import BD09, GCJ02, Crs, distance_m

CENTIMETRE = 0.01
CHINA = np.random.default_rng(7).uniform([73.6, 18.2], [134.7, 53.5], (3_000, 2))


def metres_apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])


@pytest.mark.parametrize(("crs", "convert"), [(GCJ02, prcoords.wgs_gcj), (BD09, prcoords.wgs_bd)])
def test_the_shift_is_the_published_one(crs: Crs, convert: object) -> None:
    assert callable(convert)
    theirs = np.array([convert((lat, lon))[::-1] for lon, lat in CHINA.tolist()])
    assert metres_apart(crs.from_lonlat(CHINA), theirs).max() < 1e-4


@pytest.mark.parametrize("crs", [GCJ02, BD09])
def test_the_way_back_ends_where_it_began(crs: Crs) -> None:
    assert metres_apart(crs.to_lonlat(crs.from_lonlat(CHINA)), CHINA).max() < 1e-6


@pytest.mark.parametrize("crs", [GCJ02, BD09])
@settings(deadline=None)
@given(lon=st.floats(73.0, 137.0), lat=st.floats(2.0, 55.0))
def test_the_round_trip_stays_within_a_centimetre_anywhere(crs: Crs, lon: float, lat: float) -> None:
    place = np.array([[lon, lat]])
    assert metres_apart(crs.to_lonlat(crs.from_lonlat(place)), place)[0] < CENTIMETRE


def test_the_kink_of_the_formula_at_105_degrees_east_is_passed() -> None:
    offsets = np.concatenate([-np.logspace(-13, -1, 50), [0.0], np.logspace(-13, -1, 50)])
    near = np.column_stack([105.0 + offsets, np.full(len(offsets), 35.0)])
    for crs in (GCJ02, BD09):
        assert metres_apart(crs.to_lonlat(crs.from_lonlat(near)), near).max() < CENTIMETRE / 100


def test_the_shift_is_hundreds_of_metres() -> None:
    shift = metres_apart(GCJ02.from_lonlat(CHINA), CHINA)
    assert 30 < shift.min() < 300 < shift.max() < 1_500


@pytest.mark.parametrize("crs", [GCJ02, BD09])
def test_outside_china_nothing_moves(crs: Crs) -> None:
    abroad = np.array([[2.35, 48.85], [-74.0, 40.7], [151.2, -33.9], [71.0, 40.0], [500.0, 1e9]])
    np.testing.assert_array_equal(crs.from_lonlat(abroad), abroad)
    np.testing.assert_array_equal(crs.to_lonlat(abroad), abroad)


def test_the_input_is_left_alone() -> None:
    given_points = CHINA.copy()
    GCJ02.to_lonlat(given_points)
    BD09.from_lonlat(given_points)
    np.testing.assert_array_equal(given_points, CHINA)


def test_server_and_web_client_shift_alike() -> None:
    # The same file is run by vitest on web/src/core/gcj02.ts.
    path = Path(__file__).parents[1] / "data" / "gcj02_cases.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    places, shown = (np.array([case[name] for case in cases]) for name in ("wgs84", "gcj02"))
    assert np.abs(GCJ02.from_lonlat(places) - shown).max() < 1e-9
