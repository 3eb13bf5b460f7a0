"""Rings from edges by walking them: linear, where no two rings touch."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, ring_sizes_doubled, unpack
from geo_grid.core.lattice import Geometries


def walked_polygons(edges: Edges) -> Geometries | None:
    """Polygons that lie left of the edges, their rings found by following each edge to the next.

    Parameters
    ----------
    edges
        Directed edges, each once.

    Returns
    -------
    Polygons in lattice units, one a shell; a clockwise ring inside no shell bounds the outside and is left
    out. None where a vertex begins two edges or an edge has no next one: there walking does not decide.
    """
    order = np.argsort(edges.start)
    start = edges.start[order]
    if (start[1:] == start[:-1]).any():
        return None
    following = np.searchsorted(start, edges.end[order])
    if (following == len(start)).any() or (start[following] != edges.end[order]).any():
        return None
    visited, lengths = _cycles(following)
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)])
    closed = np.empty(offsets[-1], dtype=np.int64)
    is_last = np.zeros(offsets[-1], dtype=bool)
    is_last[offsets[1:] - 1] = True
    closed[~is_last] = visited
    closed[is_last] = closed[offsets[:-1]]
    xy = unpack(start[closed])
    rings = shapely.linearrings(
        xy.astype(np.float64), indices=np.repeat(np.arange(len(lengths)), lengths + 1)
    )
    return _assembled(rings, ring_sizes_doubled(xy, offsets))


def _cycles(following: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """The cycles of a permutation, one after the other, and their lengths."""
    next_edge = following.tolist()
    seen = bytearray(len(next_edge))
    visited: list[int] = []
    lengths: list[int] = []
    for first in range(len(next_edge)):
        if seen[first]:
            continue
        at, before = first, len(visited)
        while not seen[at]:
            seen[at] = 1
            visited.append(at)
            at = next_edge[at]
        lengths.append(len(visited) - before)
    return np.array(visited, dtype=np.int64), np.array(lengths, dtype=np.int64)


def _assembled(rings: Geometries, sizes: Ints) -> Geometries:
    """Shells (counter-clockwise) with their holes (clockwise), each in the nearest shell around it."""
    shells, holes = rings[sizes > 0], rings[sizes < 0]
    whole = shapely.polygons(shells)
    if len(holes) == 0 or len(shells) == 0:
        return np.asarray(whole)
    # Rings do not touch, so a hole lies in a shell if and only if any of its vertices does.
    corners = shapely.points(shapely.get_coordinates(shapely.get_point(holes, 0)))
    hole, shell = shapely.STRtree(whole).query(corners, predicate="within")
    nearest = np.lexsort((sizes[sizes > 0][shell], hole))
    hole, shell = hole[nearest], shell[nearest]
    first = np.concatenate([[True], hole[1:] != hole[:-1]]) if len(hole) else np.zeros(0, dtype=bool)
    by_shell: dict[int, list[int]] = {}
    for inner, outer in zip(hole[first].tolist(), shell[first].tolist(), strict=True):
        by_shell.setdefault(outer, []).append(inner)
    for outer, inner_rings in by_shell.items():
        whole[outer] = shapely.polygons(shells[outer], holes=holes[inner_rings])
    return np.asarray(whole)
