"""Which vertices lie on which edges: exactly, or as nearly as rounding and reprojection leave them.

A vertex in the middle of a neighbour's edge rarely lies on it once both are on the lattice, and a straight
line in a Gauss–Krüger zone is not straight in longitude and latitude. So the distance is measured in the
edge's own file: within one lattice unit there, the vertex belongs on the edge.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Ints, unpack
from geo_grid.core.lattice import to_degrees
from geo_grid.core.slivers import SourceEdges, distance_to_segments

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: A vertex this near to an edge (lattice units, in the file's CRS) belongs on it; the rest is rounding.
_REACH = 1.0 + 1e-6
#: Nearer than this to an edge's end (lattice units) it is the same corner, drawn in two places, unless exact.
_CORNER = 20.0
#: Nearer than this on the lattice itself, no face between vertex and edge would survive the noding.
_HAIR = 2.0**-19
#: Candidate pairs handled at a time; bounds the memory.
_BATCH = 1_000_000
#: An edge whose bounding box may hold more vertices than this is looked up in shorter pieces.
_CROWD = 200.0
_SPLITS = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """Pairs of a vertex and an edge on which it lies.

    Parameters
    ----------
    points, edge
        (k,) packed points and the positions of the edges.
    exact
        (k,) True where the vertex lies on the edge as the lattice has it.
    bent
        (k,) True where it does so only in the file's CRS: on the lattice it is more than a unit away, because
        an edge that is straight there is not straight in longitude and latitude.
    """

    points: Ints
    edge: Ints
    exact: Mask
    bent: Mask


def vertices_on_edges(source: SourceEdges) -> Beside:
    """Pairs of a vertex and an edge of the same key on which it lies, strictly between its ends.

    Parameters
    ----------
    source
        Edges with where they ran in their own files.

    Returns
    -------
    The pairs, ordered by edge and along each edge.
    """
    edges = source.edges
    count = len(edges)
    key = np.tile(edges.key.astype(np.int64), 2)
    ends = np.concatenate([edges.start, edges.end])
    order = np.lexsort((ends, key))
    fresh = np.ones(2 * count, dtype=bool)
    fresh[1:] = (key[order][1:] != key[order][:-1]) | (ends[order][1:] != ends[order][:-1])
    chosen = order[fresh]
    vertices = _Vertices(source, chosen, ends[chosen], key[chosen])

    start, end = unpack(edges.start), unpack(edges.end)
    found: list[tuple[Ints, Ints, Floats, Floats]] = []
    for vertex, edge in _near(vertices.xy, start, end, source.margin()):
        p, e = _distinct(vertex, edge)
        apart = (vertices.packed[p] != edges.start[e]) & (vertices.packed[p] != edges.end[e])
        keep = apart & (vertices.key[p] == edges.key[e])
        p, e = p[keep], e[keep]
        along, toward = end[e] - start[e], vertices.xy[p] - start[e]
        squared = (along.astype(np.float64) ** 2).sum(axis=1)
        t = (along.astype(np.float64) * toward).sum(axis=1) / squared
        between = (t > 0.0) & (t < 1.0)
        # The difference of the products is exact modulo 2^64, and no true value comes near that.
        cross = along[:, 0] * toward[:, 1] - along[:, 1] * toward[:, 0]
        off = np.abs(cross) / np.sqrt(squared)
        on = between & (off <= _HAIR)
        length = np.sqrt(squared)
        rest = np.flatnonzero(between & ~on & (np.minimum(t, 1.0 - t) * length > _CORNER))
        on[rest] = vertices.within_reach(p[rest], e[rest])
        found.append((p[on], e[on], t[on], off[on]))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Beside(none, none, np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    p, e, t, off = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.lexsort((t, e))
    return Beside(vertices.packed[p[order]], e[order], off[order] <= _HAIR, off[order] > _REACH)


class _Vertices:
    """The ends of edges, each once per key, with their place in every CRS that occurs."""

    def __init__(self, source: SourceEdges, chosen: Ints, packed: Ints, key: Ints) -> None:
        self.source = source
        self.packed = packed
        self.key = key
        self.xy = unpack(packed)
        count = len(source.edges)
        self.edge = chosen % count
        is_end = (chosen >= count)[:, None]
        self.given = np.where(is_end, source.ends[self.edge, 2:], source.ends[self.edge, :2])

    def within_reach(self, p: Ints, e: Ints) -> Mask:
        """Whether vertices lie within one lattice unit of edges, in the CRS of the edge's file."""
        near = np.zeros(len(p), dtype=bool)
        crs_of = self.source.crs_of
        for which in np.unique(crs_of[e]):
            crs = self.source.crs[which]
            mine = np.flatnonzero(crs_of[e] == which)
            vertex, segment = p[mine], self.source.ends[e[mine]]
            distinct, back = np.unique(vertex, return_inverse=True)
            rounded = crs.from_lonlat(to_degrees(self.xy[distinct]))[back]
            distance = distance_to_segments(rounded, segment)
            same = crs_of[self.edge[vertex]] == which
            distance[same] = np.minimum(
                distance[same], distance_to_segments(self.given[vertex[same]], segment[same])
            )
            near[mine] = distance <= _REACH * crs.lattice_step
        return near


def _distinct(vertex: Ints, edge: Ints) -> tuple[Ints, Ints]:
    order = np.lexsort((vertex, edge))
    vertex, edge = vertex[order], edge[order]
    fresh = np.ones(len(vertex), dtype=bool)
    fresh[1:] = (vertex[1:] != vertex[:-1]) | (edge[1:] != edge[:-1])
    return vertex[fresh], edge[fresh]


def _near(xy: Ints, start: Ints, end: Ints, margin: Floats) -> Iterator[tuple[Ints, Ints]]:
    """Vertices near each edge, a few edges at a time; all of an edge's vertices come together.

    The bounding box of a long slanting edge holds half a town, so such an edge is looked up in pieces.
    """
    crowd = _Crowd(xy)
    edge = np.arange(len(start))
    low, high = np.zeros(len(start)), np.ones(len(start))
    origin, along = start.astype(np.float64), (end - start).astype(np.float64)

    def boxes(edge: Ints, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        one = origin[edge] + along[edge] * low[:, None]
        two = origin[edge] + along[edge] * high[:, None]
        room = margin[edge, None]
        return np.minimum(one, two) - room, np.maximum(one, two) + room

    for _ in range(_SPLITS):
        least, most = boxes(edge, low, high)
        big = crowd.is_wide(least, most) & ((most - least).min(axis=1) > 4.0 * margin[edge])
        if not big.any():
            break
        middle = (low[big] + high[big]) * 0.5
        edge = np.concatenate([edge[~big], edge[big], edge[big]])
        low, high = (
            np.concatenate([low[~big], low[big], middle]),
            np.concatenate([high[~big], middle, high[big]]),
        )
    order = np.argsort(edge, kind="stable")
    edge, low, high = edge[order], low[order], high[order]
    least, most = boxes(edge, low, high)
    load = np.cumsum(crowd.within(least, most) + 1.0)
    tree = shapely.STRtree(shapely.points(xy.astype(np.float64)))
    at = 0
    while at < len(edge):
        stop = int(np.searchsorted(load, (load[at - 1] if at else 0.0) + _BATCH))
        stop = max(stop, at + 1)
        stop = int(np.searchsorted(edge, edge[stop - 1], side="right"))
        piece, vertex = tree.query(
            shapely.box(least[at:stop, 0], least[at:stop, 1], most[at:stop, 0], most[at:stop, 1])
        )
        yield vertex, edge[at + piece]
        at = stop


class _Crowd:
    """Upper bounds for the number of points in boxes, from counts in a raster of quantiles."""

    def __init__(self, xy: Ints) -> None:
        bins = int(np.clip(len(xy) ** 0.5, 1, 1024))
        self.x = np.unique(np.quantile(xy[:, 0], np.linspace(0, 1, bins + 1)[1:-1]))
        self.y = np.unique(np.quantile(xy[:, 1], np.linspace(0, 1, bins + 1)[1:-1]))
        counts = np.zeros((len(self.x) + 2, len(self.y) + 2), dtype=np.int64)
        column, row = np.searchsorted(self.x, xy[:, 0]), np.searchsorted(self.y, xy[:, 1])
        np.add.at(counts, (column + 1, row + 1), 1)
        self.total = counts.cumsum(axis=0).cumsum(axis=1)

    def _span(self, least: Floats, most: Floats) -> tuple[Ints, Ints, Ints, Ints]:
        west, east = np.searchsorted(self.x, least[:, 0]), np.searchsorted(self.x, most[:, 0]) + 1
        south, north = np.searchsorted(self.y, least[:, 1]), np.searchsorted(self.y, most[:, 1]) + 1
        return west, south, east, north

    def is_wide(self, least: Floats, most: Floats) -> Mask:
        """Whether boxes are crowded and several cells across both ways, so that halves are less crowded."""
        west, south, east, north = self._span(least, most)
        wide: Mask = (np.minimum(east - west, north - south) > 2) & (self.within(least, most) > _CROWD)
        return wide

    def within(self, least: Floats, most: Floats) -> Floats:
        """At most how many points lie in boxes."""
        west, south, east, north = self._span(least, most)
        total = self.total
        found: Floats = (
            total[east, north] - total[west, north] - total[east, south] + total[west, south]
        ).astype(np.float64)
        return found
