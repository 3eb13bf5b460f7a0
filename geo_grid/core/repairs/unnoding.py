"""Taking back what noding put in for nothing.

Along a fault all edges get each other's vertices. Once its ground has changed hands some of these are no
longer met by anybody; where all of them can go from an edge, every grid gets that edge back as it was.
"""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.chain import edges_of, pack
from geo_grid.core.lattice import Geometries
from geo_grid.core.vertices import unpacked, vertices_of

#: One ring as packed points, not closed.
_Ring = list[int]


def unnoded(
    original: Geometries, geometry: Geometries, rows: Sequence[int], fixed: set[int]
) -> dict[int, shapely.Geometry]:
    """Shapes without the vertices that nobody meets any more.

    Parameters
    ----------
    original
        (n,) polygons before anything was noded.
    geometry
        (m ≥ n,) polygons now; rows beyond n are new.
    rows
        Rows whose polygon changed.
    fixed
        Packed points that stay, e.g. the parents' vertices.

    Returns
    -------
    Row → its polygon, where it lost vertices.
    """
    rows = [row for row in rows if row < len(original) and geometry[row] is not None]
    rings = {row: _rings(geometry[row]) for row in rows}
    edges = {row: _edges(original[row]) for row in rows}
    fresh = {row: vertices_of(geometry[row]) - vertices_of(original[row]) - fixed for row in rows}
    needless = {point for points in fresh.values() for point in points}
    needless -= _met_by_others(geometry, needless, fresh)
    while True:
        stays = {
            point
            for row in rows
            for parts in rings[row]
            for ring in parts
            for point in _not_restorable(ring, needless, edges[row])
        }
        if not stays:
            break
        needless -= stays
    put = {}
    for row in rows:
        if needless & fresh[row]:
            shape = _polygon(
                [[[p for p in ring if p not in needless] for ring in part] for part in rings[row]]
            )
            if shapely.is_valid(shape):
                put[row] = shape
    return put


def insertions_of(
    original: Geometries | Sequence[shapely.Geometry], noded: Geometries, wanted: set[int]
) -> dict[tuple[int, int], list[int]]:
    """What noding put into which edge.

    Parameters
    ----------
    original, noded
        (n,) polygons before and after.
    wanted
        Packed points that count.

    Returns
    -------
    Undirected edge (smaller packed point first) → the points that now lie on it.
    """
    found: dict[tuple[int, int], list[int]] = {}
    for before, after in zip(original, noded, strict=True):
        if before is None or after is None or after is before:
            continue
        edges, old = _edges(before), vertices_of(before)
        for ring in (ring for part in _rings(after) for ring in part):
            kept = [at for at, point in enumerate(ring) if point in old]
            for first, second in zip(kept, [*kept[1:], *(at + len(ring) for at in kept[:1])], strict=True):
                ends = ring[first], ring[second % len(ring)]
                between = [ring[at % len(ring)] for at in range(first + 1, second)]
                edge = min(ends), max(ends)
                if edge in edges and (points := [point for point in between if point in wanted]):
                    found[edge] = points
    return found


def _met_by_others(geometry: Geometries, points: set[int], fresh: dict[int, set[int]]) -> set[int]:
    """Points that are vertices of a polygon to which they are not new."""
    xy, owner = shapely.get_coordinates(geometry, return_index=True)
    packed = pack(xy.astype(np.int64))
    at = np.flatnonzero(np.isin(packed, np.array(sorted(points), dtype=np.int64)))
    pairs = zip(packed[at].tolist(), owner[at].tolist(), strict=True)
    return {point for point, row in pairs if point not in fresh.get(row, ())}


def _not_restorable(ring: _Ring, needless: set[int], edges: set[tuple[int, int]]) -> set[int]:
    """Needless points of a ring between two vertices that no original edge joined."""
    kept = [at for at, point in enumerate(ring) if point not in needless]
    if len(kept) == len(ring):
        return set()
    if len(kept) < 3:
        return needless & set(ring)
    found: set[int] = set()
    for first, second in zip(kept, [*kept[1:], kept[0] + len(ring)], strict=True):
        between = [ring[at % len(ring)] for at in range(first + 1, second)]
        ends = ring[first], ring[second % len(ring)]
        if between and (min(ends), max(ends)) not in edges:
            found.update(between)
    return found


def _rings(shape: shapely.Geometry) -> list[list[_Ring]]:
    return [
        [
            pack(shapely.get_coordinates(ring)[:-1].astype(np.int64)).tolist()
            for ring in shapely.get_rings(part)
        ]
        for part in shapely.get_parts(shape)
    ]


def _polygon(parts: list[list[_Ring]]) -> shapely.Geometry:
    polygons = []
    for rings in parts:
        shell, *holes = (shapely.linearrings(unpacked([*ring, ring[0]])) for ring in rings)
        polygons.append(shapely.Polygon(shell, holes))
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _edges(shape: shapely.Geometry) -> set[tuple[int, int]]:
    edges = edges_of(np.array([shape], dtype=object), np.zeros(1, dtype=np.int32))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    return set(zip(low.tolist(), high.tolist(), strict=True))
