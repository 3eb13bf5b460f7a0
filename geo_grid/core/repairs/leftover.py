"""The edges of grids and parents with their owners, and those of them that do not cancel."""

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, edges_of, join, sum_chain
from geo_grid.core.repairs.workpiece import Workpiece


def keys_of(work: Workpiece) -> NDArray[np.int32]:
    """(n,) position of each grid's parent, 0 where there is one outline, -1 for none."""
    if work.parent_at is None:
        return np.zeros(len(work.children), dtype=np.int32)
    return work.parent_at.astype(np.int32)


def all_edges(work: Workpiece) -> Edges:
    """Boundary edges of all grids that have a parent, and those of the parents with weight -1.

    Owners count through the grids and then through the parents.
    """
    count = len(work.children)
    key = keys_of(work)
    geometry = work.children.geometry.copy()
    geometry[key < 0] = None
    parts = [edges_of(geometry, key)]
    if work.wholes is not None:
        wholes = work.wholes.entered.geometry
        named = np.arange(len(wholes), dtype=np.int32)
        keys = named if work.wholes.named else np.zeros(len(wholes), dtype=np.int32)
        below = edges_of(wholes, keys, -1)
        parts.append(
            Edges(
                below.start, below.end, below.key, below.weight, below.owner + np.int32(count), below.vertex
            )
        )
    return join(parts)


def left_over(work: Workpiece) -> Edges:
    """Edges whose chain sum does not vanish; without parents the outer boundary is part of it."""
    return sum_chain(all_edges(work)).involved
