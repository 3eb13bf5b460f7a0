"""Giving patches of ground from some grids to others, in boundary chains, so that nothing else moves."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.chain import Edges, edges_of, join, pack, sum_chain
from geo_grid.core.coverage import edge_lengths_m
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import Geometries
from geo_grid.core.repairs.leftover import all_edges
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.rings import polygon_of


def is_whole(face: shapely.Geometry) -> bool:
    """True where all corners of a face are on the lattice."""
    xy = shapely.get_coordinates(face)
    return bool((xy == np.floor(xy)).all())


def borders_m(work: Workpiece, faults: Sequence[Fault]) -> list[dict[int, float]]:
    """For each fault with a whole face, row under the same parent → metres of border they share."""
    shared: list[dict[int, float]] = [{} for _ in faults]
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
    lengths = edge_lengths_m(edges.start, edges.end).tolist()
    for side, row, length in zip(_sides(edges), edges.owner.tolist(), lengths, strict=True):
        for other in sides.get(side, ()):
            fault = int(mine.owner[other])
            shared[fault][row] = shared[fault].get(row, 0.0) + length
    return shared


def _sides(edges: Edges) -> list[tuple[int, int, int]]:
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    return list(zip(edges.key.tolist(), low.tolist(), high.tolist(), strict=True))


def give(
    geometry: Geometries,
    moves: Sequence[tuple[shapely.Geometry, Sequence[int], int | None]],
) -> dict[int, shapely.Geometry | None]:
    """Add patches to some rows and take them from others: one chain sum for all rows.

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
    gains = [(receiver, patch) for patch, _, receiver in moves if receiver is not None]
    losses = [(giver, patch) for patch, givers, _ in moves for giver in givers]
    rows = sorted({row for row, _ in (*gains, *losses)})
    place = {row: at for at, row in enumerate(rows)}
    if not rows:
        return {}
    parts = [edges_of(geometry[rows], np.arange(len(rows), dtype=np.int32))]
    for pieces, weight in ((gains, 1), (losses, -1)):
        if pieces:
            patches = np.array([patch for _, patch in pieces], dtype=object)
            key = np.array([place[row] for row, _ in pieces], dtype=np.int32)
            parts.append(edges_of(patches, key, weight))
    total = sum_chain(join(parts)).remains
    total = total.take(np.argsort(total.key, kind="stable"))
    cuts = np.searchsorted(total.key, np.arange(len(rows) + 1))
    return {row: _whole(total.take(np.arange(cuts[at], cuts[at + 1]))) for at, row in enumerate(rows)}


def _whole(chain: Edges) -> shapely.Geometry | None:
    """The polygon that a chain bounds; None where it bounds none, or more than its rings hold."""
    if not (chain.weight == 1).all():
        return None
    try:
        exact = polygon_of(chain)
    except ValueError:
        return None
    if exact.is_empty:
        return exact
    rings = shapely.get_rings(shapely.get_parts(exact))
    fits = shapely.get_num_coordinates(exact) - len(rings) == len(chain)
    return exact if fits and shapely.is_valid(exact) else None
