"""Which edges run through a given lattice point, so that it can be put into them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, edges_of, unpack
from geo_grid.core.lattice import Geometries
from geo_grid.core.vertices import rebuild, unpacked

#: A crossing rounded to the lattice lies at most half a diagonal off the edges that cross there.
ROUNDING_REACH = 0.75


def edges_near(geometry: Geometries, rows: Ints, points: Ints) -> Edges:
    """Edges of some rows whose box comes within a unit of any of the points."""
    near = np.full(len(geometry), None, dtype=object)
    near[rows] = geometry[rows]
    edges = edges_of(near, np.zeros(len(geometry), dtype=np.int32))
    if not len(edges) or not len(points):
        return edges.take(np.zeros(0, dtype=np.int64))
    start, end = unpack(edges.start), unpack(edges.end)
    low = np.minimum(start, end) - 1.0
    high = np.maximum(start, end) + 1.0
    tree = shapely.STRtree(shapely.points(unpacked(points)))
    hit, _ = tree.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    return edges.take(np.unique(hit))


def insertions_at(edges: Edges, points: Ints, reach: float) -> dict[tuple[int, int], list[int]]:
    """Undirected edges that pass within `reach` units of points that are not their ends.

    Parameters
    ----------
    edges
        Candidates, see `edges_near`.
    points
        Packed lattice points.
    reach
        Lattice units.
    """
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    if not len(edges) or not len(points):
        return found
    origin = unpack(points).min(axis=0)
    ends = np.stack([unpack(edges.start) - origin, unpack(edges.end) - origin], axis=1).astype(np.float64)
    places = shapely.points(unpacked(points) - origin)
    edge_at, point_at = shapely.STRtree(places).query(
        shapely.linestrings(ends), predicate="dwithin", distance=reach
    )
    start, end = edges.start[edge_at], edges.end[edge_at]
    point = points[point_at]
    inner = (point != start) & (point != end)
    low, high = np.minimum(start, end)[inner], np.maximum(start, end)[inner]
    for a, b, p in zip(low.tolist(), high.tolist(), point[inner].tolist(), strict=True):
        found[a, b].append(p)
    return found


def node_rows(
    geometry: Geometries, rows: Iterable[int], insertions: Mapping[tuple[int, int], list[int]]
) -> dict[int, shapely.Geometry]:
    """New shapes of the rows that one of the insertions changes."""
    put = {}
    for row in rows:
        shape = rebuild(geometry[row], insertions, {})
        if shape is not geometry[row]:
            put[row] = shape
    return put


def rows_near(geometry: Geometries, places: NDArray[np.object_], reach: float) -> Ints:
    """Rows whose ground comes within `reach` units of any of the places."""
    tree = shapely.STRtree(geometry)
    _, rows = tree.query(places, predicate="dwithin", distance=reach)
    return np.unique(rows).astype(np.int64)
