"""Noding along faults: every crossing and every vertex there becomes a vertex of all edges through it.

Snap rounding (Hobby 1999, "Practical segment intersection with finite precision output"): a vertex or a
crossing heats the lattice cell around it, and an edge that passes through a hot cell gets the cell's middle
as a vertex. Edges then meet only at their ends and never pass to the other side of a vertex, so the patches
between them have their corners on the lattice and change hands by adding chains, exactly. No edge moves by
more than half a lattice unit, and only edges along the named faults take part.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.chain import Edges, Ints, edges_of, pack, sum_chain, unpack
from geo_grid.core.entry import region_of
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import Geometries
from geo_grid.core.repairs.leftover import all_edges
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.rings import polygon_of
from geo_grid.core.vertices import Insertions, rebuild, unpacked

#: Edges and vertices this near to a fault (lattice units) are along it.
_BESIDE = 1.5
#: Half a cell, lattice units; the upper and right sides belong to the next one.
CELL = 0.5
#: As far as the proof takes a vertex for one on the edge: for patches whose chains do not fit otherwise.
WIDE_CELL = 1.0
_OPEN = 2.0**-16


@dataclass(frozen=True)
class Noded:
    """Shapes with more vertices.

    Parameters
    ----------
    put
        Row → its noded shape.
    wholes
        Row of a parent → its noded shape.
    """

    put: dict[int, shapely.Geometry]
    wholes: dict[int, shapely.Geometry]

    def __bool__(self) -> bool:
        return bool(self.put or self.wholes)


def node_along(work: Workpiece, faults: Sequence[Fault], half: float = CELL) -> Noded:
    """Node all edges along faults that have a face.

    Parameters
    ----------
    work
        The grids; invalid ones are left as they are.
    faults
        Faults; those without a face count for nothing.
    half
        Half the width of a hot cell, lattice units.
    """
    chosen = [fault for fault in faults if fault.face is not None]
    if not chosen:
        return Noded({}, {})
    faces = np.array([fault.face for fault in chosen], dtype=object)
    keys = np.array([fault.key for fault in chosen], dtype=np.int64)
    edges = all_edges(work)
    face, at = shapely.STRtree(lines_between(edges.start, edges.end)).query(
        faces, predicate="dwithin", distance=_BESIDE
    )
    beside = edges.take(np.unique(at[edges.key[at] == keys[face]]))
    if not len(beside):
        return Noded({}, {})
    return insert(work, beside, _insertions(beside, faces, keys, half))


def insert(work: Workpiece, edges: Edges, insertions: Mapping[int, Insertions]) -> Noded:
    """Put points into edges.

    Parameters
    ----------
    work
        The grids.
    edges
        Edges with their owners, among them all that an insertion names.
    insertions
        Key → undirected edge → points.
    """
    count = len(work.children)
    put: dict[int, shapely.Geometry] = {}
    wholes: dict[int, shapely.Geometry] = {}
    named = [end for of_key in insertions.values() for edge in of_key for end in edge]
    ends = np.array(named, dtype=np.int64)
    edges = edges.take(np.isin(edges.start, ends) & np.isin(edges.end, ends))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    columns = (edges.owner.tolist(), edges.key.tolist(), low.tolist(), high.tolist())
    owners = {
        owner: key for owner, key, a, b in zip(*columns, strict=True) if (a, b) in insertions.get(key, {})
    }
    for owner, key in sorted(owners.items()):
        if owner >= count:
            shape = work.wholes.entered.geometry[owner - count] if work.wholes is not None else None
        else:
            shape = None if work.children.invalid[owner] else work.children.geometry[owner]
        if shape is None:
            continue
        new = settled(rebuild(shape, insertions[key], {}))
        if new is None or new is shape:
            continue
        if owner >= count:
            wholes[owner - count] = new
        else:
            put[owner] = new
    return Noded(put, wholes)


def settled(shape: shapely.Geometry) -> shapely.Geometry | None:
    """A polygon whose rings may touch after vertices were put in, as a valid one; None for no ground."""
    if shapely.is_valid(shape):
        return None if shape.is_empty else shape
    total = sum_chain(edges_of(np.array([shape], dtype=object), np.zeros(1, dtype=np.int32))).remains
    if len(total) and (total.weight == 1).all():
        try:
            exact = polygon_of(total)
        except ValueError:
            exact = None
        if exact is not None and shapely.is_valid(exact):
            return exact
    region = region_of(shape)
    return None if region.is_empty else region


def lines_between(start: Ints, end: Ints) -> Geometries:
    """Two-point lines between packed points, lattice units."""
    return np.asarray(shapely.linestrings(np.stack([unpacked(start), unpacked(end)], axis=1)))


def _insertions(
    edges: Edges, faces: Geometries, keys: Ints, half: float
) -> dict[int, dict[tuple[int, int], list[int]]]:
    """Key → undirected edge → hot points that it passes through."""
    columns = np.stack(
        [
            edges.key.astype(np.int64),
            np.minimum(edges.start, edges.end),
            np.maximum(edges.start, edges.end),
        ],
        axis=1,
    )
    key, low, high = np.unique(columns, axis=0).T
    origin = unpack(low).min(axis=0).astype(np.float64)
    ends = np.stack([unpacked(low) - origin, unpacked(high) - origin], axis=1)
    lines = np.asarray(shapely.linestrings(ends))
    tree = shapely.STRtree(lines)
    point, point_key = _hot(lines, tree, key, low, high, origin)
    # Only what happens at the faults is theirs to change.
    places = shapely.points(unpacked(point))
    at, face = shapely.STRtree(faces).query(places, predicate="dwithin", distance=_BESIDE)
    near = np.unique(at[point_key[at] == keys[face]])
    point, point_key = point[near], point_key[near]
    xy = unpacked(point) - origin
    x, y = xy[:, 0], xy[:, 1]
    cells = shapely.box(x - half, y - half, x + half - _OPEN, y + half - _OPEN)
    cell, edge = tree.query(cells, predicate="intersects")
    inner = (point_key[cell] == key[edge]) & (point[cell] != low[edge]) & (point[cell] != high[edge])
    found: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(dict)
    for k, a, b, p in zip(
        key[edge][inner].tolist(),
        low[edge][inner].tolist(),
        high[edge][inner].tolist(),
        point[cell][inner].tolist(),
        strict=True,
    ):
        found[k].setdefault((a, b), []).append(p)
    return found


def _hot(
    lines: Geometries,
    tree: shapely.STRtree,
    key: Ints,
    low: Ints,
    high: Ints,
    origin: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[Ints, Ints]:
    """Ends and rounded crossings of edges, each once with its key."""
    one, other = tree.query(lines, predicate="crosses")
    pair = (one < other) & (key[one] == key[other])
    one, other = one[pair], other[pair]
    crossings = np.asarray(shapely.intersection(lines[one], lines[other]))
    is_point = shapely.get_type_id(crossings) == shapely.GeometryType.POINT
    xy = np.floor(shapely.get_coordinates(crossings[is_point]) + origin + 0.5).astype(np.int64)
    points = np.concatenate([low, high, pack(xy)])
    keys = np.concatenate([key, key, key[one][is_point]])
    point_key, point = np.unique(np.stack([keys, points], axis=1), axis=0).T
    return point, point_key
