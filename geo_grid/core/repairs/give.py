"""Giving patches of ground from some grids to others, in boundary chains, so that nothing else moves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.chain import Edges, Ints, edges_of, join, pack, sum_chain
from geo_grid.core.lattice import Geometries
from geo_grid.core.repairs.nodes import ROUNDING_REACH, edges_near, insertions_at, node_rows
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.rings import doubled_area, polygon_of
from geo_grid.core.vertices import rebuild

#: Grids this near (lattice units) to a patch may touch it after rounding.
_NEAR = 2.0


@dataclass(frozen=True)
class Patch:
    """A face of the proof, on the lattice and noded with what surrounds it.

    Parameters
    ----------
    face
        Polygon in whole lattice units; None where rounding leaves no ground of it.
    rows
        Rows whose ground comes near it.
    """

    face: shapely.Geometry | None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """Grids noded along the patches, and the patches on the lattice.

    Parameters
    ----------
    put
        Row → noded shape, where noding changed it.
    patches
        In the order of the faces given.
    """

    put: dict[int, shapely.Geometry]
    patches: tuple[Patch, ...]


def rounded(face: shapely.Geometry) -> shapely.Geometry | None:
    """A face with its crossings rounded to the lattice; None where no ground is left."""
    whole = shapely.transform(face, lambda xy: np.floor(xy + 0.5))
    whole = shapely.remove_repeated_points(whole)
    if not shapely.is_valid(whole):
        low = np.floor(np.asarray(shapely.bounds(whole))[:2])
        local = shapely.make_valid(shapely.transform(whole, lambda xy: xy - low))
        whole = shapely.transform(shapely.set_precision(local, 1.0), lambda xy: xy + low)
        parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
        if not parts:
            return None
        whole = shapely.multipolygons(parts) if len(parts) > 1 else parts[0]
    return None if whole.is_empty or doubled_area(whole) == 0 else whole


def prepare(work: Workpiece, faces: Sequence[shapely.Geometry]) -> Prepared:
    """Put the corners of faces into every edge that passes through them.

    Parameters
    ----------
    work
        The grids.
    faces
        Faces of faults, lattice units.
    """
    geometry = work.children.geometry
    whole = [rounded(face) for face in faces]
    at = [number for number, face in enumerate(whole) if face is not None]
    if not at:
        return Prepared({}, tuple(Patch(None) for _ in whole))
    places = np.array([whole[number] for number in at], dtype=object)
    corners = np.unique(pack(shapely.get_coordinates(places).astype(np.int64)))
    place, near = shapely.STRtree(geometry).query(places, predicate="dwithin", distance=_NEAR)
    rows = np.unique(near).astype(np.int64)
    insertions = insertions_at(edges_near(geometry, rows, corners), corners, ROUNDING_REACH)
    put = node_rows(geometry, rows.tolist(), insertions)
    # The same corners go into the patches' own borders, so that both sides keep the same edges.
    borders = edges_of(places, np.zeros(len(places), dtype=np.int32))
    own = insertions_at(borders, _vertices(geometry, rows, put), ROUNDING_REACH)
    patches = [Patch(None)] * len(whole)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for number, row in zip(place.tolist(), near.tolist(), strict=True):
        rows_of[number].append(row)
    for number, original in enumerate(at):
        patches[original] = Patch(rebuild(places[number], own, {}), tuple(sorted(rows_of[number])))
    return Prepared(put, tuple(patches))


def _vertices(geometry: Geometries, rows: Ints, put: dict[int, shapely.Geometry]) -> Ints:
    shapes = np.array([put.get(row, geometry[row]) for row in rows.tolist()], dtype=object)
    return np.unique(pack(shapely.get_coordinates(shapes).astype(np.int64)))


def border_lengths(patch: shapely.Geometry, shapes: dict[int, shapely.Geometry]) -> dict[int, Edges]:
    """Edges of a patch that each row shares with it; rows that share none are left out."""
    rows = list(shapes)
    geometry = np.array([patch, *(shapes[row] for row in rows)], dtype=object)
    edges = edges_of(geometry, np.zeros(len(geometry), dtype=np.int32))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    mine = edges.owner == 0
    wanted = set(zip(low[mine].tolist(), high[mine].tolist(), strict=True))
    shared: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(~mine).tolist():
        if (int(low[at]), int(high[at])) in wanted:
            shared[rows[int(edges.owner[at]) - 1]].append(at)
    return {row: edges.take(np.array(found, dtype=np.int64)) for row, found in shared.items()}


def give(
    shapes: dict[int, shapely.Geometry], moves: Sequence[tuple[shapely.Geometry, Sequence[int], int | None]]
) -> dict[int, shapely.Geometry]:
    """Add patches to some rows and take them from others.

    Parameters
    ----------
    shapes
        Row → its polygon, noded along the patches.
    moves
        Patch, rows that lose it, row that gains it (None: nobody).

    Returns
    -------
    Row → its new polygon; empty where all its ground went.
    """
    gained: dict[int, list[shapely.Geometry]] = defaultdict(list)
    lost: dict[int, list[shapely.Geometry]] = defaultdict(list)
    for patch, givers, receiver in moves:
        if receiver is not None:
            gained[receiver].append(patch)
        for giver in givers:
            lost[giver].append(patch)
    return {
        row: _summed(shapes[row], gained.get(row, []), lost.get(row, [])) for row in sorted({*gained, *lost})
    }


def _summed(
    shape: shapely.Geometry, gained: list[shapely.Geometry], lost: list[shapely.Geometry]
) -> shapely.Geometry:
    """Exact where the chains fit; snap rounding of this one grid otherwise."""
    parts = [edges_of(np.array([shape], dtype=object), np.zeros(1, dtype=np.int32))]
    for patches, weight in ((gained, 1), (lost, -1)):
        if patches:
            array = np.array(patches, dtype=object)
            parts.append(edges_of(array, np.zeros(len(array), dtype=np.int32), weight))
    total = sum_chain(join(parts)).remains
    expected = doubled_area(shape) + sum(map(doubled_area, gained)) - sum(map(doubled_area, lost))
    if (total.weight == 1).all():
        try:
            exact = polygon_of(total)
        except ValueError:
            exact = None
        if exact is not None and shapely.is_valid(exact) and doubled_area(exact) == expected:
            return exact
    low = np.floor(np.asarray(shapely.bounds(shape))[:2])
    local = [shapely.transform(g, lambda xy: xy - low) for g in (shape, *gained)]
    merged = shapely.union_all(local, grid_size=1.0)
    if lost:
        away = shapely.union_all([shapely.transform(g, lambda xy: xy - low) for g in lost], grid_size=1.0)
        merged = shapely.difference(merged, away, grid_size=1.0)
    polygons = [part for part in shapely.get_parts(merged) if part.geom_type == "Polygon"]
    if not polygons:
        return shapely.Polygon()
    whole = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return shapely.transform(whole, lambda xy: xy + low)
