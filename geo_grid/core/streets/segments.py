"""Streets cut where they meet: at shared vertices, where one ends on another, and where two cross.

A bridge does not meet the street below it: lines of different levels are cut only where one of them ends. All
in whole lattice units, in time that grows with the number of edges, whatever the number of streets.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import pack
from geo_grid.core.lattice import Geometries, to_degrees, to_units

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: A vertex within this distance of another line lies on it, lattice units: rounding moved it off by less.
_ON_LINE = 1.5


@dataclass(frozen=True)
class Segments:
    """Pieces of streets between two nodes.

    Parameters
    ----------
    geometry
        (k,) LineStrings, EPSG:4326 degrees on the lattice.
    street
        (k,) which street each is a piece of.
    from_node, to_node
        (k,) the lattice points of its ends, packed (`geo_grid.core.chain.pack`); equal is one crossing.
    """

    geometry: Geometries
    street: Ints
    from_node: Ints
    to_node: Ints

    def __len__(self) -> int:
        return len(self.street)


@dataclass(frozen=True)
class _Vertices:
    """Vertices of all parts, one after the other: place in units, and the part each is of."""

    xy: Ints
    part: Ints


def cut_streets(degrees: Geometries, levels: Ints | None = None) -> Segments:
    """Cut streets into the segments between their crossings.

    Parameters
    ----------
    degrees
        (n,) LineStrings or MultiLineStrings, EPSG:4326 on the lattice, without repeated points; None has no
        segments.
    levels
        (n,) 0 on the ground, 1 a bridge over it, -1 a tunnel …; None where all are on the ground.

    Returns
    -------
    Segments in the order of the streets.
    """
    levels = np.zeros(len(degrees), dtype=np.int64) if levels is None else levels
    parts, street = shapely.get_parts(degrees, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    if len(xy) == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return Segments(np.zeros(0, dtype=object), nothing, nothing, nothing)
    vertices = _Vertices(to_units(xy), part.astype(np.int64))
    level_of_part = levels[street]
    met_at, met = _meetings(vertices, level_of_part)
    vertices, is_met = _with_meetings(vertices, met_at, met)
    is_node = is_met | _shared(vertices, level_of_part)
    return _pieces(vertices, is_node, street.astype(np.int64))


def _ends(part: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which vertices are the first, and which the last, of their part."""
    change = part[1:] != part[:-1]
    return np.concatenate([[True], change]), np.concatenate([change, [True]])


def _shared(vertices: _Vertices, level_of_part: Ints) -> NDArray[np.bool_]:
    """Vertices where a part ends, or where two of one level meet."""
    first, last = _ends(vertices.part)
    packed = pack(vertices.xy)
    _, place = np.unique(packed, return_inverse=True)
    ends_here = np.zeros(len(place), dtype=bool)
    ends_here[place[first | last]] = True
    known, level = np.unique(level_of_part, return_inverse=True)
    keys = place * len(known) + level[vertices.part]
    _, at, times = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(ends_here[place] | (times[at] > 1))


def _meetings(vertices: _Vertices, level_of_part: Ints) -> tuple[Ints, Ints]:
    """Where edges of one level meet without sharing a vertex.

    Returns
    -------
    (m,) edges (named by their first vertex) and (m, 2) the points to put into them.
    """
    start = np.flatnonzero(vertices.part[1:] == vertices.part[:-1])
    a, b = vertices.xy[start], vertices.xy[start + 1]
    edges = shapely.linestrings(np.stack([a, b], axis=1).astype(np.float64))
    tree = shapely.STRtree(edges)
    one, two = tree.query(edges)
    level = level_of_part[vertices.part[start]]
    keep = (one < two) & (level[one] == level[two])
    one, two = one[keep], two[keep]
    apart = np.ones(len(one), dtype=bool)
    for p in (a, b):
        for q in (a, b):
            apart &= (p[one] != q[two]).any(axis=1)
    one, two = one[apart], two[apart]
    at_edge: list[Ints] = []
    points: list[Ints] = []
    touched = np.zeros(len(one), dtype=bool)
    for on, point in ((one, a[two]), (one, b[two]), (two, a[one]), (two, b[one])):
        touches = _lies_on(point, a[on], b[on])
        touched |= touches
        at_edge.append(start[on[touches]])
        points.append(point[touches])
    one, two = one[~touched], two[~touched]
    crosses, where = _crossings(a[one], b[one], a[two], b[two])
    for on in (one, two):
        at_edge.append(start[on[crosses]])
        points.append(where)
    return np.concatenate(at_edge), np.concatenate(points)


def _lies_on(point: Ints, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether points lie on edges, between their ends."""
    along, off = (b - a).astype(np.float64), (point - a).astype(np.float64)
    square = (along**2).sum(axis=1)
    dot = (along * off).sum(axis=1)
    cross = np.abs(along[:, 0] * off[:, 1] - along[:, 1] * off[:, 0])
    return np.asarray((dot > 0) & (dot < square) & (cross <= _ON_LINE * np.sqrt(square)))


def _turn(a: Ints, b: Ints, point: Ints) -> Ints:
    """Sign of the side of a→b on which a point lies; exact."""
    ab, ap = b - a, point - a
    return np.asarray(np.sign(ab[:, 0] * ap[:, 1] - ab[:, 1] * ap[:, 0]))


def _crossings(a: Ints, b: Ints, c: Ints, d: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Which pairs a–b, c–d cross, and (of those) the lattice point nearest to where."""
    crosses = (_turn(a, b, c) * _turn(a, b, d) < 0) & (_turn(c, d, a) * _turn(c, d, b) < 0)
    start = a[crosses].astype(np.float64)
    u, v, w = ((end - a)[crosses].astype(np.float64) for end in (b, a + d - c, c))
    share = (w[:, 0] * v[:, 1] - w[:, 1] * v[:, 0]) / (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    return crosses, np.floor(start + share[:, None] * u + 0.5).astype(np.int64)


def _with_meetings(vertices: _Vertices, edge: Ints, points: Ints) -> tuple[_Vertices, NDArray[np.bool_]]:
    """Vertices with the points put into their edges, and which vertices are such points."""
    count = len(vertices.xy)
    if len(edge) == 0:
        return vertices, np.zeros(count, dtype=bool)
    along = ((points - vertices.xy[edge]) ** 2).sum(axis=1)
    xy = np.concatenate([vertices.xy, points])
    after = np.concatenate([np.arange(count), edge])
    order = np.lexsort((np.concatenate([np.zeros(count, dtype=np.int64), along]), after))
    is_met = np.concatenate([np.zeros(count, dtype=bool), np.ones(len(edge), dtype=bool)])[order]
    xy, part = xy[order], np.concatenate([vertices.part, vertices.part[edge]])[order]
    # A point that rounding put onto a vertex makes that vertex a node.
    same = (part[1:] == part[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    group = np.concatenate([[0], np.cumsum(~same)])
    met = np.zeros(group[-1] + 1, dtype=bool)
    met[group[is_met]] = True
    kept = np.concatenate([[True], ~same])
    return _Vertices(xy[kept], part[kept]), met


def _pieces(vertices: _Vertices, is_node: NDArray[np.bool_], street: Ints) -> Segments:
    """The lines between nodes; a node between two pieces ends one and begins the next."""
    first, last = _ends(vertices.part)
    inner = is_node & ~first & ~last
    repeat = np.where(inner, 2, 1)
    xy = np.repeat(vertices.xy, repeat, axis=0)
    # The second copy of an inner node begins a piece, and so does the first vertex of a part.
    begins = np.zeros(len(xy), dtype=bool)
    offset = np.cumsum(repeat) - repeat
    begins[offset[first]] = True
    begins[offset[inner] + 1] = True
    piece = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    stops = np.concatenate([starts[1:], [len(xy)]]) - 1
    packed = pack(xy)
    part_of_vertex = np.repeat(vertices.part, repeat)
    lines: Any = shapely.linestrings(to_degrees(xy), indices=piece)
    return Segments(np.asarray(lines), street[part_of_vertex[starts]], packed[starts], packed[stops])
