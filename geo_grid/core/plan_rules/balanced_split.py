"""Streets along which a grid that is too large divides into two of fitting size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import pack
from geo_grid.core.crs.plane import Plane
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE, to_degrees, to_units
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.size_rules import SizeRule
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.network import Network
from geo_grid.core.streets.path import way_through
from geo_grid.core.streets.reaching import reaching

Floats = NDArray[np.float64]

#: Streets nearer than this to the border run along it and divide nothing, metres.
_ALONG_M = 15.0
#: How far a street that ends before the border may be prolonged to it, metres.
_REACH_M = 40.0
#: Ways that are looked at in full, the best balanced by a straight cut first.
_TRIED = 24
#: A way this many times as long as the straight line between its ends is no border anybody would draw.
_DETOUR = 1.6
#: Ends this far from the inner rim of the grid lead out of it, metres.
_RIM_M = 1.5
#: What one share of detour weighs against one share of imbalance.
_DETOUR_WEIGHT = 0.2
#: What one turn into another street weighs.
_TURN_WEIGHT = 0.03


@dataclass(frozen=True, slots=True)
class BalancedSplit:
    """A line that divides a grid, and how much is on either side.

    Parameters
    ----------
    line
        Lattice points, from border to border.
    along
        Names of the streets that it follows.
    one, other
        Amounts, the larger first.
    """

    line: tuple[Point, ...]
    along: tuple[str, ...]
    one: float
    other: float


def balanced_splits(
    ground: shapely.Geometry, lines: Lines, doors: Doors, rule: SizeRule
) -> list[BalancedSplit]:
    """Ways along streets that cut a grid in exactly two, the best first.

    Neither side may be too small. A cut is good where each side can in the end be divided into grids of
    fitting size, where the sides are alike, and where it is straight and turns into few streets.

    Parameters
    ----------
    ground
        The grid, lattice units, of one part.
    lines
        What it may be divided along; those outside do no harm.
    doors
        What is counted, wherever it lies.
    rule
        The size that is wanted.
    """
    if shapely.get_num_geometries(ground) != 1:
        return []
    west, south, east, north = ground.bounds
    plane = Plane((west + east) / 2 / UNITS_PER_DEGREE, (south + north) / 2 / UNITS_PER_DEGREE)
    flat = shapely.transform(ground, lambda xy: plane.to_metres(to_degrees(xy)))
    inner = shapely.buffer(flat, -_ALONG_M)
    network = _within(lines, inner, plane)
    if len(network) == 0:
        return []
    mine = _inside(doors, ground)
    ends = _ends_at_rim(network, inner, plane)
    pairs = sorted(combinations(ends, 2), key=lambda pair: _imbalance_of_chord(pair, mine))
    found: dict[tuple[Point, ...], tuple[float, BalancedSplit]] = {}
    for start, end in pairs[:_TRIED]:
        tried = _try(network, ground, start, end, mine)
        if tried is not None:
            split, detour = tried
            if split.other < (rule.least or 1.0):
                continue
            turns = max(0, len(split.along) - 1)
            score = _badness(split, rule) + _DETOUR_WEIGHT * (detour - 1) + _TURN_WEIGHT * turns
            found[split.line] = (score, split)
    return [split for _, split in sorted(found.values(), key=lambda each: (each[0], each[1].line))]


def _within(lines: Lines, inner: shapely.Geometry, plane: Plane) -> Network:
    """The network of what runs inside, away from the border."""
    flat = shapely.transform(lines.geometry, lambda xy: plane.to_metres(to_degrees(xy)))
    near = np.flatnonzero(shapely.intersects(flat, inner))
    parts, of = shapely.get_parts(shapely.intersection(flat[near], inner), return_index=True)
    is_line = shapely.get_type_id(parts) == 1
    parts, of = parts[is_line], near[of[is_line]]
    units = shapely.transform(parts, lambda xy: to_units(plane.to_degrees(xy)).astype(np.float64))
    units = shapely.remove_repeated_points(units)
    long = np.flatnonzero(shapely.length(units) > 0)
    which = of[long].tolist()
    return Network(
        Lines(
            units[long],
            tuple(lines.layer[at] for at in which),
            tuple(lines.name[at] for at in which),
            tuple(lines.kind[at] for at in which),
        )
    )


def _ends_at_rim(network: Network, inner: shapely.Geometry, plane: Plane) -> list[Point]:
    """Where the network leads out of the grid."""
    ends = np.concatenate([stretch.xy[[0, -1]] for stretch in network.stretches])
    _, first, times = np.unique(pack(ends), return_index=True, return_counts=True)
    alone = ends[first[times == 1]]
    points = shapely.points(plane.to_metres(to_degrees(alone)))
    at_rim = shapely.distance(points, shapely.boundary(inner)) <= _RIM_M
    return [(int(x), int(y)) for x, y in alone[at_rim].tolist()]


def _inside(doors: Doors, ground: shapely.Geometry) -> Doors:
    shapely.prepare(ground)
    inside = shapely.intersects_xy(ground, doors.places[:, 0], doors.places[:, 1])
    return Doors(doors.places[inside], doors.amounts[inside])


def _imbalance_of_chord(pair: tuple[Point, Point], doors: Doors) -> float:
    (x0, y0), (x1, y1) = pair
    off = (x1 - x0) * (doors.places[:, 1] - y0) - (y1 - y0) * (doors.places[:, 0] - x0)
    return abs(float(doors.amounts[off > 0].sum() - doors.amounts[off <= 0].sum()))


def _try(
    network: Network, ground: shapely.Geometry, start: Point, end: Point, doors: Doors
) -> tuple[BalancedSplit, float] | None:
    try:
        way = way_through(network, [start, end], _RIM_M)
    except Refusal:
        return None
    reached = reaching(way.line, ground, "split", _REACH_M)
    if not (reached.start and reached.end):
        return None
    detour = network.length_m(reached.line) / max(network.length_m(reached.line[[0, -1]]), 1.0)
    if detour > _DETOUR:
        return None
    sides = _sides(ground, reached.line)
    if len(sides) != 2:
        return None
    # What lies on the line itself goes to one of the sides, not to both.
    here = shapely.intersects_xy(sides[0], doors.places[:, 0], doors.places[:, 1])
    amounts = [float(doors.amounts[here].sum()), float(doors.amounts[~here].sum())]
    line = tuple((int(x), int(y)) for x, y in reached.line.tolist())
    return BalancedSplit(line, way.along, max(amounts), min(amounts)), detour


def _sides(ground: shapely.Geometry, line: NDArray[np.int64]) -> Sequence[shapely.Geometry]:
    """What a line divides a grid into; floats will do, the edit itself is exact."""
    drawn = shapely.union_all([shapely.boundary(ground), shapely.linestrings(line.astype(np.float64))])
    faces = shapely.get_parts(shapely.polygonize([drawn]))
    middles = shapely.point_on_surface(faces)
    sides: Sequence[shapely.Geometry] = faces[shapely.intersects(ground, middles)].tolist()
    return sides


def _badness(split: BalancedSplit, rule: SizeRule) -> float:
    """How far the sides are from what can be divided into grids of fitting size, and from each other."""
    total = max(split.one + split.other, 1.0)
    return _unfitting(split.one, rule) + _unfitting(split.other, rule) + (split.one - split.other) / total


def _unfitting(amount: float, rule: SizeRule) -> float:
    """0 where some number of grids of fitting size make it up; else how far it is, in shares of the aim."""
    least, most = rule.least or 0.0, math.inf if rule.most is None else rule.most
    most_grids = max(1, math.ceil(amount / rule.aim) + 1)
    off = min(max(least * grids - amount, amount - most * grids, 0.0) for grids in range(1, most_grids + 1))
    return off / max(rule.aim, 1.0)
