"""Cuts through a grid where no street leads: as straight as can be, and past every building and compound."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.lattice import Geometries, to_degrees, to_units
from geo_grid.core.plan_rules.cut import Cut, divided
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.street_cuts import plane_of
from geo_grid.core.streets.reaching import reaching

Floats = NDArray[np.float64]

#: How far a cut stays off walls, and by how much more the corners that it turns about, metres.
_CLEAR_M, _CORNER_M = 0.8, 0.4
#: Directions in which straight cuts are looked at, and places in each, as shares of what is counted.
_DIRECTIONS, _SHIFTS = 12, (0.0, -0.04, 0.04, -0.08, 0.08)
#: Straight cuts that are led past what is in their way, and ways that are enough.
_TRIED, _ENOUGH = 10, 4
#: How far from the straight cut a way past something may lead, and its ends along the border, metres.
_BESIDE_M, _SLIDE_M = 60.0, 30.0
#: Steps along the border at which a cut may begin, metres.
_STEP_M = 5.0
#: What it counts to have something to pass, metres.
_PASSED_M = 15.0
#: What a turn costs, metres.
_TURN_M = 4.0
#: Longest that a cut may be against its chord.
_DETOUR = 1.4
#: How far an end may be taken on to the border, metres.
_REACH_M = 5.0


def free_cuts(
    ground: shapely.Geometry, obstacles: Geometries, doors: Doors, wanted: Sequence[float]
) -> list[Cut]:
    """Cuts between buildings, each with about a wanted amount on one side.

    A straight cut is laid in each of some directions where the amount is right; what stands in its way is
    passed by the shortest way (a taut string: A* over the corners of what is in the way).

    Parameters
    ----------
    ground
        The grid, lattice units, of one part.
    obstacles
        (n,) polygons that no cut may run through, lattice units; those outside do no harm.
    doors
        What is counted, inside the grid.
    wanted
        Amounts that one side should have.
    """
    if len(doors.amounts) < 2:
        return []
    plane = plane_of(ground)

    def metres(xy: Floats) -> Floats:
        return plane.to_metres(to_degrees(xy))

    around = shapely.transform(ground, metres)
    here = shapely.transform(obstacles[shapely.intersects(obstacles, ground)], metres)
    room = _Room.of(around, here)
    at = plane.to_metres(to_degrees(doors.places))
    found: dict[bytes, Cut] = {}
    for chord in _chords(around, room, at, doors.amounts, wanted)[:_TRIED]:
        if len(found) == _ENOUGH:
            break
        way = room.way(chord)
        if way is None:
            continue
        units = to_units(plane.to_degrees(way))
        reached = reaching(units, ground, "split", _REACH_M)
        if not (reached.start and reached.end):
            continue
        parted = divided(ground, reached.line, doors)
        if parted is None:
            continue
        sides, amounts = parted
        drawn = float(np.hypot(*np.diff(way, axis=0).T).sum())
        detour = drawn / max(float(np.hypot(*(way[-1] - way[0]))), 1.0)
        line = tuple((int(x), int(y)) for x, y in reached.line.tolist())
        found[reached.line.tobytes()] = Cut(line, (), free=True, sides=sides, amounts=amounts, detour=detour)
    return list(found.values())


def _chords(
    ground: shapely.Geometry, room: "_Room", places: Floats, amounts: Floats, wanted: Sequence[float]
) -> list[Floats]:
    """(2, 2) straight cuts with a wanted amount on one side, those first that meet least and are short."""
    total = float(amounts.sum())
    west, south, east, north = ground.bounds
    middle, reach = np.array([(west + east) / 2, (south + north) / 2]), np.hypot(east - west, north - south)
    drawn: list[Floats] = []
    for number in range(_DIRECTIONS):
        angle = np.pi * number / _DIRECTIONS
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        off = (places - middle) @ across
        order = np.argsort(off, kind="stable")
        so_far = np.cumsum(amounts[order])
        for share in {amount / total for amount in wanted} | {1 - amount / total for amount in wanted}:
            for shift in _SHIFTS:
                at = int(np.searchsorted(so_far, (share + shift) * total))
                if not 0 < at < len(order):
                    continue
                between = (off[order[at - 1]] + off[order[at]]) / 2
                start = middle + between * across
                drawn.append(np.array([start - reach * along, start + reach * along]))
    if not drawn:
        return []
    lines = shapely.linestrings(np.array(drawn))
    cut = shapely.intersection(lines, ground)
    whole = shapely.get_num_geometries(cut) == 1
    cut = cut[whole & (shapely.length(cut) > 0)]
    if len(cut) == 0:
        return []
    blocked = np.bincount(room.walls.query(cut, predicate="intersects")[0], minlength=len(cut))
    cost = _PASSED_M * blocked + shapely.length(cut)
    _, first = np.unique(shapely.to_wkb(cut), return_index=True)
    kept = sorted(first.tolist(), key=lambda each: (float(cost[each]), each))
    return [shapely.get_coordinates(cut[each])[[0, -1]] for each in kept]


@dataclass(frozen=True)
class _Room:
    """Where cuts may run, and the corners about which they turn; metres."""

    walls: shapely.STRtree
    free: shapely.Geometry
    corners: Floats
    rim: Floats = field(repr=False)

    @classmethod
    def of(cls, ground: shapely.Geometry, obstacles: Geometries) -> "_Room":
        walls = shapely.buffer(obstacles, _CLEAR_M, join_style="mitre")
        wider = shapely.union_all(shapely.buffer(obstacles, _CLEAR_M + _CORNER_M, join_style="mitre"))
        # A cut that runs along the border for a moment is none that leaves the grid.
        free = shapely.difference(shapely.buffer(ground, _CORNER_M), shapely.union_all(walls))
        shapely.prepare(free)
        own = shapely.simplify(shapely.buffer(ground, -2 * _CORNER_M), _CORNER_M)
        corners = np.concatenate([shapely.get_coordinates(wider), shapely.get_coordinates(own)])
        corners = corners[shapely.contains_xy(free, corners[:, 0], corners[:, 1])]
        length = shapely.length(shapely.boundary(ground))
        rim = shapely.get_coordinates(
            shapely.line_interpolate_point(shapely.boundary(ground), np.arange(0, length, _STEP_M))
        )
        rim = rim[shapely.contains_xy(free, rim[:, 0], rim[:, 1])]
        return cls(shapely.STRtree(walls), free, np.unique(corners, axis=0), rim)

    def way(self, chord: Floats) -> Floats | None:
        """(k, 2) the shortest way past everything from one end of a straight cut to the other."""
        start, goal = (self._at_rim(end) for end in chord)
        if start is None or goal is None:
            return None
        line = shapely.LineString(chord)
        near = shapely.distance(shapely.points(self.corners), line) <= _BESIDE_M
        nodes = np.concatenate([[start, goal], self.corners[near]])
        order = self._shortest(nodes, _DETOUR * float(np.hypot(*(goal - start))))
        return None if order is None else nodes[order]

    def _at_rim(self, end: Floats) -> Floats | None:
        """The end, or the nearest place on the border at which nothing stands."""
        if shapely.contains_xy(self.free, *end):
            return end
        if len(self.rim) == 0:
            return None
        off = np.hypot(*(self.rim - end).T)
        nearest = int(np.argmin(off))
        return self.rim[nearest] if off[nearest] <= _SLIDE_M else None

    def _shortest(self, nodes: Floats, longest: float) -> list[int] | None:
        """Positions of the nodes of the shortest way from the first node to the second (A*)."""
        ahead = np.hypot(*(nodes - nodes[1]).T)
        best = np.full(len(nodes), np.inf)
        best[0] = 0.0
        came = np.zeros(len(nodes), dtype=np.int64)
        done = np.zeros(len(nodes), dtype=bool)
        waiting: list[tuple[float, int]] = [(float(ahead[0]), 0)]
        while waiting:
            estimate, here = heappop(waiting)
            if here == 1:
                order = [1]
                while order[-1] != 0:
                    order.append(int(came[order[-1]]))
                return order[::-1]
            if done[here] or estimate > longest:
                continue
            done[here] = True
            cost = best[here] + np.hypot(*(nodes - nodes[here]).T) + _TURN_M * (here != 0)
            better = np.flatnonzero((cost < best) & (cost + ahead <= longest) & ~done)
            begin = np.broadcast_to(nodes[here], (len(better), 2))
            sight = shapely.linestrings(np.stack([begin, nodes[better]], axis=1))
            for there in better[shapely.covers(self.free, sight)].tolist():
                best[there], came[there] = cost[there], here
                heappush(waiting, (float(cost[there] + ahead[there]), there))
        return None
