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
    """

    remains: Edges
    points: Ints
    edge: Ints
    both_sides: Mask


def lines_of(edges: Edges, origin: Ints) -> NDArray[np.object_]:
    """Two-point lines in lattice units relative to an origin, so that floats keep their full resolution."""
    ends = np.stack([unpack(edges.start) - origin, unpack(edges.end) - origin], axis=1)
    return np.asarray(shapely.linestrings(ends.astype(np.float64)))


def refine(source: SourceEdges) -> Refined:
    """Split left-over edges at the vertices on them and cancel again.

    A split that lets nothing cancel is taken back, so that the border of a real fault stays where it is.

    Parameters
    ----------
    source
        The edges involved in a chain sum's remains, with where they ran in their files.
    """
    edges = source.edges
    points, at = vertices_on_edges(source)
    if len(points) == 0:
        return Refined(sum_chain(edges).remains, points, at, np.zeros(0, dtype=bool))
    remains, before, after = _split(edges, points, at)
    kept = before | after
    if not kept.all():
        remains = _split(edges, points[kept], at[kept])[0] if kept.any() else sum_chain(edges).remains
    return Refined(remains, points[kept], at[kept], (before & after)[kept])


def _split(edges: Edges, points: Ints, at: Ints) -> tuple[Edges, Mask, Mask]:
    """What is left of edges split at points, and whether the pieces before and after each point cancelled.

    Parameters
    ----------
    edges
        n directed edges.
    points, at
        (k,) packed points and the positions of the edges they split, ordered by edge and along each edge.
    """
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
    return result.remains, before, after


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
    found = geometries.copy()
    counts = np.where(shapely.is_missing(geometries), 0, shapely.get_num_coordinates(geometries))
    first = np.concatenate([[0], np.cumsum(counts)])
    by_owner = mine[np.argsort(owner[mine], kind="stable")]
    for at in np.split(by_owner, np.flatnonzero(np.diff(owner[by_owner])) + 1):
        row = int(owner[at[0]])
        edge = refined.edge[at]
        vertex = edges.vertex[edge] - first[row]
        xy = shapely.get_coordinates(geometries[row])
        forward = (xy[vertex] == unpack(edges.start[edge])).all(axis=1)
        # Points come along the boundary, which may run against the order of the ring's vertices.
        along = np.arange(len(at))
        order = np.lexsort((np.where(forward, along, -along), vertex))
        found[row] = _inserted(geometries[row], vertex[order] + 1, unpack(refined.points[at])[order])
    return found


def _inserted(geometry: shapely.Geometry, before: Ints, xy: Ints) -> shapely.Geometry:
    """A polygonal geometry with vertices put in before the given positions among its coordinates."""
    passed = 0
    parts = []
    for part in shapely.get_parts(geometry):
        rings = []
        for ring in shapely.get_rings(part):
            given = shapely.get_coordinates(ring)
            here = (before > passed) & (before < passed + len(given))
            rings.append(np.insert(given, before[here] - passed, xy[here], axis=0) if here.any() else given)
            passed += len(given)
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
