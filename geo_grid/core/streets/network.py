"""Lines that meet, as a network: where they cross on the map one may turn, over a bridge as well.

A border is a line on the ground. Where it turns from a street onto the river below, that a bridge is between
the two does not matter to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import pack
from geo_grid.core.crs.plane import metres_per_degree_at
from geo_grid.core.edits.points import Point, distance2
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE, geometries_to_degrees, to_units
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.segments import cut_streets

Ints = NDArray[np.int64]

#: Nearer than this to where lines meet is there, metres.
_AT_NODE_M = 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line between two nodes.

    Parameters
    ----------
    xy
        (k, 2) lattice units, from one node to the other.
    line
        Position of the line that it is a piece of.
    length_m
        Metres.
    """

    xy: Ints
    line: int
    length_m: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point was taken to the network: a piece, its edge (by the first vertex), and the point."""

    stretch: int
    edge: int
    point: Point


class Network:
    """The pieces of lines between the points where they meet.

    Parameters
    ----------
    lines
        What it is made of.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        xy, of = shapely.get_coordinates(lines.geometry, return_index=True)
        #: Vertices that each line itself has; what else its pieces have is where they were cut.
        self.given = frozenset(zip(of.tolist(), pack(xy.astype(np.int64)).tolist(), strict=True))
        south, north = (float(xy[:, 1].min()), float(xy[:, 1].max())) if len(xy) else (0.0, 0.0)
        east_m, north_m = metres_per_degree_at((south + north) / 2 / UNITS_PER_DEGREE)
        self._unit_m = np.array([east_m, north_m]) / UNITS_PER_DEGREE
        segments = cut_streets(geometries_to_degrees(lines.geometry))
        degrees, piece = shapely.get_coordinates(segments.geometry, return_index=True)
        units = to_units(degrees)
        self._flat = np.asarray(shapely.linestrings(self.metres(units), indices=piece))
        self._tree = shapely.STRtree(self._flat)
        begins = np.flatnonzero(piece[1:] != piece[:-1]) + 1
        self.stretches = tuple(
            Stretch(xy, of, length)
            for xy, of, length in zip(
                np.split(units, begins),
                segments.street.tolist(),
                shapely.length(self._flat).tolist(),
                strict=False,
            )
        )

    def __len__(self) -> int:
        return len(self.stretches)

    def metres(self, xy: Ints) -> NDArray[np.float64]:
        """Lattice points (k, 2) in metres of a flat map that is true to 1e-3 within 20 km."""
        flat: NDArray[np.float64] = xy * self._unit_m
        return flat

    def length_m(self, xy: Ints) -> float:
        """Length of a line of lattice points, metres."""
        return float(np.hypot(*np.diff(self.metres(xy), axis=0).T).sum())

    def nearest(self, point: Point, within_m: float) -> Place:
        """The place on the network that is nearest to a point.

        Raises
        ------
        Refusal
            ``no_street_near``: nothing lies within so many metres.
        """
        at = shapely.Point(self.metres(np.array([point]))[0])
        found = self._tree.query_nearest(at, max_distance=within_m) if len(self) else ()
        if len(found) == 0:
            raise Refusal("no_street_near", at=list(point), within_m=within_m)
        # Of pieces that are equally near the first: the same question has the same answer.
        stretch = int(min(found))
        return self._place(stretch, float(shapely.line_locate_point(self._flat[stretch], at)))

    def _place(self, number: int, along_m: float) -> Place:
        """The lattice point so many metres along a piece; its end where that is very near."""
        xy = self.stretches[number].xy
        steps = np.hypot(*np.diff(self.metres(xy), axis=0).T)
        ends = np.concatenate([[0.0], np.cumsum(steps)])
        if along_m <= _AT_NODE_M:
            return Place(number, 0, _point(xy[0]))
        if along_m >= ends[-1] - _AT_NODE_M:
            return Place(number, len(xy) - 2, _point(xy[-1]))
        edge = int(np.searchsorted(ends, along_m, side="right")) - 1
        share = (along_m - ends[edge]) / steps[edge]
        point = np.floor(xy[edge] + share * (xy[edge + 1] - xy[edge]) + 0.5).astype(np.int64)
        return Place(number, edge, _point(point))

    def cut_at(self, places: Sequence[Place]) -> list[Stretch]:
        """The pieces, those cut further on which a place lies."""
        by_stretch: dict[int, list[Place]] = {}
        for place in places:
            by_stretch.setdefault(place.stretch, []).append(place)
        found: list[Stretch] = []
        for number, stretch in enumerate(self.stretches):
            here = by_stretch.get(number)
            found += [stretch] if here is None else self._cut(stretch, here)
        return found

    def _cut(self, stretch: Stretch, places: Sequence[Place]) -> list[Stretch]:
        found: list[Stretch] = []
        for part in _parts(stretch, places):
            xy = np.array(part, dtype=np.int64)
            found.append(Stretch(xy, stretch.line, self.length_m(xy)))
        return found


def _parts(stretch: Stretch, places: Sequence[Place]) -> Iterator[list[Point]]:
    """Vertices of a piece from each end or place to the next."""
    vertices = [_point(each) for each in stretch.xy]
    wanted: dict[int, list[Point]] = {}
    stops = {place.point for place in places}
    for place in places:
        if place.point not in (vertices[place.edge], vertices[place.edge + 1]):
            wanted.setdefault(place.edge, []).append(place.point)
    drawn: list[Point] = []
    for edge, vertex in enumerate(vertices):
        drawn.append(vertex)
        new = sorted(set(wanted.get(edge, ())), key=partial(distance2, vertex))
        drawn += new
    begin = 0
    for at in range(1, len(drawn)):
        if drawn[at] in stops or at == len(drawn) - 1:
            yield drawn[begin : at + 1]
            begin = at


def _point(xy: Ints) -> Point:
    return int(xy[0]), int(xy[1])
