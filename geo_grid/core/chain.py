"""Boundary chains: the directed edges of polygons on the lattice, summed exactly.

A polygon's boundary runs counter-clockwise round its shell and clockwise round its holes. Adding the
boundaries of grids, and subtracting the boundary of what they should tile, leaves nothing if and only if
they tile it; an edge cancels its reverse. Keys are compared as integers; a hash only orders them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.lattice import Geometries

Ints = NDArray[np.int64]

# Latitude is shifted to be non-negative, so that a point packs into one int64: x in the upper half.
_LATITUDE_SHIFT = 900_000_000
_MASK = 0xFFFFFFFF
#: A ring less than this across (lattice units) has twice its area in an int64.
_WIDE = 2_000_000_000
_LARGEST = 9.0e18


@dataclass(frozen=True, slots=True)
class Edges:
    """Directed edges between packed lattice points.

    Parameters
    ----------
    start, end
        (n,) packed lattice points, see `pack`.
    key
        (n,) which sum an edge belongs to (the parent).
    weight
        (n,) +1 for a grid's own edge, -1 for an edge of what is subtracted; sums after cancelling.
    owner
        (n,) index of the polygon the edge came from, -1 once edges were merged.
    vertex
        (n,) index of the edge's first coordinate among all coordinates of that polygon's set.
    """

    start: Ints
    end: Ints
    key: NDArray[np.int32]
    weight: NDArray[np.int8]
    owner: NDArray[np.int32]
    vertex: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: NDArray[np.bool_] | Ints) -> "Edges":
        """The edges at a mask or at positions."""
        return Edges(
            self.start[which],
            self.end[which],
            self.key[which],
            self.weight[which],
            self.owner[which],
            self.vertex[which],
        )


def pack(xy: Ints) -> Ints:
    """(n, 2) lattice units as (n,) int64 that sort by x, then y."""
    packed: Ints = (xy[:, 0] << 32) | (xy[:, 1] + _LATITUDE_SHIFT)
    return packed


def unpack(points: Ints) -> Ints:
    """The reverse of `pack`."""
    return np.stack([points >> 32, (points & _MASK) - _LATITUDE_SHIFT], axis=-1)


def ring_sizes_doubled(xy: Ints, offsets: Ints) -> Ints:
    """Twice the signed area of each closed ring; exact up to 9.2e18, beyond that of the right sign.

    Parameters
    ----------
    xy
        (n, 2) lattice units of all rings, one after the other, each closed.
    offsets
        (rings + 1,) where each ring starts.
    """
    counts = np.diff(offsets)
    first = np.repeat(xy[offsets[:-1]], counts, axis=0)
    local = xy - first
    cross = np.zeros(len(xy), dtype=np.int64)
    cross[:-1] = local[:-1, 0] * local[1:, 1] - local[1:, 0] * local[:-1, 1]
    cross[offsets[1:] - 1] = 0  # no edge leads from one ring to the next
    sizes: Ints = np.add.reduceat(cross, offsets[:-1]) if len(counts) else np.zeros(0, dtype=np.int64)
    wide = np.flatnonzero(np.maximum.reduceat(np.abs(local).max(axis=1), offsets[:-1]) > _WIDE)
    for ring in wide:
        # Most of the world: twice its area does not fit an int64 and would come round with the wrong sign.
        part = local[offsets[ring] : offsets[ring + 1]].astype(np.float64)
        area = float((part[:-1, 0] * part[1:, 1] - part[1:, 0] * part[:-1, 1]).sum())
        if abs(area) > _LARGEST:
            sizes[ring] = int(np.copysign(_LARGEST, area))
    return sizes


def edges_of(geometries: Geometries, key: NDArray[np.int32], weight: int = 1) -> Edges:
    """Directed boundary edges of polygons and multipolygons.

    Parameters
    ----------
    geometries
        (n,) lattice-unit polygons or multipolygons; None and empty ones give no edges.
    key
        (n,) the sum each polygon belongs to.
    weight
        +1 to add the boundaries, -1 to subtract them.

    Returns
    -------
    Edges without zero-length ones. ``vertex`` counts through `shapely.get_coordinates(geometries)`.
    """
    sound = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    which = np.flatnonzero(sound)
    if len(which) == 0:
        none = np.zeros(0, dtype=np.int64)
        return Edges(none, none, np.zeros(0, np.int32), np.zeros(0, np.int8), np.zeros(0, np.int32), none)
    kind, flat, offsets = shapely.to_ragged_array(geometries[which], include_z=False)
    if kind == shapely.GeometryType.POLYGON:
        rings, polygons = offsets
        owner_of_polygon = which
    else:
        rings, polygons, parts = offsets
        owner_of_polygon = np.repeat(which, np.diff(parts))
    rings = np.asarray(rings, dtype=np.int64)
    xy = flat.astype(np.int64)
    is_shell = np.zeros(len(rings) - 1, dtype=bool)
    is_shell[np.asarray(polygons[:-1], dtype=np.int64)] = True
    owner_of_ring = np.repeat(owner_of_polygon, np.diff(polygons)).astype(np.int32)
    turns_left = ring_sizes_doubled(xy, rings) > 0
    reverse_ring = turns_left != is_shell

    points = pack(xy)
    counts = np.diff(rings)
    is_edge = np.ones(len(points), dtype=bool)
    is_edge[rings[1:] - 1] = False
    is_edge[:-1] &= points[:-1] != points[1:]
    at = np.flatnonzero(is_edge)
    ring_of = np.repeat(np.arange(len(counts), dtype=np.int32), counts)[at]
    start, end = points[at], points[at + 1]
    turned = reverse_ring[ring_of]
    start[turned], end[turned] = end[turned], start[turned]
    owner = owner_of_ring[ring_of]
    return Edges(start, end, key[owner], np.full(len(at), weight, dtype=np.int8), owner, at)


def join(parts: Sequence[Edges]) -> Edges:
    """Several sets of edges as one, in order."""
    return Edges(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("start", "end", "key", "weight", "owner", "vertex")
        )
    )


@dataclass(frozen=True, slots=True)
class Sum:
    """What a chain sum left over.

    Parameters
    ----------
    remains
        One edge per undirected edge and key whose weights do not cancel, directed and with positive weight.
    involved
        All edges, as given, that share their undirected edge and key with one of the remains.
    position
        (n,) positions of `involved` among the edges given.
    """

    remains: Edges
    involved: Edges
    position: Ints


def _mixed(low: Ints, high: Ints, key: NDArray[np.int32]) -> NDArray[np.uint64]:
    # Multiply-xor mixing (constants of splitmix64): orders the edges, never decides equality.
    with np.errstate(over="ignore"):
        mixed: NDArray[np.uint64] = low.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(31)
        mixed += high.view(np.uint64)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
        mixed += key.astype(np.uint64)
        mixed *= np.uint64(0x94D049BB133111EB)
    return mixed


def sum_chain(edges: Edges) -> Sum:
    """Add up directed edges; an edge cancels its reverse within the same key.

    Linear but for one sort. Equal keys are found by exact integer comparison: should two different keys share
    a hash, a lexical sort of the integers takes over.
    """
    if len(edges) == 0:
        return Sum(edges, edges, np.zeros(0, dtype=np.int64))
    forward = edges.start < edges.end
    low = np.where(forward, edges.start, edges.end)
    high = np.where(forward, edges.end, edges.start)
    mixed = _mixed(low, high, edges.key)
    order = np.argsort(mixed)
    ordered = mixed[order]
    same_hash = ordered[1:] == ordered[:-1]
    del mixed, ordered

    def same_key(order: Ints) -> NDArray[np.bool_]:
        sorted_low, sorted_high, sorted_key = low[order], high[order], edges.key[order]
        same: NDArray[np.bool_] = (
            (sorted_low[1:] == sorted_low[:-1])
            & (sorted_high[1:] == sorted_high[:-1])
            & (sorted_key[1:] == sorted_key[:-1])
        )
        return same

    same = same_key(order)
    if not np.array_equal(same, same_hash):
        order = np.lexsort((edges.key, high, low))
        same = same_key(order)
    group_start = np.flatnonzero(np.concatenate([[True], ~same]))
    signed = np.where(forward, edges.weight, -edges.weight).astype(np.int32)[order]
    total = np.add.reduceat(signed, group_start)
    left = np.flatnonzero(total)
    if len(left) == 0:
        none = np.zeros(0, dtype=np.int64)
        return Sum(edges.take(none), edges.take(none), none)
    group_size = np.diff(np.concatenate([group_start, [len(order)]]))
    first = order[group_start[left]]
    forwards = total[left] > 0
    remains = Edges(
        np.where(forwards, low[first], high[first]),
        np.where(forwards, high[first], low[first]),
        edges.key[first],
        np.minimum(np.abs(total[left]), 127).astype(np.int8),
        np.full(len(left), -1, dtype=np.int32),
        edges.vertex[first],
    )
    in_left = np.zeros(len(group_start), dtype=bool)
    in_left[left] = True
    position = np.sort(order[np.repeat(in_left, group_size)])
    return Sum(remains, edges.take(position), position)
