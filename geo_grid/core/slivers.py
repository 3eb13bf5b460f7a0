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
from geo_grid.core.lattice import Geometries, to_degrees

#: How far a straight edge of a projected CRS may bend in lon/lat, in lattice units per squared unit length:
#: a generous bound on L²/(8·R·cos²φ), used only to choose candidates.
_BEND = 1e-9
_SLACK_UNITS = 2.0


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
    ends: NDArray[np.float64]


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
    length = np.hypot(*(high - low).T)
    margin = (_SLACK_UNITS + _BEND * length**2)[:, None]
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
    coordinates, owner = shapely.get_coordinates(face_array, return_index=True)
    split = np.searchsorted(owner, np.arange(len(faces) + 1))
    projected: dict[int, NDArray[np.float64]] = {}
    for which in np.unique(source.crs_of[edge_at]):
        projected[int(which)] = source.crs[which].from_lonlat(to_degrees(coordinates))
    best: dict[int, float] = {}
    for face, edge in zip(face_at.tolist(), edge_at.tolist(), strict=True):
        which = int(source.crs_of[edge])
        xy = projected[which][split[face] : split[face + 1]]
        off = distance_to_segment(xy, source.ends[edge]).max() / source.crs[which].lattice_step
        # A hair of tolerance: rounding of the comparison itself, not of the data.
        if off <= 1.0 + 1e-6 and off < best.get(face, np.inf):
            best[face] = off
            result[face] = edge
    return result


def distance_to_segment(xy: NDArray[np.float64], segment: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of each of (n, 2) points from the segment x0 y0 x1 y1, in their unit."""
    start, along = segment[:2], segment[2:] - segment[:2]
    squared = float(along @ along)
    t = np.clip((xy - start) @ along / squared, 0.0, 1.0) if squared else np.zeros(len(xy))
    offset = xy - (start + t[:, None] * along)
    distance: NDArray[np.float64] = np.hypot(offset[:, 0], offset[:, 1])
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
