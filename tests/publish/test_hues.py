"""Neighbours on the map never share a colour."""

import numpy as np

from geo_grid.publish.hues import HUES, hues


def test_neighbours_differ_on_a_checkerboard() -> None:
    side = 20
    pairs = [(row * side + at, row * side + at + 1) for row in range(side) for at in range(side - 1)]
    pairs += [(row * side + at, (row + 1) * side + at) for row in range(side - 1) for at in range(side)]
    chosen = hues(side * side, pairs)
    assert all(chosen[one] != chosen[other] for one, other in pairs)
    assert set(chosen.tolist()) == set(range(HUES))


def test_more_than_six_mutual_neighbours_share_the_rarest_hue() -> None:
    everyone = [(one, other) for one in range(8) for other in range(one)]
    assert np.bincount(hues(8, everyone), minlength=HUES).max() == 2


def test_a_grid_without_neighbours_has_a_hue() -> None:
    assert hues(1, []).tolist() == [0]
    assert hues(0, []).tolist() == []
    assert hues(1, [(0, 0)]).tolist() == [0]
