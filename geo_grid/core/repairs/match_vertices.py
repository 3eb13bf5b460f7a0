"""Match vertices: what lies within a tolerance becomes one vertex, or a vertex of both sides.

Only the edges along the named faults take part, so nothing moves that already fits. Vertices of different
grids within the tolerance of each other become one: that of the parent, else the one that most grids use. A
vertex within the tolerance of another grid's edge is put into that edge (noding).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, edges_of, unpack
from geo_grid.core.change import Change, Transfer
from geo_grid.core.crs import area_m2, distance_m, length_m
from geo_grid.core.errors import InputError
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import geometries_to_degrees, to_degrees
from geo_grid.core.repairs.leftover import all_edges, left_over
from geo_grid.core.repairs.snapping import Noded, insert, lines_between, settled
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.slivers import distance_to_segments
from geo_grid.core.vertices import rebuild, unpacked, vertices_of

#: Without being forced, nobody may match further than this, metres.
LARGEST_M = 1.0
#: Tolerance where none is given, metres.
DEFAULT_M = 0.05
#: Edges this near (lattice units) to a fault are along it.
_BESIDE = 1.5
#: Towards the poles longitudes are taken to shrink no further than to this part of latitudes.
_NARROWEST = 0.05
#: Metres of one lattice unit along a meridian, at least (at the equator).
_UNIT_M = 0.01105


def check_tolerance(tolerance_m: float, *, force: bool) -> None:
    """Refuse a tolerance that could swallow streets.

    Raises
    ------
    InputError
        ``tolerance_too_large``: more than 1 m without force; ``tolerance_negative``.
    """
    if not tolerance_m >= 0:
        raise InputError("tolerance_negative", tolerance_m=tolerance_m)
    if tolerance_m > LARGEST_M and not force:
        raise InputError("tolerance_too_large", tolerance_m=tolerance_m, largest_m=LARGEST_M)


def match_vertices(work: Workpiece, faults: Sequence[Fault], tolerance_m: float) -> Change:
    """Match the vertices along faults.

    Parameters
    ----------
    work
        The grids.
    faults
        Faults of any code; edges away from them take no part, and patches wider than the tolerance are
        ground and no matter of vertices.
    tolerance_m
        How far a vertex may move, metres.
    """
    narrow = [fault for fault, width in zip(faults, _widths_m(faults), strict=True) if width <= tolerance_m]
    edges = _along(left_over(work), narrow)
    count = len(work.children)
    moves: dict[int, dict[int, int]] = {}
    insertions: dict[int, dict[tuple[int, int], list[int]]] = {}
    for key, mine in _by_key(edges):
        moves[key] = _merges(mine, count, tolerance_m)
        insertions[key] = _insertions(mine, moves[key], tolerance_m)
    return _change(work, insertions, moves)


def node_unmatched(work: Workpiece, faults: Sequence[Fault]) -> Noded:
    """Put unmatched vertices into the edges that lack them, those of the parents too."""
    edges = all_edges(work)
    insertions: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(dict)
    for fault in faults:
        for _, start, end in fault.lacking:
            if fault.point is not None:
                insertions[fault.key].setdefault((min(start, end), max(start, end)), []).append(fault.point)
    return insert(work, edges, insertions)


def _by_key(edges: Edges) -> list[tuple[int, Edges]]:
    if not len(edges):
        return []
    order = np.argsort(edges.key, kind="stable")
    cuts = np.flatnonzero(np.diff(edges.key[order])) + 1
    return [(int(edges.key[at[0]]), edges.take(at)) for at in np.split(order, cuts)]


def _along(edges: Edges, faults: Sequence[Fault]) -> Edges:
    """The edges that touch one of the faults."""
    places = [fault.face if fault.face is not None else _point(fault) for fault in faults]
    if not places or not len(edges):
        return edges.take(np.zeros(0, dtype=np.int64))
    keys = np.array([fault.key for fault in faults], dtype=np.int64)
    place, near = shapely.STRtree(lines_between(edges.start, edges.end)).query(
        np.array(places, dtype=object), predicate="dwithin", distance=_BESIDE
    )
    near = near[keys[place] == edges.key[near]]
    lacking = {edge for fault in faults for edge in fault.lacking}
    lacks = [
        at
        for at, edge in enumerate(
            zip(edges.owner.tolist(), edges.start.tolist(), edges.end.tolist(), strict=True)
        )
        if edge in lacking
    ]
    return edges.take(np.union1d(near, np.array(lacks, dtype=np.int64)))


def _widths_m(faults: Sequence[Fault]) -> list[float]:
    """Mean width of each patch, metres: twice its area by its perimeter; 0 for a vertex."""
    places = np.array([None if f.face is None else f.problem.geometry for f in faults], dtype=object)
    perimeters = length_m(shapely.boundary(places))
    areas = np.array([fault.problem.area_m2 for fault in faults])
    widths = np.divide(2.0 * areas, perimeters, out=np.zeros(len(faults)), where=perimeters > 0)
    return [float(width) for width in widths]


def _point(fault: Fault) -> shapely.Point:
    return shapely.Point(unpacked([fault.point or 0])[0])


def _distance(a: Ints, b: Ints) -> NDArray[np.float64]:
    one, other = to_degrees(unpack(a)), to_degrees(unpack(b))
    return distance_m(one[:, 0], one[:, 1], other[:, 0], other[:, 1])


def _merges(edges: Edges, count: int, tolerance_m: float) -> dict[int, int]:
    """Vertex → the vertex it becomes."""
    points = np.unique(np.concatenate([edges.start, edges.end]))
    fixed = set(np.concatenate([edges.start, edges.end])[np.tile(edges.owner >= count, 2)].tolist())
    users: dict[int, set[int]] = defaultdict(set)
    for end in (edges.start, edges.end):
        for point, owner in zip(end.tolist(), edges.owner.tolist(), strict=True):
            users[point].add(owner)
    places = shapely.points(unpacked(points))
    squeeze = float(np.cos(np.radians(to_degrees(unpack(points)[:, 1]))).min())
    widest = tolerance_m / _UNIT_M / max(_NARROWEST, squeeze)
    a, b = shapely.STRtree(places).query(places, predicate="dwithin", distance=widest)
    keep = a < b
    a, b = a[keep], b[keep]
    if not len(a):
        return {}
    close = _distance(points[a], points[b]) <= tolerance_m
    near: dict[int, list[int]] = defaultdict(list)
    for p, q in zip(points[a[close]].tolist(), points[b[close]].tolist(), strict=True):
        if users[p] & users[q]:
            continue  # two vertices of one grid are its own shape
        near[p].append(q)
        near[q].append(p)
    moves: dict[int, int] = {}
    anchors: set[int] = set()
    for point in sorted(near, key=lambda p: (p not in fixed, -len(users[p]), p)):
        if point in moves:
            continue
        anchors.add(point)
        for other in near[point]:
            if other not in moves and other not in anchors and other not in fixed:
                moves[other] = point
    return moves


def _insertions(edges: Edges, moves: dict[int, int], tolerance_m: float) -> dict[tuple[int, int], list[int]]:
    """Undirected edge → vertices within the tolerance of it that it lacks."""
    points = np.unique(
        np.array([moves.get(p, p) for p in np.concatenate([edges.start, edges.end]).tolist()], dtype=np.int64)
    )
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    pairs = np.unique(np.stack([low, high], axis=1), axis=0)
    # Half a unit more than the tolerance: the vertex and both ends were rounded.
    reach = tolerance_m / _UNIT_M + 0.75
    xy = unpacked(points)
    squeeze = np.maximum(np.cos(np.radians(to_degrees(xy[:, 1]))), _NARROWEST)
    x, y, wide = xy[:, 0], xy[:, 1], reach / squeeze
    boxes = shapely.box(x - wide, y - reach, x + wide, y + reach)
    at, line = shapely.STRtree(lines_between(pairs[:, 0], pairs[:, 1])).query(boxes, predicate="intersects")
    # Around each point longitudes are shrunk to the length of latitudes there, so that circles are round.
    start, end = unpacked(pairs[line, 0]) - xy[at], unpacked(pairs[line, 1]) - xy[at]
    start[:, 0] *= squeeze[at]
    end[:, 0] *= squeeze[at]
    near = distance_to_segments(np.zeros_like(start), np.hstack([start, end])) <= reach
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (a, b), point in zip(pairs[line[near]].tolist(), points[at[near]].tolist(), strict=True):
        if point not in (moves.get(a, a), moves.get(b, b)):
            found[a, b].append(point)
    return found


def _change(
    work: Workpiece,
    insertions: Mapping[int, Mapping[tuple[int, int], list[int]]],
    moves: Mapping[int, Mapping[int, int]],
) -> Change:
    """Apply insertions and moves, per key, to every grid that has such an edge or vertex."""
    edges = all_edges(work)
    touched = [p for of_key in moves.values() for p in of_key]
    touched += [p for of_key in insertions.values() for edge in of_key for p in edge]
    edges = edges.take((edges.owner < len(work.children)) & np.isin(edges.start, np.array(touched)))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    rows = {
        owner
        for owner, key, start, a, b in zip(
            *(column.tolist() for column in (edges.owner, edges.key, edges.start, low, high)), strict=True
        )
        if start in moves.get(key, ()) or (a, b) in insertions.get(key, ())
    }
    put: dict[int, shapely.Geometry] = {}
    notes: list[Transfer] = []
    for row in sorted(rows):
        shape, key = work.children.geometry[row], work.key(row)
        if work.children.invalid[row]:
            continue
        own = vertices_of(shape)
        fitting = _fitting(insertions[key], shape, own)
        new = settled(rebuild(shape, fitting, {p: q for p, q in moves[key].items() if p in own}))
        if new is None or new is shape:
            continue
        put[row] = new
        before, after = area_m2(geometries_to_degrees(np.array([shape, new], dtype=object)))
        if moved := sorted(own & set(moves[key])):
            notes.append(
                Transfer(
                    "match_vertices",
                    None,
                    work.children.ids[row],
                    float(after - before),
                    shapely.multipoints(to_degrees(unpack(np.array(moved)))),
                    work.parent_name(key),
                    {"moved": len(moved), "inserted": len(vertices_of(new) - own - set(moves[key].values()))},
                )
            )
    return Change(put, note=tuple(notes))


def _fitting(
    insertions: Mapping[tuple[int, int], list[int]], shape: shapely.Geometry, own: set[int]
) -> dict[tuple[int, int], list[int]]:
    """The insertions that concern one shape, without points it already has."""
    edges = edges_of(np.array([shape], dtype=object), np.zeros(1, dtype=np.int32))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    return {
        edge: [p for p in insertions[edge] if p not in own]
        for edge in zip(low.tolist(), high.tolist(), strict=True)
        if edge in insertions
    }
