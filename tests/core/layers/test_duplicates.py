"""The same address twice at one door, and the same text elsewhere."""

import time

import numpy as np

from geo_grid.core.layers.duplicates import repeated_addresses

#: A degree of latitude, and of longitude at 30° north, metres.
NORTH, EAST = 111_195.0, 96_300.0


def at(*metres: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Points so many metres east and north of a corner."""
    return np.array([[120 + east / EAST, 30 + north / NORTH] for east, north in metres])


def test_within_fifty_metres_the_later_repeats_the_earlier() -> None:
    same, elsewhere = repeated_addresses(["a", "b", "a"], at((0, 0), (5, 0), (30, 30)))
    assert same == {2: 0}
    assert elsewhere == {}


def test_farther_away_it_is_another_door() -> None:
    same, elsewhere = repeated_addresses(["a", "a", "a"], at((0, 0), (60, 0), (70, 0)))
    assert elsewhere == {1: 0}
    assert same == {2: 1}


def test_no_text_repeats_nothing() -> None:
    assert repeated_addresses([None, None], at((0, 0), (0, 0))) == ({}, {})
    assert repeated_addresses([], np.zeros((0, 2))) == ({}, {})


def test_nearness_does_not_depend_on_where_cells_end() -> None:
    rng = np.random.default_rng(7)
    steps = rng.uniform(-35, 35, (400, 2))  # at most 49.5 m
    for step in steps:
        same, _ = repeated_addresses(["a", "a"], at((1000, 1000), tuple(1000 + step)))
        assert same == {1: 0}


def test_one_text_for_everything_is_no_square() -> None:
    xy = at(*np.random.default_rng(1).uniform(0, 20_000, (40_000, 2)).tolist())
    started = time.perf_counter()
    same, elsewhere = repeated_addresses(["无地址"] * len(xy), xy)
    assert len(same) + len(elsewhere) == len(xy) - 1
    assert time.perf_counter() - started < 20
