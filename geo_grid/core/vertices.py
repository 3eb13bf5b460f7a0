"""Inserting vertices into edges and moving vertices, without touching anything else."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import shapely

from geo_grid.core.chain import Ints, pack, unpack

#: (start, end) of an edge → packed points to put into it, in either direction of travel.
Insertions = Mapping[tuple[int, int], Sequence[int]]


def rebuild(geometry: shapely.Geometry, insertions: Insertions, moves: Mapping[int, int]) -> shapely.Geometry:
    """A polygon with points inserted into some of its edges and some of its vertices moved.

    Parameters
    ----------
    geometry
        Polygon or multipolygon in lattice units.
    insertions
        Undirected edge (smaller packed point first) → points, in any order; they are put along the edge.
    moves
        Packed vertex → where it goes. Applied after insertion.

    Returns
    -------
    The changed polygon, possibly invalid; the same object where nothing applied.
    """
    changed = False
    parts = []
    for part in shapely.get_parts(geometry):
        rings = []
        for ring in shapely.get_rings(part):
            points = pack(shapely.get_coordinates(ring).astype(np.int64))
            new = _ring(points, insertions, moves)
            if new is None:
                rings.append(ring)
                continue
            changed = True
            if len(new) >= 4:
                rings.append(shapely.linearrings(unpacked(new)))
            elif not rings:
                break  # the shell collapsed, and the part with it
        if rings:
            parts.append(shapely.Polygon(rings[0], rings[1:]))
    if not changed:
        return geometry
    if not parts:
        return shapely.Polygon()
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def without(geometry: shapely.Geometry, point: int) -> shapely.Geometry | None:
    """A polygon without one of its vertices (packed); the edges beside it become one.

    None where a ring would be left with fewer than three corners.
    """
    parts = []
    for part in shapely.get_parts(geometry):
        rings = []
        for ring in shapely.get_rings(part):
            points = pack(shapely.get_coordinates(ring).astype(np.int64)).tolist()[:-1]
            kept = [p for p in points if p != point]
            if len(kept) < 3:
                return None
            rings.append(shapely.linearrings(unpacked([*kept, kept[0]])))
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def vertices_of(geometry: shapely.Geometry) -> set[int]:
    """Packed vertices of a lattice polygon."""
    return set(pack(shapely.get_coordinates(geometry).astype(np.int64)).tolist())


def unpacked(points: Sequence[int] | Ints) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(n, 2) coordinates of packed points, as shapely wants them."""
    return unpack(np.asarray(points, dtype=np.int64)).astype(np.float64)


def _ring(points: Ints, insertions: Insertions, moves: Mapping[int, int]) -> list[int] | None:
    flat = points.tolist()
    out: list[int] = [flat[0]]
    touched = False
    for a, b in pairwise(flat):
        inner = insertions.get((min(a, b), max(a, b)))
        if inner:
            out.extend(along(a, b, inner))
            touched = True
        out.append(b)
    if moves and any(point in moves for point in out):
        out = [moves.get(point, point) for point in out]
        touched = True
    if not touched:
        return None
    return [point for at, point in enumerate(out) if at == 0 or point != out[at - 1]]


def along(start: int, end: int, points: Sequence[int]) -> list[int]:
    """Distinct points in the order in which an edge passes them."""
    distinct = sorted(set(points) - {start, end})
    if len(distinct) < 2:
        return distinct
    origin, direction = unpacked([start])[0], unpacked([end])[0] - unpacked([start])[0]
    order = np.argsort((unpacked(distinct) - origin) @ direction, kind="stable")
    return [distinct[at] for at in order]
