"""Match vertices: what lies within a tolerance becomes one vertex, or a vertex of both sides.

Only the edges along the named faults take part, so nothing moves that already fits. Vertices of different
grids within the tolerance of each other become one: that of the parent, else the one that most grids use. A
vertex within the tolerance of another grid's edge is put into that edge (noding).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, edges_of, unpack
from geo_grid.core.change import Change, Transfer
from geo_grid.core.crs import area_m2, distance_m, length_m
from geo_grid.core.errors import InputError
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import geometries_to_degrees, to_degrees
from geo_grid.core.repairs.leftover import left_over
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.vertices import rebuild, unpacked, vertices_of

#: Without being forced, nobody may match further than this, metres.
LARGEST_M = 1.0
#: Tolerance where none is given, metres.
DEFAULT_M = 0.05
#: Edges this near (lattice units) to a fault are along it.
_BESIDE = 1.5
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
    narrow = [f for f in faults if f.face is None or _width_m(f) <= tolerance_m]
    edges = _along(left_over(work), narrow)
    if not len(edges):
        return Change()
    count = len(work.children)
    moves = _merges(edges, count, tolerance_m)
    insertions = _insertions(edges, moves, tolerance_m)
    return _change(work, insertions, moves, tolerance_m)


def node_unmatched(work: Workpiece, faults: Sequence[Fault]) -> Change:
    """Put unmatched vertices into the grids' edges that lack them; the parents' edges stay as they are."""
    count = len(work.children)
    insertions: dict[tuple[int, int], list[int]] = defaultdict(list)
    for fault in faults:
        for owner, start, end in fault.lacking:
            if owner < count and fault.point is not None:
                insertions[min(start, end), max(start, end)].append(fault.point)
    return _change(work, insertions, {}, 0.0)


def _along(edges: Edges, faults: Sequence[Fault]) -> Edges:
    """The edges that touch one of the faults."""
    places = [fault.face if fault.face is not None else _point(fault) for fault in faults]
    if not places or not len(edges):
        return edges.take(np.zeros(0, dtype=np.int64))
    lines = shapely.linestrings(np.stack([unpacked(edges.start), unpacked(edges.end)], axis=1))
    _, near = shapely.STRtree(lines).query(
        np.array(places, dtype=object), predicate="dwithin", distance=_BESIDE
    )
    lacking = {edge for fault in faults for edge in fault.lacking}
    lacks = [
        at
        for at, edge in enumerate(
            zip(edges.owner.tolist(), edges.start.tolist(), edges.end.tolist(), strict=True)
        )
        if edge in lacking
    ]
    return edges.take(np.union1d(near, np.array(lacks, dtype=np.int64)))


def _width_m(fault: Fault) -> float:
    """Mean width of a patch, metres: twice its area by its perimeter."""
    place = fault.problem.geometry
    if place is None or place.is_empty:
        return 0.0
    perimeter = float(length_m(np.array([shapely.boundary(place)], dtype=object))[0])
    return 2.0 * fault.problem.area_m2 / perimeter if perimeter else 0.0


def _point(fault: Fault) -> shapely.Point:
    return shapely.Point(unpacked([fault.point or 0])[0])


def _scaled(points: Ints) -> NDArray[np.float64]:
    """Points in lattice units, longitudes shrunk to the length of latitudes, so that circles are round."""
    xy = unpacked(points)
    xy[:, 0] *= np.cos(np.radians(to_degrees(xy[:, 1])))
    return xy


def _distance(a: Ints, b: Ints) -> NDArray[np.float64]:
    one, other = to_degrees(unpack(a)), to_degrees(unpack(b))
    return distance_m(one[:, 0], one[:, 1], other[:, 0], other[:, 1])


def _merges(edges: Edges, count: int, tolerance_m: float) -> dict[int, int]:
    """Vertex → the vertex it becomes."""
    points = np.unique(np.concatenate([edges.start, edges.end]))
    fixed = set(np.concatenate([edges.start, edges.end])[np.tile(edges.owner >= count, 2)].tolist())
    use = Counter(np.concatenate([edges.start, edges.end]).tolist())
    users: dict[int, set[int]] = defaultdict(set)
    for end in (edges.start, edges.end):
        for point, owner in zip(end.tolist(), edges.owner.tolist(), strict=True):
            users[point].add(owner)
    places = shapely.points(unpacked(points))
    widest = (
        tolerance_m / _UNIT_M / max(0.02, float(np.cos(np.radians(to_degrees(unpack(points)[:, 1]))).min()))
    )
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
    for point in sorted(near, key=lambda p: (p not in fixed, -use[p], p)):
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
    lines = shapely.linestrings(np.stack([_scaled(pairs[:, 0]), _scaled(pairs[:, 1])], axis=1))
    places = shapely.points(_scaled(points))
    # Half a unit more than the tolerance: the vertex and both ends were rounded.
    reach = tolerance_m / _UNIT_M + 0.75
    at, which = shapely.STRtree(places).query(lines, predicate="dwithin", distance=reach)
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (a, b), point in zip(pairs[at].tolist(), points[which].tolist(), strict=True):
        if point not in (moves.get(a, a), moves.get(b, b)):
            found[a, b].append(point)
    return found


def _change(
    work: Workpiece,
    insertions: dict[tuple[int, int], list[int]],
    moves: dict[int, int],
    tolerance_m: float,
) -> Change:
    """Apply insertions and moves to every grid that has such an edge or vertex."""
    if not insertions and not moves:
        return Change()
    geometry = work.children.geometry
    ends = np.unique(np.array([p for edge in insertions for p in edge] + list(moves), dtype=np.int64))
    tree = shapely.STRtree(geometry)
    _, rows = tree.query(shapely.points(unpacked(ends)), predicate="dwithin", distance=0.25)
    put: dict[int, shapely.Geometry] = {}
    notes: list[Transfer] = []
    for row in np.unique(rows).tolist():
        shape = geometry[row]
        own = vertices_of(shape)
        fitting = _fitting(insertions, shape, own)
        new = rebuild(shape, fitting, {p: q for p, q in moves.items() if p in own})
        if new is shape or new.is_empty or not shapely.is_valid(new):
            continue
        put[row] = new
        both = geometries_to_degrees(np.array([shape, new], dtype=object))
        before, after = area_m2(both)
        moved = len(own & set(moves))
        notes.append(
            Transfer(
                "match_vertices" if moved else "noding",
                None,
                work.children.ids[row],
                float(after - before),
                None,
                work.parent_name(work.key(row)),
                {"moved": moved, "inserted": max(0, len(vertices_of(new)) - len(own)), "m": tolerance_m},
            )
        )
    return Change(put, note=tuple(notes))


def _fitting(
    insertions: dict[tuple[int, int], list[int]], shape: shapely.Geometry, own: set[int]
) -> dict[tuple[int, int], list[int]]:
    """The insertions that concern one shape, without points it already has."""
    edges = edges_of(np.array([shape], dtype=object), np.zeros(1, dtype=np.int32))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    return {
        edge: [p for p in insertions[edge] if p not in own]
        for edge in zip(low.tolist(), high.tolist(), strict=True)
        if edge in insertions
    }
