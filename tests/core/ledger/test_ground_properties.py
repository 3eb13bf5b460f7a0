"""Over any subdivision: a point has one grid, or lies on borders, where locating says whose it is."""

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo_grid.core.crs import length_m
from geo_grid.core.lattice import geometries_to_degrees, to_degrees
from geo_grid.core.ledger.ground import lies, own_millimetres
from geo_grid.core.locating import NOWHERE, Locator
from tests.core.subdivisions import Case, subdivisions

EXAMPLES = settings(max_examples=60)


@EXAMPLES
@given(subdivisions(), st.integers(0, 2**32))
def test_every_point_of_the_ground_is_one_grids(case: Case, seed: int) -> None:
    """Corners, middles of edges, and points by chance."""
    grids = geometries_to_degrees(case.grids)
    corners = np.unique(shapely.get_coordinates(case.grids), axis=0)
    low, high = corners.min(axis=0), corners.max(axis=0)
    chance = np.random.default_rng(seed).integers(low - 2, high + 3, (60, 2))
    points = to_degrees(np.concatenate([corners, chance]))
    codes = [f"{number:04}" for number in range(len(grids))]
    located = Locator(grids, codes).many(points)
    owner = np.repeat(np.arange(len(grids)), len(points))
    inside, border = lies(grids, owner, np.tile(points, (len(grids), 1)))
    inside, border = inside.reshape(len(grids), -1), border.reshape(len(grids), -1)
    assert not np.any(inside & border)
    assert inside.sum(axis=0).max() <= 1
    lowest = np.where(border.any(axis=0), border.argmax(axis=0), NOWHERE)
    whose = np.where(inside.any(axis=0), inside.argmax(axis=0), lowest)
    assert not np.any(inside.any(axis=0) & border.any(axis=0))
    assert whose.tolist() == located.tolist()


@EXAMPLES
@given(subdivisions(), st.integers(0, 2**32))
def test_no_metre_of_a_street_is_counted_twice_or_lost(case: Case, seed: int) -> None:
    """What all grids have together is the street, but for half of what runs along the outer border.

    On small ground, since the pieces of an edge of some degrees are longer together than the edge.
    """
    assume(np.ptp(shapely.get_coordinates(case.grids), axis=0).max() < 3_000_000)
    grids = geometries_to_degrees(case.grids)
    corners = shapely.get_coordinates(grids)
    ends = corners[np.random.default_rng(seed).integers(0, len(corners), (6, 2))]
    whole = shapely.union_all(grids)
    for street in shapely.linestrings(ends[np.any(ends[:, 0] != ends[:, 1], axis=1)]):
        lines = np.full(len(grids), street, dtype=object)
        together = own_millimetres(grids, np.arange(len(grids)), lines).sum()
        within, along = length_m(
            np.array([shapely.intersection(street, whole), shapely.intersection(street, whole.boundary)])
        )
        assert abs(together - (within - along / 2) * 1000) <= len(grids) + 5
