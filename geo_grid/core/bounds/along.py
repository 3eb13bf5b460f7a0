"""Boxes along a border, to look for lines in: most of a large grid is far from its border."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import edges_of, unpack

#: Length of border in one box, lattice units (about 500 m); a single longer edge has a box of its own.
_STEP = 50_000


def boxes_along(own: Any, margin: int) -> NDArray[np.int64]:
    """Boxes that together hold a border and what is around it.

    Parameters
    ----------
    own
        Polygon or multipolygon, lattice units.
    margin
        How much around, lattice units.

    Returns
    -------
    (k, 4) west, south, east, north.
    """
    edges = edges_of(as_array([own]), np.zeros(1, dtype=np.int32))
    start, end = unpack(edges.start), unpack(edges.end)
    walked = np.cumsum(np.hypot(*(end - start).T.astype(np.float64)))
    begins = np.diff(walked // _STEP, prepend=-1.0) > 0
    # A ring that begins elsewhere begins a box, or one box would reach from the one to the other.
    begins[1:] |= (start[1:] != end[:-1]).any(axis=1) & (start[:-1] != end[1:]).any(axis=1)
    first = np.flatnonzero(begins)
    low = np.minimum.reduceat(np.minimum(start, end), first)
    high = np.maximum.reduceat(np.maximum(start, end), first)
    boxes: NDArray[np.int64] = np.concatenate([low - margin, high + margin], axis=1)
    return boxes
