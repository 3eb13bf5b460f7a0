"""A line taken to the border of a grid at both ends, since an edit wants it from border to border.

What was drawn along streets rarely ends exactly there: it stops a little short, goes a little too far, or
runs along the border for a while before it leaves it.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, hypot
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs.plane import metres_per_degree_at
from geo_grid.core.edits.crossing import crosses, rounded_crossing
from geo_grid.core.edits.points import Edge, Point, along, distance2, lies_beside
from geo_grid.core.lattice import UNITS_PER_DEGREE

Ints = NDArray[np.int64]

#: What the line is to do: cut the grid in two, or be a piece of its border.
Use = Literal["split", "border"]
#: A vertex within this distance of an edge lies on it as far as the lattice can tell, units.
_ON = 1
#: A border that lies straight ahead is reached there, where that is at most this many times as far as the
#: nearest place on it.
_AHEAD = 2.0
#: Cosine of the sharpest turn that leads on to the border and not back beside the line.
_BACK = -0.7
#: Of a stretch, how much less than the whole line it must be to be passed over; shares of equal length differ
#: in their last digit.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Reached:
    """A line at the border.

    Parameters
    ----------
    line
        (k, 2) lattice units.
    start, end
        Whether this end is on the border now.
    """

    line: Ints
    start: bool
    end: bool


@dataclass(frozen=True, slots=True)
class _Contact:
    """Where the line meets the border: on which edge of the line, how far along it, and the lattice point."""

    edge: int
    share: Fraction
    point: Point

    @property
    def at(self) -> Fraction:
        return self.edge + self.share


def reaching(line: Ints, ground: shapely.Geometry, use: Use, within_m: float) -> Reached:
    """Shorten or prolong a line so that it goes from border to border of a grid.

    Parameters
    ----------
    line
        (k, 2) lattice units, two vertices or more.
    ground
        The grid, lattice units.
    use
        ``split``: the longest part inside the grid is kept. ``border``: an end that goes past the border, or
        along it, by less than `within_m` is taken back to where the line leaves it; the rest may lie outside.
    within_m
        How far an end may be moved to the border, metres.
    """
    reach = _Reach(ground, within_m)
    contacts = reach.contacts(line)
    if use == "split":
        return reach.inside(line, contacts)
    return reach.trimmed(line, contacts)


class _Reach:
    def __init__(self, ground: shapely.Geometry, within_m: float) -> None:
        self.ground = ground
        self.border = shapely.boundary(ground)
        self.within_m = within_m
        middle = ground.centroid.y / UNITS_PER_DEGREE
        east, north = metres_per_degree_at(middle)
        self._east_m, self._north_m = east / UNITS_PER_DEGREE, north / UNITS_PER_DEGREE
        self._edges = _edges(self.border)
        self._tree = shapely.STRtree(shapely.linestrings(self._edges.astype(np.float64)))

    def contacts(self, line: Ints) -> list[_Contact]:
        """Where a line crosses or touches the border, in order; where it runs along, at each vertex."""
        found: set[_Contact] = set()
        drawn = shapely.linestrings(np.stack([line[:-1], line[1:]], axis=1).astype(np.float64))
        # A little wider: a vertex that rounding put beside an edge is on it.
        own, other = self._tree.query(shapely.buffer(drawn, 2 * _ON, cap_style="square"))
        for edge, border in zip(own.tolist(), other.tolist(), strict=True):
            for share, point in _meetings(_edge(line[edge : edge + 2]), _edge(self._edges[border])):
                at = _Contact(edge, share, point) if share < 1 else _Contact(edge + 1, Fraction(0), point)
                found.add(at)
        return sorted(found, key=lambda each: (each.at, each.point))

    def inside(self, line: Ints, contacts: list[_Contact]) -> Reached:
        """The longest part inside, prolonged where the line ends there."""
        stops: list[_Contact | None] = [None, *contacts, None]
        best: tuple[float, Ints, bool, bool] | None = None
        for begin, end in pairwise(stops):
            part = _between(line, begin, end)
            if len(part) < 2 or not self._is_inside(part):
                continue
            length = self.length_m(part)
            if best is None or length > best[0] * (1 + _NOTHING):
                best = (length, part, begin is not None, end is not None)
        if best is None:
            return Reached(line, start=False, end=False)
        _, part, start, end_reached = best
        return self._prolonged(part, start=start, end=end_reached)

    def trimmed(self, line: Ints, contacts: list[_Contact]) -> Reached:
        """Each end taken back to the border, or on to it."""
        first = self._leaving(line, contacts)
        turned = line[::-1]
        last = self._leaving(turned, self.contacts(turned))
        if last is not None:
            last = self._counterpart(line, last)
        if first is not None and last is not None and first.at >= last.at:
            return Reached(line, start=True, end=True)  # along the border all the way
        part = _between(line, first, last)
        return self._prolonged(part, start=first is not None, end=last is not None)

    def length_m(self, line: Ints) -> float:
        """Length of a line of lattice points, metres."""
        step = np.diff(line, axis=0)
        return float(np.hypot(step[:, 0] * self._east_m, step[:, 1] * self._north_m).sum())

    def _leaving(self, line: Ints, contacts: list[_Contact]) -> _Contact | None:
        """Where a line leaves the border near its start; None where it does not meet it there."""
        if not contacts or self.length_m(_between(line, None, contacts[0])) > self.within_m:
            return None
        leaves = contacts[0]
        for contact in contacts[1:]:
            if not self._is_along(_between(line, leaves, contact)):
                break
            leaves = contact
        return leaves

    def _counterpart(self, line: Ints, contact: _Contact) -> _Contact:
        """A contact of the line walked backwards, as one of the line."""
        at = len(line) - 1 - contact.at
        edge = min(floor(at), len(line) - 2)
        return _Contact(edge, at - edge, contact.point)

    def _is_inside(self, part: Ints) -> bool:
        middle = _middle(part)
        return not self._near_border(middle) and bool(shapely.contains(self.ground, middle))

    def _is_along(self, part: Ints) -> bool:
        return len(part) < 2 or self._near_border(_middle(part))

    def _near_border(self, point: shapely.Point) -> bool:
        return bool(shapely.dwithin(self.border, point, _ON))

    def _prolonged(self, line: Ints, *, start: bool, end: bool) -> Reached:
        """The line with the ends that are not at the border taken there, where it is near."""
        if not start:
            longer = self._longer(line[::-1])
            if longer is not None:
                line, start = longer[::-1], True
        if not end:
            longer = self._longer(line)
            if longer is not None:
                line, end = longer, True
        return Reached(np.asarray(line, dtype=np.int64), start=start, end=end)

    def _longer(self, line: Ints) -> Ints | None:
        """The line with its end taken on to the border; None where that is far, or leads back to the line."""
        point = self._ahead(_point(line[-1]), _point(line[-2]))
        if point is None:
            return None
        longer = np.concatenate([line, [point]])
        drawn = shapely.LineString(longer.astype(np.float64))
        return longer if drawn.is_simple and not drawn.is_closed else None

    def _ahead(self, end: Point, before: Point) -> Point | None:
        """The place on the border to prolong a line to: straight ahead, else the nearest."""
        here = shapely.Point(end)
        nearest = _rounded(shapely.get_coordinates(shapely.shortest_line(here, self.border))[1])
        distance = self._metres(end, nearest)
        if distance > self.within_m:
            return None
        dx, dy = end[0] - before[0], end[1] - before[1]
        length = hypot(dx * self._east_m, dy * self._north_m)
        far = min(self.within_m, _AHEAD * distance) / length
        target = (floor(end[0] + dx * far + 0.5), floor(end[1] + dy * far + 0.5))
        if target != end:
            hits = self.contacts(np.array([end, target], dtype=np.int64))
            ahead = [hit.point for hit in hits if hit.point != end]
            if ahead:
                return ahead[0]
        back_x, back_y = nearest[0] - end[0], nearest[1] - end[1]
        turned = dx * back_x + dy * back_y < _BACK * hypot(dx, dy) * hypot(back_x, back_y)
        return nearest if nearest != end and not turned else None

    def _metres(self, one: Point, other: Point) -> float:
        return hypot((one[0] - other[0]) * self._east_m, (one[1] - other[1]) * self._north_m)


def _meetings(own: Edge, other: Edge) -> set[tuple[Fraction, Point]]:
    """Where an edge meets another: how far along it, and the lattice point; each crossing rounded once."""
    found = {point for point in other if _lies_on(point, own)} | {
        point for point in own if _lies_on(point, other)
    }
    if not found and crosses(own, other):
        found = {rounded_crossing(own, other)}
    length2 = distance2(*own)
    return {
        (min(max(Fraction(along(*own, point), length2), Fraction(0)), Fraction(1)), point) for point in found
    }


def _lies_on(point: Point, edge: Edge) -> bool:
    return point in edge or lies_beside(point, *edge)


def _between(line: Ints, begin: _Contact | None, end: _Contact | None) -> Ints:
    """The part of a line from one contact to another; None is the line's own end."""
    first = 0 if begin is None else floor(begin.at) + 1
    last = len(line) if end is None else -floor(-end.at)
    part = [_point(each) for each in line[first:last]]
    points = ([] if begin is None else [begin.point]) + part + ([] if end is None else [end.point])
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


def _middle(part: Ints) -> shapely.Point:
    return shapely.line_interpolate_point(shapely.LineString(part.astype(np.float64)), 0.5, normalized=True)


def _edges(border: shapely.Geometry) -> Ints:
    """(n, 2, 2) the edges of lines."""
    xy, of = shapely.get_coordinates(shapely.get_parts(border), return_index=True)
    follows = np.flatnonzero(of[1:] == of[:-1])
    return np.stack([xy[follows], xy[follows + 1]], axis=1).astype(np.int64)


def _rounded(xy: NDArray[np.float64]) -> Point:
    return floor(float(xy[0]) + 0.5), floor(float(xy[1]) + 0.5)


def _point(xy: Ints) -> Point:
    return int(xy[0]), int(xy[1])


def _edge(xy: Ints) -> Edge:
    return _point(xy[0]), _point(xy[1])
