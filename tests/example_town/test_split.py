"""One street through one piece of ground."""

import numpy as np
import pytest
import shapely

from geo_grid.example_town.split import Crossings, Habit, split

HABIT = Habit(bend=0.03, skew=0.08, spread=0.1, snap=20.0)
SQUARE = np.array([[0.0, 0.0], [300.0, 0.0], [300.0, 200.0], [0.0, 200.0]])


@pytest.mark.parametrize("seed", range(8))
def test_two_halves_make_the_whole(seed: int) -> None:
    cut = split(SQUARE, HABIT, Crossings(), np.random.default_rng(seed))
    assert cut is not None
    _, first, second = cut
    one, other = shapely.Polygon(first), shapely.Polygon(second)
    assert one.is_valid and other.is_valid
    assert one.area + other.area == pytest.approx(60_000)
    assert one.intersection(other).area == pytest.approx(0, abs=1e-6)


def test_the_longer_side_is_cut() -> None:
    cut = split(SQUARE, HABIT, Crossings(), np.random.default_rng(1))
    assert cut is not None
    street = cut[0]
    assert abs(street[-1] - street[0])[1] == pytest.approx(200)


def test_a_street_continues_the_one_on_the_other_side() -> None:
    # A street from the north already ends at (160, 200).
    crossings = Crossings()
    crossings.add(np.array([160.0, 200.0]))
    ring = np.insert(SQUARE, 3, [160.0, 200.0], axis=0)
    found = [split(ring, HABIT, crossings, np.random.default_rng(seed)) for seed in range(6)]
    ends = [tuple(end) for cut in found if cut is not None for end in (cut[0][0], cut[0][-1])]
    assert (160.0, 200.0) in ends
