"""Blocks into grids of a like size."""

import numpy as np

from geo_grid.example_town.merging import merge
from geo_grid.example_town.partition import URBAN, partition
from geo_grid.example_town.regions import holds_together, regions


def lattice(columns: int, rows: int) -> list[dict[int, float]]:
    """Neighbours of square blocks, 100 m of border each."""
    beside: list[dict[int, float]] = [{} for _ in range(columns * rows)]
    for at in range(columns * rows):
        for other in (at + 1 if (at + 1) % columns else -1, at + columns):
            if 0 <= other < columns * rows:
                beside[at][other] = beside[other][at] = 100.0
    return beside


def middles(columns: int, rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([(100.0 * (at % columns), 100.0 * (at // columns)) for at in range(columns * rows)])


def test_grids_hold_together_and_keep_to_the_band() -> None:
    rng = np.random.default_rng(3)
    homes = rng.integers(10, 80, 80).tolist()
    beside = lattice(10, 8)
    parts = partition(range(80), homes, beside, middles(10, 8), URBAN, rng)
    assert sorted(block for part in parts for block in part) == list(range(80))
    assert all(holds_together(part, beside) for part in parts)
    assert all(URBAN.low <= sum(homes[block] for block in part) <= URBAN.high for part in parts)


def test_few_households_are_one_grid() -> None:
    parts = partition(
        range(4), [50, 50, 50, 50], lattice(2, 2), middles(2, 2), URBAN, np.random.default_rng(0)
    )
    assert parts == [[0, 1, 2, 3]]


def test_merging_leaves_as_many_wholes_as_asked_for_and_connected() -> None:
    beside = lattice(6, 6)
    label = merge([1.0] * 36, beside, [False] * 36, 5)
    assert sorted(set(label)) == [0, 1, 2, 3, 4]
    for whole in range(5):
        assert len(regions([at for at in range(36) if label[at] == whole], beside)) == 1


def test_merging_stops_where_nothing_touches() -> None:
    assert merge([1.0, 1.0], [{}, {}], [False, False], 1) == [0, 1]


def test_town_and_country_stay_apart() -> None:
    # 0 1 | 2 3: two blocks of town beside two of country
    label = merge([1.0] * 4, lattice(4, 1), [False, False, True, True], 2)
    assert label == [0, 0, 1, 1]
