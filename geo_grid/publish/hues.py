"""Colours for a map on which neighbours always differ."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

#: How many hues the product has (``--hue-0`` … ``--hue-5``).
HUES = 6


def hues(count: int, neighbours: Iterable[tuple[int, int]]) -> NDArray[np.int8]:
    """Greedy colouring, the most connected grid first (Welsh and Powell 1967).

    Parameters
    ----------
    count
        Number of grids.
    neighbours
        Pairs of positions that must differ.

    Returns
    -------
    (count,) hue 0…5. Six suffice for a plane map in practice; a grid that meets all six takes the one its
    neighbours use least. Among the free hues the one used least so far is taken, so that all six are seen.
    """
    around: list[set[int]] = [set() for _ in range(count)]
    for one, other in neighbours:
        if one != other:
            around[one].add(other)
            around[other].add(one)
    chosen = np.full(count, -1, dtype=np.int8)
    used = np.zeros(HUES, dtype=np.int64)
    for grid in sorted(range(count), key=lambda each: (-len(around[each]), each)):
        taken = np.bincount([chosen[near] for near in around[grid] if chosen[near] >= 0], minlength=HUES)
        hue = min(range(HUES), key=lambda each: (taken[each], used[each], each))
        chosen[grid] = hue
        used[hue] += 1
    return chosen
