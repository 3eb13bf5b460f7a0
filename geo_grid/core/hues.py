"""Colouring a map: neighbours differ, with six hues at hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: How many hues there are. Six are enough for any planar map by the greedy order used here.
HUES = 6


def assign_hues(
    count: int, pairs: NDArray[np.int64], fixed: Sequence[int | None], wished: Sequence[int | None]
) -> list[int]:
    """Give each grid a hue that none of its neighbours has.

    Smallest degree last (Matula and Beck 1983): a planar map always has a grid with at most five free
    neighbours; it is set aside and coloured after the rest. Where grids whose hue is fixed leave no choice,
    or exclaves make the map not planar, the hue that the fewest neighbours have is taken.

    Parameters
    ----------
    count
        Number of grids.
    pairs
        (m, 2) positions of neighbours, each pair once or more often.
    fixed
        (count,) the hue a grid keeps in any case, or None.
    wished
        (count,) the hue a grid keeps if no neighbour has it, or None.

    Returns
    -------
    (count,) hues, 0 to 5; all of them about equally often.
    """
    around = _adjacency(count, pairs)
    hues: list[int | None] = list(fixed)
    used = [0] * HUES
    for hue in hues:
        if hue is not None:
            used[hue] += 1
    for grid in reversed(_smallest_last(around, [hue is None for hue in fixed])):
        taken = [0] * HUES
        for other in around[grid]:
            hue = hues[other]
            if hue is not None:
                taken[hue] += 1
        wish = wished[grid]
        choice = (
            wish
            if wish is not None and not taken[wish]
            else min(range(HUES), key=lambda hue: (taken[hue], used[hue], hue))
        )
        hues[grid] = choice
        used[choice] += 1
    return [0 if hue is None else hue for hue in hues]


def _adjacency(count: int, pairs: NDArray[np.int64]) -> list[list[int]]:
    around: list[list[int]] = [[] for _ in range(count)]
    apart = pairs[pairs[:, 0] != pairs[:, 1]]
    for first, second in np.unique(np.sort(apart, axis=1), axis=0).tolist():
        around[first].append(second)
        around[second].append(first)
    return around


def _smallest_last(around: list[list[int]], free: list[bool]) -> list[int]:
    """Free grids in the order of being set aside: each has the fewest neighbours left when its turn comes."""
    degree = [sum(free[other] for other in others) for others in around]
    buckets: list[list[int]] = [[] for _ in range(max(degree, default=0) + 1)]
    for grid, is_free in enumerate(free):
        if is_free:
            buckets[degree[grid]].append(grid)
    order: list[int] = []
    gone = [not is_free for is_free in free]
    lowest = 0
    while lowest < len(buckets):
        if not buckets[lowest]:
            lowest += 1
            continue
        grid = buckets[lowest].pop()
        # An entry left behind in a higher bucket when the degree fell, or a grid already set aside.
        if gone[grid] or degree[grid] != lowest:
            continue
        gone[grid] = True
        order.append(grid)
        for other in around[grid]:
            if not gone[other]:
                degree[other] -= 1
                buckets[degree[other]].append(other)
                lowest = min(lowest, degree[other])
    return order
