"""Faces so thin that they are no ground at all: a vertex that rounding or reprojection put beside an edge.

A vertex in the middle of a neighbour's edge rarely lies on it once both are on the lattice, and a straight
line in a Gauss–Krüger zone is not straight in longitude and latitude. A face wholly within one
lattice unit of one source edge, measured in the file's own CRS, is therefore an unmatched vertex and not a
gap or an overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, pack, unpack
from geo_grid.core.crs import Crs
from geo_grid.core.lattice import UNITS_PER_DEGREE, Geometries, to_degrees

Floats = NDArray[np.float64]

#: Room for rounding beside an edge, lattice units.
_SLACK_UNITS = 3.0
#: A face is thin up to this distance (lattice units); the rest is rounding of the comparison itself.
_THIN = 1.0 + 1e-6
#: Vertices compared at a time; bounds the memory.
_BATCH = 1_000_000


@dataclass(frozen=True)
class SourceEdges:
    """Edges together with where they ran in their own file.

    Parameters
    ----------
    edges
        n left-over edges.
    crs
        The CRSs that occur.
    crs_of
        (n,) index into `crs`.
    ends
        (n, 4) x0 y0 x1 y1 in the units of that CRS, before rounding, from start to end.
    """

    edges: Edges
    crs: tuple[Crs, ...]
    crs_of: NDArray[np.int8]
    ends: Floats

    def margin(self) -> Floats:
        """(n,) how far beside its lattice chord an edge may run: the bend of its middle, and rounding."""
        bend = np.zeros(len(self.edges))
        chord = (unpack(self.edges.start) + unpack(self.edges.end)) * 0.5
        for which in np.unique(self.crs_of):
            crs = self.crs[which]
            mine = np.flatnonzero(self.crs_of == which)
            middle = (self.ends[mine, :2] + self.ends[mine, 2:]) * 0.5
            off = crs.to_lonlat(middle) * UNITS_PER_DEGREE - chord[mine]
            bend[mine] = np.hypot(off[:, 0], off[:, 1])
        room: Floats = _SLACK_UNITS + 1.5 * np.where(np.isfinite(bend), bend, 0.0)
        return room


def thin_along(faces: Sequence[shapely.Geometry], keys: Ints, source: SourceEdges) -> list[int]:
    """For each face the position of the edge it hugs within one lattice unit, or -1.

    Parameters
    ----------
    faces
        Polygons in lattice units.
    keys
        (faces,) the key each belongs to.
    source
        The edges involved in the remains.
    """
    result = [-1] * len(faces)
    if not len(faces) or not len(source.edges):
        return result
    start, end = unpack(source.edges.start), unpack(source.edges.end)
    low = np.minimum(start, end).astype(np.float64)
    high = np.maximum(start, end).astype(np.float64)
    margin = source.margin()[:, None]
    low -= margin
    high += margin
    tree = shapely.STRtree(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    face_array = np.array(faces, dtype=object)
    bounds = shapely.bounds(face_array)
    face_at, edge_at = tree.query(shapely.points(bounds[:, :2]))
    fits = (
        (bounds[face_at, 2] <= high[edge_at, 0])
        & (bounds[face_at, 3] <= high[edge_at, 1])
        & (keys[face_at] == source.edges.key[edge_at])
    )
    face_at, edge_at = face_at[fits], edge_at[fits]
    if len(face_at) == 0:
        return result
    coordinates, owner = shapely.get_coordinates(face_array, return_index=True)
    first = np.searchsorted(owner, np.arange(len(faces) + 1))
    off = np.full(len(face_at), np.inf)
    for which in np.unique(source.crs_of[edge_at]):
        crs = source.crs[which]
        placed = crs.from_lonlat(to_degrees(coordinates))
        mine = np.flatnonzero(source.crs_of[edge_at] == which)
        sizes = first[face_at[mine] + 1] - first[face_at[mine]]
        for at in np.split(mine, np.flatnonzero(np.diff(np.cumsum(sizes) // _BATCH)) + 1):
            size = first[face_at[at] + 1] - first[face_at[at]]
            begin = np.cumsum(size) - size
            vertex = np.arange(size.sum()) + np.repeat(first[face_at[at]] - begin, size)
            away = distance_to_segments(placed[vertex], source.ends[np.repeat(edge_at[at], size)])
            off[at] = np.maximum.reduceat(away, begin) / crs.lattice_step
    thin = np.flatnonzero(off <= _THIN)
    # The nearest edge is written last.
    for at in thin[np.argsort(-off[thin], kind="stable")].tolist():
        result[int(face_at[at])] = int(edge_at[at])
    return result


def distance_to_segments(xy: Floats, segments: Floats) -> Floats:
    """Distance of each of (n, 2) points from its own (n, 4) segment x0 y0 x1 y1, in their unit."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    toward = xy - start
    squared = (along * along).sum(axis=1)
    t = np.clip((toward * along).sum(axis=1) / np.where(squared > 0.0, squared, 1.0), 0.0, 1.0)
    off = toward - t[:, None] * along
    distance: Floats = np.hypot(off[:, 0], off[:, 1])
    return distance


def source_edges(
    edges: Edges, sets: Sequence[tuple[Geometries, Geometries, NDArray[np.bool_], Crs]]
) -> SourceEdges:
    """Look up where edges ran in their own files.

    Parameters
    ----------
    edges
        Edges whose ``owner`` counts through all sets, one after the other, whose ``vertex`` counts through
        the coordinates of its own set's lattice geometries.
    sets
        Per set: lattice geometries, the same rows as the file gave them, rows whose shape was replaced (their
        lattice coordinates stand in), and the file's CRS.
    """
    ends = np.empty((len(edges), 4), dtype=np.float64)
    crs_of = np.zeros(len(edges), dtype=np.int8)
    first_row = 0
    for number, (lattice, given, replaced, crs) in enumerate(sets):
        mine = np.flatnonzero((edges.owner >= first_row) & (edges.owner < first_row + len(lattice)))
        crs_of[mine] = number
        counts = shapely.get_num_coordinates(lattice)
        counts = np.where(shapely.is_missing(lattice), 0, counts)
        starts = np.concatenate([[0], np.cumsum(counts)])
        rows = edges.owner[mine] - first_row
        by_row = np.argsort(rows, kind="stable")
        for at in np.split(by_row, np.flatnonzero(np.diff(rows[by_row])) + 1) if len(by_row) else []:
            row = int(rows[at[0]])
            local = edges.vertex[mine[at]] - starts[row]
            if replaced[row]:
                xy = crs.from_lonlat(to_degrees(shapely.get_coordinates(lattice[row])))
            else:
                xy = shapely.get_coordinates(given[row])
            first = pack(shapely.get_coordinates(lattice[row])[local].astype(np.int64))
            turned = first != edges.start[mine[at]]
            ends[mine[at], :2] = xy[local + turned]
            ends[mine[at], 2:] = xy[local + ~turned]
        first_row += len(lattice)
    return SourceEdges(edges, tuple(crs for *_, crs in sets), crs_of, ends)
