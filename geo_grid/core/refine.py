"""Vertices in the middle of somebody's edge: split exactly there, and cancel again.

    A ────────────── B      the edge of one grid
    A ───── M ────── B      its neighbours' edges, with a vertex M on it

Nothing cancels in the plain chain sum, yet no ground is at fault. Splitting every left-over edge at the
lattice points that lie exactly on it lets the matching pieces cancel: what remains then bounds real ground.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, sum_chain, unpack

#: Candidate pairs handled at a time; bounds the memory of the exact test.
_BATCH = 2_000_000


@dataclass(frozen=True, slots=True)
class Refined:
    """The remains after splitting.

    Parameters
    ----------
    remains
        Edges that still do not cancel, split at every lattice point on them.
    points, edge
        (k,) unmatched vertices, packed, and the position of the edge (among those given) that lacks them.
    both_sides
        (k,) True where the stretches of that edge on both sides of the vertex cancelled.
    """

    remains: Edges
    points: Ints
    edge: Ints
    both_sides: NDArray[np.bool_]


def lines_of(edges: Edges, origin: Ints) -> NDArray[np.object_]:
    """Two-point lines in lattice units relative to an origin, so that floats keep their full resolution."""
    ends = np.stack([unpack(edges.start) - origin, unpack(edges.end) - origin], axis=1)
    return np.asarray(shapely.linestrings(ends.astype(np.float64)))


def points_on_edges(edges: Edges) -> tuple[Ints, Ints]:
    """Pairs (packed point, edge position): end points that lie exactly inside an edge of the same key."""
    tree = shapely.STRtree(lines_of(edges, np.zeros(2, dtype=np.int64)))
    candidates = np.unique(np.concatenate([edges.start, edges.end]))
    xy = unpack(candidates)
    found_point: list[Ints] = []
    found_edge: list[Ints] = []
    start, end = unpack(edges.start), unpack(edges.end)
    # Which keys use a point: (point, key) pairs, searched by position.
    uses = np.unique(
        np.stack([np.concatenate([edges.start, edges.end]), np.tile(edges.key.astype(np.int64), 2)]), axis=1
    )
    uses_record = np.rec.fromarrays([uses[0], uses[1]])
    for at in range(0, len(candidates), 100_000):
        block = slice(at, at + 100_000)
        near_point, near_edge = tree.query(shapely.points(xy[block].astype(np.float64)))
        for chunk in range(0, len(near_point), _BATCH):
            p = near_point[chunk : chunk + _BATCH] + at
            e = near_edge[chunk : chunk + _BATCH]
            along = end[e] - start[e]
            toward = xy[p] - start[e]
            on_line = along[:, 0] * toward[:, 1] == along[:, 1] * toward[:, 0]
            inside = on_line & (candidates[p] != edges.start[e]) & (candidates[p] != edges.end[e])
            p, e = p[inside], e[inside]
            pair = np.rec.fromarrays([candidates[p], edges.key[e].astype(np.int64)])
            where = np.searchsorted(uses_record, pair)
            used = uses_record[np.minimum(where, len(uses_record) - 1)] == pair
            found_point.append(candidates[p[used]])
            found_edge.append(e[used])
    if not found_point:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(found_point), np.concatenate(found_edge).astype(np.int64)


def refine(edges: Edges) -> Refined:
    """Split left-over edges at the lattice points on them and cancel again.

    Parameters
    ----------
    edges
        The edges involved in a chain sum's remains, with their owners.
    """
    points, at = points_on_edges(edges)
    if len(points) == 0:
        none = np.zeros(0, dtype=np.int64)
        return Refined(sum_chain(edges).remains, none, none, np.zeros(0, dtype=bool))
    start_xy = unpack(edges.start[at])
    offset = unpack(points) - start_xy
    distance = np.abs(offset).max(axis=1)  # orders points along one edge exactly
    order = np.lexsort((distance, at))
    points, at = points[order], at[order]

    is_split = np.zeros(len(edges), dtype=bool)
    is_split[at] = True
    first_of_edge = np.concatenate([[True], at[1:] != at[:-1]])
    last_of_edge = np.concatenate([at[1:] != at[:-1], [True]])
    # Pieces that end at each point, and one more that leads from the last point to the edge's end.
    before_start = np.where(first_of_edge, edges.start[at], np.concatenate([[0], points[:-1]]))
    whole = np.flatnonzero(~is_split)
    tails = np.flatnonzero(last_of_edge)
    start = np.concatenate([edges.start[whole], before_start, points[tails]])
    end = np.concatenate([edges.end[whole], points, edges.end[at[tails]]])
    source = np.concatenate([whole, at, at[tails]])
    pieces = Edges(
        start, end, edges.key[source], edges.weight[source], edges.owner[source], edges.vertex[source]
    )
    result = sum_chain(pieces)
    cancelled = np.ones(len(pieces), dtype=bool)
    cancelled[result.position] = False

    before = cancelled[len(whole) : len(whole) + len(at)]
    after = np.zeros(len(at), dtype=bool)
    after[:-1] = before[1:]
    after[tails] = cancelled[len(whole) + len(at) :]
    unmatched = before | after
    return Refined(result.remains, points[unmatched], at[unmatched], (before & after)[unmatched])
