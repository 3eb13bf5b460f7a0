"""Giving patches of ground from some grids to others, in boundary chains, so that nothing else moves."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.chain import Edges, edges_of, join, pack, sum_chain
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import Geometries
from geo_grid.core.repairs.leftover import all_edges
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.rings import doubled_area, polygon_of


def is_whole(face: shapely.Geometry) -> bool:
    """True where all corners of a face are on the lattice."""
    xy = shapely.get_coordinates(face)
    return bool((xy == np.floor(xy)).all())


def borders(work: Workpiece, faults: Sequence[Fault]) -> list[dict[int, Edges]]:
    """For each fault with a whole face, row under the same parent → the edges it shares with the face."""
    shared: list[dict[int, Edges]] = [{} for _ in faults]
    if not faults:
        return shared
    faces = np.array([fault.face for fault in faults], dtype=object)
    key = np.array([fault.key for fault in faults], dtype=np.int32)
    mine = edges_of(faces, key)
    edges = all_edges(work)
    corners = pack(shapely.get_coordinates(faces).astype(np.int64))
    edges = edges.take(
        (edges.owner < len(work.children)) & np.isin(edges.start, corners) & np.isin(edges.end, corners)
    )
    sides: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at, side in enumerate(_sides(mine)):
        sides[side].append(at)
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (side, owner) in enumerate(zip(_sides(edges), edges.owner.tolist(), strict=True)):
        for other in sides.get(side, ()):
            found[int(mine.owner[other]), owner].append(at)
    for (fault, row), at_edges in found.items():
        shared[fault][row] = edges.take(np.array(at_edges, dtype=np.int64))
    return shared


def _sides(edges: Edges) -> list[tuple[int, int, int]]:
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    return list(zip(edges.key.tolist(), low.tolist(), high.tolist(), strict=True))


def give(
    geometry: Geometries,
    moves: Sequence[tuple[shapely.Geometry, Sequence[int], int | None]],
) -> dict[int, shapely.Geometry | None]:
    """Add patches to some rows and take them from others.

    Parameters
    ----------
    geometry
        (n,) polygons, noded along the patches.
    moves
        Patch, rows that lose it, row that gains it (None: nobody).

    Returns
    -------
    Row → its new polygon; empty where all its ground went, None where the chains do not fit.
    """
    gained: dict[int, list[shapely.Geometry]] = defaultdict(list)
    lost: dict[int, list[shapely.Geometry]] = defaultdict(list)
    for patch, givers, receiver in moves:
        if receiver is not None:
            gained[receiver].append(patch)
        for giver in givers:
            lost[giver].append(patch)
    rows = sorted({*gained, *lost})
    return {row: _summed(geometry[row], gained.get(row, []), lost.get(row, [])) for row in rows}


def _summed(
    shape: shapely.Geometry, gained: list[shapely.Geometry], lost: list[shapely.Geometry]
) -> shapely.Geometry | None:
    parts = [edges_of(np.array([shape], dtype=object), np.zeros(1, dtype=np.int32))]
    for patches, weight in ((gained, 1), (lost, -1)):
        if patches:
            array = np.array(patches, dtype=object)
            parts.append(edges_of(array, np.zeros(len(array), dtype=np.int32), weight))
    total = sum_chain(join(parts)).remains
    expected = doubled_area(shape) + sum(map(doubled_area, gained)) - sum(map(doubled_area, lost))
    if not (total.weight == 1).all():
        return None
    try:
        exact = polygon_of(total)
    except ValueError:
        return None
    sound = doubled_area(exact) == expected and (exact.is_empty or shapely.is_valid(exact))
    return exact if sound else None
