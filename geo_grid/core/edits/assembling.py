"""From a boundary chain to the canonical polygon that it bounds."""

from collections.abc import Collection

import numpy as np
import shapely

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.chain import Edges, Ints, pack
from geo_grid.core.edits.points import Edge
from geo_grid.core.errors import Refusal
from geo_grid.core.rings import polygon_of


def polygon_from(chain: Collection[Edge], grid: str) -> shapely.Geometry:
    """The canonical polygon of a chain of points.

    Raises
    ------
    Refusal
        ``too_fine``: the chain bounds no polygon.
    """
    ends: Ints = np.array(sorted(chain), dtype=np.int64).reshape(-1, 2, 2)
    count = len(ends)
    edges = Edges(
        pack(ends[:, 0]),
        pack(ends[:, 1]),
        np.zeros(count, dtype=np.int32),
        np.ones(count, dtype=np.int8),
        np.full(count, -1, dtype=np.int32),
        np.zeros(count, dtype=np.int64),
    )
    return polygon_bounded(edges, grid)


def polygon_bounded(edges: Edges, grid: str) -> shapely.Geometry:
    """The canonical polygon of a chain of packed points, whose weights were added up.

    Raises
    ------
    Refusal
        ``too_fine``: the chain bounds no polygon.
    """
    if not len(edges) or not (edges.weight == 1).all():
        raise Refusal("too_fine", grid=grid)
    try:
        found = canonical(as_array([polygon_of(edges)]))[0]
    except ValueError as error:
        raise Refusal("too_fine", grid=grid) from error
    rings = shapely.get_rings(shapely.get_parts(found))
    if shapely.get_num_coordinates(found) - len(rings) != len(edges):
        raise Refusal("too_fine", grid=grid)
    return found
