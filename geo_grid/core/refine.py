"""Vertices in the middle of somebody's edge: split there, and cancel again.

    A ────────────── B      the edge of one grid
    A ───── M ────── B      its neighbours' edges, with a vertex M on it

Nothing cancels in the plain chain sum, yet no ground is at fault. Splitting every left-over edge at the
vertices that lie on it lets the matching pieces cancel: what remains then bounds real ground.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.beside import vertices_on_edges
from geo_grid.core.chain import Edges, Ints, sum_chain, unpack
from geo_grid.core.lattice import Geometries
from geo_grid.core.slivers import SourceEdges

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Refined:
    """The remains after splitting.

    Parameters
    ----------
    remains
        Edges that still do not cancel, split only where a stretch that cancels begins or ends.
    points, edge
        (k,) unmatched vertices, packed, and the position of the edge (among those given) that lacks them.
    both_sides
        (k,) True where the stretches of that edge on both sides of the vertex cancelled.
    onward
        (k,) packed point where the stretch ends that begins at the vertex and did not cancel; the vertex
        itself where both sides cancelled.
    """

    remains: Edges
    points: Ints
    edge: Ints
    both_sides: Mask
    onward: Ints


def lines_of(edges: Edges, origin: Ints) -> NDArray[np.object_]:
    """Two-point lines in lattice units relative to an origin, so that floats keep their full resolution."""
    ends = np.stack([unpack(edges.start) - origin, unpack(edges.end) - origin], axis=1)
    return np.asarray(shapely.linestrings(ends.astype(np.float64)))


def refine(source: SourceEdges) -> Refined:
    """Split left-over edges at the vertices on them and cancel again.

    What lies on an edge exactly goes first; vertices that only rounding or reprojection put beside it may
    then match what is still left. A split that lets nothing cancel is taken back, and so is one that rounding
    alone put beside an edge where a real fault begins: that fault keeps its exact border.

    Parameters
    ----------
    source
        The edges involved in a chain sum's remains, with where they ran in their files.
    """
    edges = source.edges
    beside = vertices_on_edges(source)
    points, at, exact = beside.points, beside.edge, beside.exact
    plain = sum_chain(edges)
    if len(points) == 0:
        return Refined(plain.remains, points, at, np.zeros(0, dtype=bool), points)
    on = np.flatnonzero(exact)
    first = _split(edges, points[on], at[on])
    # Flags for all pairs; those of an exact match stand whatever else is tried.
    before, after = np.zeros(len(points), dtype=bool), np.zeros(len(points), dtype=bool)
    before[on], after[on] = first.before, first.after
    kept = before | after
    remains = plain.remains
    if not exact.all():
        tried = kept | (~exact & _is_left(first, at, on) & _ends_left(first, edges, points, at))
        second = _split(edges, points[tried], at[tried])
        matched = np.zeros(len(points), dtype=bool)
        matched[tried] = np.where(
            beside.bent[tried], second.before | second.after, second.before & second.after
        )
        kept |= matched
    if kept.any():
        last = _split(edges, points[kept], at[kept])
        remains = last.remains
        before[kept] |= last.before
        after[kept] |= last.after
        told = kept & (before | after)
        if not np.array_equal(told, kept):  # a neighbour on the same edge was taken back
            kept = told
            remains = _split(edges, points[kept], at[kept]).remains if kept.any() else plain.remains
    points, at, before, after = points[kept], at[kept], before[kept], after[kept]
    first_of_edge, last_of_edge = _ends_of_runs(at)
    onward = np.where(
        after,
        np.where(first_of_edge, edges.start[at], np.roll(points, 1)),
        np.where(last_of_edge, edges.end[at], np.roll(points, -1)),
    )
    both = before & after
    return Refined(remains, points, at, both, np.where(both, points, onward))


def _ends_of_runs(at: Ints) -> tuple[Mask, Mask]:
    """Which of some sorted values are the first, and which the last, of their kind."""
    changes = at[1:] != at[:-1]
    return np.concatenate([[True], changes])[: len(at)], np.concatenate([changes, [True]])[: len(at)]


@dataclass(frozen=True, slots=True)
class _Split:
    """What came of splitting edges at points and cancelling.

    Parameters
    ----------
    remains
        What is left.
    before, after
        (k,) whether the pieces before and after each point cancelled.
    whole
        (n,) whether an edge that was not split cancelled; False where it was split.
    """

    remains: Edges
    before: Mask
    after: Mask
    whole: Mask


def _split(edges: Edges, points: Ints, at: Ints) -> _Split:
    """Split edges at points and cancel.

    Parameters
    ----------
    edges
        n directed edges.
    points, at
        (k,) packed points and the positions of the edges they split, ordered by edge and along each edge.
    """
    is_split = np.zeros(len(edges), dtype=bool)
    is_split[at] = True
    first_of_edge, last_of_edge = _ends_of_runs(at)
    # Pieces that end at each point, and one more that leads from the last point to the edge's end.
    before_start = np.where(first_of_edge, edges.start[at], np.roll(points, 1))
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
    after = np.roll(before, -1)
    after[tails] = cancelled[len(whole) + len(at) :]
    unsplit = np.zeros(len(edges), dtype=bool)
    unsplit[whole] = cancelled[: len(whole)]
    return _Split(result.remains, before, after, unsplit)


def _is_left(split: _Split, at: Ints, on: Ints) -> Mask:
    """Whether each point falls on a piece of its edge that did not cancel in a split at the points `on`."""
    position = np.arange(len(at))
    following = np.searchsorted(on, position)
    previous = following - 1
    has_next = np.zeros(len(at), dtype=bool)
    has_previous = np.zeros(len(at), dtype=bool)
    gone = split.whole[at]
    if len(on):
        after_it = np.minimum(following, len(on) - 1)
        has_next = (following < len(on)) & (at[on[after_it]] == at)
        has_previous = (previous >= 0) & (at[on[np.maximum(previous, 0)]] == at)
        gone = np.where(has_previous, split.after[np.maximum(previous, 0)], gone)
        gone = np.where(has_next, split.before[after_it], gone)
    return ~gone


def _ends_left(split: _Split, edges: Edges, points: Ints, at: Ints) -> Mask:
    """Whether each point is an end of something that is still left under the same key."""
    left = split.remains
    key = np.concatenate([left.key, left.key, edges.key[at]])
    point = np.concatenate([left.start, left.end, points])
    order = np.lexsort((point, key))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (key[order][1:] != key[order][:-1]) | (point[order][1:] != point[order][:-1])
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.cumsum(fresh)
    count = 2 * len(left)
    return np.isin(group[count:], group[:count])


def noded(geometries: Geometries, first_owner: int, edges: Edges, refined: Refined) -> Geometries:
    """Polygons with their unmatched vertices inserted, as the refined remains have them.

    Parameters
    ----------
    geometries
        (n,) lattice polygons of one set, as the edges were taken from them.
    first_owner
        Owner number of the first of them.
    edges
        The edges that were refined.
    refined
        What came of it.

    Returns
    -------
    (n,) polygons; those that lack no vertex are the same objects.
    """
    owner = edges.owner[refined.edge] - first_owner
    mine = np.flatnonzero((owner >= 0) & (owner < len(geometries)))
    if len(mine) == 0:
        return geometries
    rows = np.unique(owner[mine])
    counts = np.where(shapely.is_missing(geometries), 0, shapely.get_num_coordinates(geometries))
    first = np.concatenate([[0], np.cumsum(counts)])
    # From positions among all coordinates of the set to positions among those of the rows that change.
    local_first = np.concatenate([[0], np.cumsum(counts[rows])])
    edge = refined.edge[mine]
    vertex = edges.vertex[edge] - first[owner[mine]] + local_first[np.searchsorted(rows, owner[mine])]

    kind, xy, offsets = shapely.to_ragged_array(geometries[rows], include_z=False)
    # Points come along the boundary, which may run against the order of the ring's vertices.
    forward = (xy[vertex] == unpack(edges.start[edge])).all(axis=1)
    along = np.arange(len(mine))
    order = np.lexsort((np.where(forward, along, -along), vertex))
    before = vertex[order] + 1
    grown = np.insert(xy, before, unpack(refined.points[mine])[order], axis=0)
    rings = offsets[0] + np.searchsorted(before, offsets[0], side="left")
    found = geometries.copy()
    found[rows] = shapely.from_ragged_array(kind, grown, (rings, *offsets[1:]))
    return found
