"""Cutting the boundaries of a coverage into arcs, each shared border once."""

from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Array = NDArray[np.float64]


class ArcStore:
    """The arcs of a topology, without repeats.

    An arc and its reverse are one; the index of the reverse is ~i, as TopoJSON counts.
    """

    def __init__(self) -> None:
        self.arcs: list[Array] = []
        self._known: dict[bytes, int] = {}

    def index(self, line: Array) -> int:
        """Index of a line among the arcs, added where it is new."""
        line = np.ascontiguousarray(line)
        backward = np.ascontiguousarray(line[::-1])
        forward_key, backward_key = line.tobytes(), backward.tobytes()
        if forward_key in self._known:
            return self._known[forward_key]
        if backward_key in self._known:
            return ~self._known[backward_key]
        self._known[forward_key] = len(self.arcs)
        self.arcs.append(line)
        return len(self.arcs) - 1


def ring_arcs(rings: NDArray[Any], store: ArcStore) -> list[list[int]]:
    """Indices of the arcs that make up each ring.

    Two rings are cut where they part: at every vertex that has other neighbours in one ring than in another.
    A ring without such a vertex is one arc from its smallest vertex.

    Parameters
    ----------
    rings
        (n,) closed LinearRings of the whole coverage.
    store
        Receives the arcs.
    """
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    counts = np.bincount(ring, minlength=len(rings))
    ends = np.cumsum(counts)
    is_junction = _junctions(xy, counts)
    found = []
    for start, end in zip((ends - counts).tolist(), ends.tolist(), strict=True):
        found.append(_cut(xy[start : end - 1], is_junction[start : end - 1], store) if end > start else [])
    return found


def _junctions(xy: Array, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each coordinate, whether the rings part there; the repeated last one of a ring is never asked."""
    last = np.cumsum(counts)[counts > 0] - 1
    first = last - (counts[counts > 0] - 1)
    open_rows = np.ones(len(xy), dtype=bool)
    open_rows[last] = False
    _, vertex = np.unique(xy, axis=0, return_inverse=True)
    vertex = vertex.reshape(-1)
    after = np.append(vertex[1:], 0)
    before = np.insert(vertex[:-1], 0, 0)
    before[first] = vertex[last - 1]
    low, high = np.minimum(before, after)[open_rows], np.maximum(before, after)[open_rows]
    at = vertex[open_rows]
    order = np.lexsort((high, low, at))
    at, low, high = at[order], low[order], high[order]
    differs = (at[1:] == at[:-1]) & ((low[1:] != low[:-1]) | (high[1:] != high[:-1]))
    parting = np.zeros(len(xy), dtype=bool)
    parting[at[1:][differs]] = True
    return np.asarray(parting[vertex] & open_rows)


def _cut(ring: Array, is_junction: NDArray[np.bool_], store: ArcStore) -> list[int]:
    """Arcs of one ring, given open (its last vertex not repeated)."""
    cuts = np.flatnonzero(is_junction)
    if len(cuts) == 0:
        smallest = int(np.lexsort((ring[:, 1], ring[:, 0]))[0])
        turned = np.roll(ring, -smallest, axis=0)
        return [store.index(np.vstack([turned, turned[:1]]))]
    turned = np.roll(ring, -cuts[0], axis=0)
    turned = np.vstack([turned, turned[:1]])
    bounds = [*(cuts - cuts[0]).tolist(), len(ring)]
    return [store.index(turned[start : end + 1]) for start, end in pairwise(bounds)]
