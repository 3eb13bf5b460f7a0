"""Rounding to the lattice is the same in Python, in SQL and in the browser."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units, to_degrees, to_units

CASES = json.loads((Path(__file__).parents[1] / "data" / "lattice_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_rounding_follows_the_shared_cases(case: dict[str, float]) -> None:
    units = to_units(np.array([case["degrees"]]))
    assert units.tolist() == [case["units"]]
    assert to_degrees(units).tolist() == [case["snapped"]]


def test_what_is_on_the_lattice_stays_where_it_is() -> None:
    units = np.random.default_rng(0).integers(-1_800_000_000, 1_800_000_001, 200_000)
    assert np.array_equal(to_units(to_degrees(units)), units)


def test_missing_geometries_stay_missing() -> None:
    given = np.array([None, shapely.Point(121.12345678, 31.5)], dtype=object)
    units = geometries_to_units(given)
    assert units[0] is None
    assert shapely.get_coordinates(units[1]).tolist() == [[1_211_234_568.0, 315_000_000.0]]
    assert shapely.get_coordinates(geometries_to_degrees(units)[1]).tolist() == [[121.1234568, 31.5]]
