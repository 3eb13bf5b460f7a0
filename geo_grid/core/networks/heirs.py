"""Whose place a new grid takes: that of the grid which most of its ground was of before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.canonical import as_array


@dataclass(frozen=True, slots=True)
class Held:
    """A grid with the ground that it has at one instant.

    Parameters
    ----------
    grid
        Identity.
    ground
        Lattice units.
    """

    grid: int
    level: int
    ground: shapely.Geometry


def heirs(begun: Sequence[Held], before: Sequence[Held]) -> dict[int, int]:
    """New grid → the grid of the same level whose ground it was cut from.

    Parameters
    ----------
    begun
        Grids that an edition opens and that were not there just before.
    before
        Grids that the edition changes or ends, as they were just before.

    Returns
    -------
    Identities. Of grids that gave equally much the first by identity; a new grid on ground that was none of
    theirs has no entry.
    """
    ordered = sorted(before, key=lambda held: held.grid)
    if not ordered:
        return {}
    grounds = as_array([held.ground for held in ordered])
    tree = shapely.STRtree(grounds)
    found: dict[int, int] = {}
    for new in begun:
        near = np.sort(tree.query(new.ground))
        same = np.array([at for at in near.tolist() if ordered[at].level == new.level], dtype=np.int64)
        if len(same) == 0:
            continue
        shares = shapely.area(shapely.intersection(grounds[same], new.ground))
        if shares.max() > 0:
            found[new.grid] = ordered[int(same[int(shares.argmax())])].grid
    return found
