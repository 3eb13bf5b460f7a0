"""Sums of the boundary chains of grids, several at once."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import Sum, edges_of, sum_chain


def chain_sum(shapes: Sequence[shapely.Geometry], weights: Sequence[int], names: Sequence[str]) -> Sum:
    """Weighted sums of boundary chains, one for each name; `Edges.key` counts the names as they come.

    Parameters
    ----------
    shapes
        (n,) polygons in lattice units.
    weights
        (n,) how often each counts.
    names
        (n,) which sum each belongs to.
    """
    place = {name: at for at, name in enumerate(dict.fromkeys(names))}
    key = np.array([place[name] for name in names], dtype=np.int32)
    edges = edges_of(as_array(shapes), key)
    return sum_chain(replace(edges, weight=np.array(weights, dtype=np.int8)[edges.owner]))
