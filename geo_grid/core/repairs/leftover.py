"""The edges that do not cancel, with their owners."""

import numpy as np

from geo_grid.core.chain import Edges, edges_of, join, sum_chain
from geo_grid.core.repairs.workpiece import Workpiece


def left_over(work: Workpiece) -> Edges:
    """Edges whose chain sum does not vanish.

    Owners count through the grids and then through the parents, whose edges come with them; without parents
    the outer boundary is part of it.
    """
    count = len(work.children)
    key = np.zeros(count, dtype=np.int32) if work.parent_at is None else work.parent_at.astype(np.int32)
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
    return sum_chain(join(parts)).involved
