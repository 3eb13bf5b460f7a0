"""Example towns, each made once for all tests of a process."""

from functools import lru_cache

from geo_grid.example_town.make_town import make_town
from geo_grid.example_town.town import Town

SEEDS = (1, 2, 3)


@lru_cache(maxsize=len(SEEDS))
def town_of(seed: int) -> Town:
    return make_town("town", seed)
