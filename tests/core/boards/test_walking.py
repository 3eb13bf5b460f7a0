"""Walking to many boards."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo_grid.core.boards.walking import steps_m, walk_m, walking_order

PLACES = st.integers(0, 40).flatmap(
    lambda count: arrays(float, (count, 2), elements=st.floats(-5000, 5000, allow_nan=False, width=32))
)


@given(PLACES)
def test_every_place_once_and_never_longer_than_as_given(places: np.ndarray) -> None:
    order = walking_order(places)
    assert sorted(order.tolist()) == list(range(len(places)))
    assert walk_m(places, order) <= walk_m(places, np.arange(len(places))) + 1e-6


def test_places_in_a_row_are_walked_from_one_end_to_the_other() -> None:
    places = np.array([[30.0, 0.0], [0.0, 0.0], [20.0, 0.0], [10.0, 0.0]])
    order = walking_order(places)
    assert order.tolist() == [1, 3, 2, 0]
    assert steps_m(places, order).tolist() == [0.0, 10.0, 10.0, 10.0]


def test_crossing_steps_are_uncrossed() -> None:
    """Nearest neighbour alone walks 0, 1, 2, 3 and comes back across the square for the last.

    4 . . . . 3
    .         2
    0 . 1 . . .
    """
    places = np.array([[0.0, 0.0], [4.0, 0.0], [9.0, 3.0], [9.0, 8.0], [0.0, 9.0]])
    assert walk_m(places, walking_order(places)) == pytest.approx(
        min(walk_m(places, np.array(order)) for order in _orders_from_the_west()), rel=0.15
    )


def _orders_from_the_west() -> list[tuple[int, ...]]:
    return [(0, *rest) for rest in permutations(range(1, 5))]


def test_two_places_or_none_stay_as_they_are() -> None:
    assert walking_order(np.empty((0, 2))).tolist() == []
    assert walking_order(np.array([[5.0, 0.0], [0.0, 0.0]])).tolist() == [0, 1]
