"""Points and edges on the lattice as plain integers, and what is decided about them exactly."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import shapely

from geo_grid.core.chain import Edges, unpack

#: x, y in lattice units.
Point = tuple[int, int]
#: From a point to the next; the ground it bounds lies on its left.
Edge = tuple[Point, Point]
#: (west, south, east, north) in lattice units.
Box = tuple[int, int, int, int]


def rings_of(geometry: shapely.Geometry) -> list[list[Point]]:
    """Rings of a canonical polygon, open, with its ground on their left."""
    found = []
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        xy = shapely.get_coordinates(ring)[:-1].tolist()
        found.append([(int(x), int(y)) for x, y in xy])
    return found


def edges_round(ring: Sequence[Point]) -> list[Edge]:
    """Edges of an open ring."""
    return [*pairwise(ring), (ring[-1], ring[0])]


def chain_of(rings: Iterable[Sequence[Point]]) -> set[Edge]:
    """All edges of rings."""
    return {edge for ring in rings for edge in edges_round(ring)}


def turned(edge: Edge) -> Edge:
    """The edge the other way round."""
    return edge[1], edge[0]


def undirected(edge: Edge) -> Edge:
    """The edge from its smaller end."""
    return edge if edge[0] < edge[1] else (edge[1], edge[0])


def added_up(chains: Iterable[Collection[Edge]]) -> set[Edge]:
    """Edges of several chains, an edge cancelling its reverse."""
    total: set[Edge] = set()
    for chain in chains:
        for edge in chain:
            back = (edge[1], edge[0])
            if back in total:
                total.discard(back)
            else:
                total.add(edge)
    return total


def cross(origin: Point, one: Point, other: Point) -> int:
    """Twice the signed area of a triangle: positive where it turns left."""
    return (one[0] - origin[0]) * (other[1] - origin[1]) - (one[1] - origin[1]) * (other[0] - origin[0])


def along(start: Point, end: Point, point: Point) -> int:
    """How far a point lies along a segment, times the length of the segment."""
    return (point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])


def distance2(one: Point, other: Point) -> int:
    """Squared distance."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def lies_beside(point: Point, start: Point, end: Point) -> bool:
    """Whether a point lies within one lattice unit of a segment, between its ends."""
    length2 = distance2(start, end)
    return 0 < along(start, end, point) < length2 and cross(start, end, point) ** 2 <= length2


def twice_area(ring: Sequence[Point]) -> int:
    """Twice the signed area of an open ring: positive where it runs counter-clockwise."""
    return sum(cross(ring[0], one, other) for one, other in pairwise(ring))


def chain_area(chain: Collection[Edge]) -> int:
    """Twice the area that a chain bounds."""
    origin = next(iter(chain))[0]
    return sum(cross(origin, start, end) for start, end in chain)


def box_of(points: Iterable[Point]) -> Box:
    """The smallest box that holds all points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def holds_middle(chain: Iterable[Edge], edge: Edge) -> bool:
    """Whether the middle of an edge lies within what a chain bounds (even-odd), reckoned in half units.

    The middle must not lie on the chain itself.
    """
    x, y = edge[0][0] + edge[1][0], edge[0][1] + edge[1][1]
    inside = False
    for (ax, ay), (bx, by) in chain:
        if (2 * ay > y) != (2 * by > y):
            side = (2 * bx - 2 * ax) * (y - 2 * ay) - (2 * by - 2 * ay) * (x - 2 * ax)
            if (side > 0) == (by > ay):
                inside = not inside
    return inside


def unpacked(edges: Edges) -> list[Edge]:
    """Edges of a chain as points."""
    ends = (map(tuple, unpack(each).tolist()) for each in (edges.start, edges.end))
    return list(zip(*ends, strict=True))


def way_along(edge: Edge, edges: Iterable[Edge]) -> list[Edge] | None:
    """The way from one end of an edge to the other, over edges by points beside it; None: there is none."""
    start, end = edge
    following = {one: other for one, other in edges if other == end or lies_beside(other, start, end)}
    way: list[Edge] = []
    at = start
    while at != end:
        if at not in following or len(way) > len(following):
            return None
        way.append((at, following[at]))
        at = following[at]
    return way


def holds_point(chain: Iterable[Edge], point: Point) -> bool:
    """Whether a point lies within what a chain bounds, and not on it."""
    y = point[1]
    inside = False
    for start, end in chain:
        side = cross(start, end, point)
        if side == 0 and along(start, end, point) in range(distance2(start, end) + 1):
            return False
        if (start[1] > y) != (end[1] > y) and (side > 0) == (end[1] > start[1]):
            inside = not inside
    return inside
