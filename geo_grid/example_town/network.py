"""The plan's lines as one network on the lattice: edges between crossings, and the blocks between edges."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.core.chain import pack
from geo_grid.core.lattice import Geometries
from geo_grid.example_town.frame import Ints, array_of, shapes_in_units
from geo_grid.example_town.lines import Line

#: A point nearer than this to a line is a vertex of it, metres.
_ON = 0.03
#: How far rounding may move an edge, lattice units.
_ROUNDED = 3.0


@dataclass(frozen=True)
class Network:
    """Edges and faces in lattice units.

    Parameters
    ----------
    edges
        (m,) lines from crossing to crossing.
    line
        (m,) the line of the plan each edge is part of.
    faces
        (n,) polygons between the edges.
    sides
        (m, 2) the two faces beside each edge, -1 where there is none.
    lengths
        (m,) lattice units.
    """

    edges: Geometries
    line: Ints
    faces: Geometries
    sides: Ints
    lengths: Any


def node(lines: list[Line]) -> Network:
    """Put lines on the lattice and cut them where they meet.

    Parameters
    ----------
    lines
        In metres; a line that ends on another ends exactly there.
    """
    drawn = shapes_in_units(_with_all_ends(lines))
    edges = shapely.get_parts(shapely.union_all(drawn, grid_size=1.0))
    edges = edges[shapely.length(edges) > 0]
    # Parts come in an order of the library's own; ours is by place.
    first = shapely.get_coordinates(shapely.get_point(edges, 0)).astype(np.int64)
    last = shapely.get_coordinates(shapely.get_point(edges, -1)).astype(np.int64)
    second = shapely.get_coordinates(shapely.get_point(edges, 1)).astype(np.int64)
    edges = edges[np.lexsort((pack(second), pack(last), pack(first)))]
    xy, of = shapely.get_coordinates(edges, return_index=True)
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    counts = np.diff(np.r_[starts, len(of)])
    at = starts + (counts - 1) // 2
    middles = shapely.points((xy[at] + xy[at + 1]) / 2)
    line = _lines_at(middles, drawn)
    faces = _ordered(shapely.get_parts(shapely.polygonize(edges)))
    return Network(edges, line, faces, _sides(edges, faces), shapely.length(edges))


def _with_all_ends(lines: list[Line]) -> Geometries:
    """The lines with the ends of all others as vertices, metres."""
    drawn = array_of([shapely.LineString(line.xy) for line in lines])
    ends = np.concatenate([[line.xy[0], line.xy[-1]] for line in lines])
    points = shapely.points(ends)
    at, on = shapely.STRtree(drawn).query(points, predicate="dwithin", distance=_ON)
    order = np.lexsort((at, on))
    at, on = at[order], on[order]
    found = list(drawn)
    for which in np.unique(on).tolist():
        mine = (
            ends[at[on == which]]
            if len(on) < 400
            else ends[at[np.searchsorted(on, which) : np.searchsorted(on, which + 1)]]
        )
        xy = lines[which].xy
        along = shapely.line_locate_point(drawn[which], shapely.points(mine))
        own = np.r_[0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
        extra = np.abs(along[:, None] - own[None, :]).min(axis=1) > 2 * _ON
        # A vertex that is already there takes the exact place of the end that touches it.
        xy = xy.copy()
        for place, there in zip(along[~extra], mine[~extra], strict=True):
            xy[int(np.argmin(np.abs(own - place)))] = there
        merged = np.concatenate([xy, mine[extra]])
        position = np.r_[own, along[extra]]
        by = np.argsort(position, kind="stable")
        merged, position = merged[by], position[by]
        keep = np.r_[True, np.diff(position) > 1e-6]
        found[which] = shapely.LineString(merged[keep])
    return array_of(found)


def _lines_at(middles: Geometries, drawn: Geometries) -> Ints:
    """(m,) the line nearest to the middle of each edge; the first of several."""
    # Single segments are found faster than lines as long as the town.
    xy, of = shapely.get_coordinates(drawn, return_index=True)
    same = of[1:] == of[:-1]
    pieces = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)[same])
    at, on = shapely.STRtree(pieces).query_nearest(middles, max_distance=_ROUNDED, all_matches=True)
    line = np.full(len(middles), np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(line, at, of[1:][same][on])
    line[line == np.iinfo(np.int64).max] = -1
    if (line < 0).any():
        raise ValueError("an edge of the network lies on no line of the plan")
    return line


def _ordered(faces: Geometries) -> Geometries:
    """Faces from the smallest vertex of each, so that the order is ours."""
    faces = shapely.normalize(faces)
    place = shapely.get_coordinates(shapely.point_on_surface(faces))
    return np.asarray(faces[np.lexsort((place[:, 1], place[:, 0]))])


def segments(shapes: Geometries) -> tuple[Ints, Ints, Ints]:
    """Smaller end, larger end and shape of every segment of lines or rings in lattice units."""
    rings, of_shape = (
        shapely.get_rings(shapes, return_index=True)
        if len(shapes) and shapely.get_type_id(shapes[0]) == 3
        else (shapes, np.arange(len(shapes)))
    )
    xy, of_ring = shapely.get_coordinates(rings, return_index=True)
    points = pack(np.asarray(xy).astype(np.int64))
    same = of_ring[1:] == of_ring[:-1]
    low = np.minimum(points[1:], points[:-1])[same]
    high = np.maximum(points[1:], points[:-1])[same]
    return low, high, np.asarray(of_shape)[of_ring[1:][same]].astype(np.int64)


def _sides(edges: Geometries, faces: Geometries) -> Ints:
    """(m, 2) faces beside each edge."""
    first = np.array([np.asarray(shapely.get_coordinates(edge)[:2]) for edge in edges]).astype(np.int64)
    a, b = pack(first[:, 0]), pack(first[:, 1])
    edge_low, edge_high = np.minimum(a, b), np.maximum(a, b)
    low, high, face = segments(faces)
    order = np.lexsort((face, high, low))
    low, high, face = low[order], high[order], face[order]
    keys = np.stack([low, high], axis=1)
    _, start, count = np.unique(keys, axis=0, return_index=True, return_counts=True)
    table = {
        (int(low[s]), int(high[s])): (int(face[s]), int(face[s + 1]) if c > 1 else -1)
        for s, c in zip(start.tolist(), count.tolist(), strict=True)
    }
    none = (-1, -1)
    return np.array(
        [table.get(key, none) for key in zip(edge_low.tolist(), edge_high.tolist(), strict=True)],
        dtype=np.int64,
    )
