"""The shortest way along the middles of streets, railways and waters through given points (Dijkstra)."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from geo_grid.core.chain import pack
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import Refusal
from geo_grid.core.streets.network import Ints, Network, Stretch

#: A point farther than this from every line was meant otherwise, metres.
WITHIN_M = 30.0


@dataclass(frozen=True, slots=True)
class Way:
    """A way along lines.

    Parameters
    ----------
    line
        (k, 2) lattice units.
    along
        Names of what it follows, in order; what has no name is left out.
    length_m
        How long it is, metres.
    """

    line: Ints
    along: tuple[str, ...]
    length_m: float


#: A step of a way: the piece walked, and whether from its first vertex to its last.
_Step = tuple[Stretch, bool]


def way_through(network: Network, points: Sequence[Point], within_m: float = WITHIN_M) -> Way:
    """The shortest way along a network through points, in their order.

    The way is one simple line as far as it can be: where it would go into a street and back by the same way,
    because a point lies beside it, that part is left out.

    Parameters
    ----------
    points
        Two or more, lattice units; each is taken to the nearest line, in the middle of a street as well.

    Raises
    ------
    Refusal
        ``line_too_short``: fewer than two places. ``no_street_near``: a point is too far from every line.
        ``no_way_between``: what is drawn along does not join two of them.
    """
    places = [network.nearest(point, within_m) for point in points]
    stops = [place.point for i, place in enumerate(places) if i == 0 or place.point != places[i - 1].point]
    if len(stops) < 2:
        raise Refusal("line_too_short")
    neighbours: dict[Point, list[tuple[Point, float, _Step]]] = {}
    for stretch in network.cut_at(places):
        first, last = _ends(stretch)
        neighbours.setdefault(first, []).append((last, stretch.length_m, (stretch, True)))
        neighbours.setdefault(last, []).append((first, stretch.length_m, (stretch, False)))
    steps: list[_Step] = []
    for here, there in pairwise(stops):
        for step in _shortest(neighbours, here, there):
            if steps and steps[-1][0] is step[0] and steps[-1][1] is not step[1]:
                steps.pop()
            else:
                steps.append(step)
    if not steps:
        raise Refusal("line_too_short")
    line = _line(network, steps)
    return Way(line, _names(network, steps), network.length_m(line))


def _shortest(
    neighbours: dict[Point, list[tuple[Point, float, _Step]]], start: Point, goal: Point
) -> list[_Step]:
    """Steps from one node to another."""
    best = {start: 0.0}
    came: dict[Point, tuple[Point, _Step]] = {}
    waiting: list[tuple[float, Point]] = [(0.0, start)]
    done: set[Point] = set()
    while waiting:
        so_far, here = heappop(waiting)
        if here in done:
            continue
        done.add(here)
        if here == goal:
            break
        for there, metres, step in neighbours.get(here, ()):
            length = so_far + metres
            if length < best.get(there, np.inf):
                best[there] = length
                came[there] = (here, step)
                heappush(waiting, (length, there))
    if goal not in done:
        raise Refusal("no_way_between", start=list(start), goal=list(goal))
    steps: list[_Step] = []
    at = goal
    while at != start:
        at, step = came[at]
        steps.append(step)
    return steps[::-1]


def _line(network: Network, steps: Sequence[_Step]) -> Ints:
    """All vertices in order, without those where a line was only cut by another that the way passes by.

    A border that follows the same street has no vertex there, and the two shall be the same line.
    """
    drawn: list[Ints] = []
    owners: list[int] = []
    for number, (stretch, forward) in enumerate(steps):
        xy = stretch.xy if forward else stretch.xy[::-1]
        xy = xy if number == 0 else xy[1:]
        drawn.append(xy)
        owners += [stretch.line] * len(xy)
    line = np.concatenate(drawn)
    packed = pack(line).tolist()
    kept = np.ones(len(line), dtype=bool)
    for at in range(1, len(line) - 1):
        # The edge before a vertex is of the vertex's own owner, the edge after it of the next one's.
        kept[at] = (owners[at], packed[at]) in network.given or owners[at] != owners[at + 1]
    return np.asarray(line[kept])


def _names(network: Network, steps: Sequence[_Step]) -> tuple[str, ...]:
    found: list[str] = []
    for stretch, _ in steps:
        name = network.lines.name[stretch.line]
        if name and (not found or found[-1] != name):
            found.append(name)
    return tuple(found)


def _ends(stretch: Stretch) -> tuple[Point, Point]:
    (x, y), (to_x, to_y) = stretch.xy[[0, -1]].tolist()
    return (x, y), (to_x, to_y)
