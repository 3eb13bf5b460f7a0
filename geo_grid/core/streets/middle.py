"""The middle of a river that is given as an area: what borders follow, and what the file does not hold.

The middle is where the two banks are equally near: the edges between the Voronoi cells of points set along
the banks, without the short ends that lead into each bend (Brandt, *Convergence and continuity criteria for
discrete approximations of the continuous planar skeleton*, CVGIP 59, 1994).
"""

from collections import Counter
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs.plane import Plane
from geo_grid.core.lattice import to_degrees, to_units

Floats = NDArray[np.float64]

#: Points along the banks are this share of the mean width apart, but not less nor more than these metres.
_STEP, _LEAST_M, _MOST_M = 0.5, 2.0, 25.0
#: Water with more points along its banks is not looked at.
_MOST_POINTS = 20_000
#: An end is part of the middle where it is longer than this many times the way from its base to the bank.
_LONGEST_SPUR = 1.5
#: From its last fork the middle goes straight on, this many half widths at most.
_SIGHT = 4.0
#: The cells' corners are computed: those that are one differ by less, metres.
_SAME_M = 1e-3
#: How far the middle may be from where the cells put it, metres: they zigzag by less than their step.
_STRAIGHT_M = 0.5


def middles(water: shapely.Geometry) -> list[shapely.LineString]:
    """Middles of an area of running water.

    Parameters
    ----------
    water
        Polygon or MultiPolygon, lattice units.

    Returns
    -------
    LineStrings in lattice units, joined at shared vertices, ended at the bank where the water ends; the same
    for the same water. None of water whose banks are too long to look at.
    """
    return [shapely.from_wkb(each) for each in _middles(shapely.to_wkb(water))]


@lru_cache(maxsize=512)
def _middles(wkb: bytes) -> tuple[bytes, ...]:
    water = shapely.from_wkb(wkb)
    origin = to_degrees(np.array([[water.centroid.x, water.centroid.y]]))[0]
    plane = Plane(float(origin[0]), float(origin[1]))
    flat = shapely.transform(water, lambda xy: plane.to_metres(to_degrees(xy)))
    found: list[bytes] = []
    for part in shapely.get_parts(flat):
        for line in _skeleton(part):
            xy = to_units(plane.to_degrees(shapely.get_coordinates(line)))
            kept = np.concatenate([[True], (np.diff(xy, axis=0) != 0).any(axis=1)])
            if kept.sum() > 1:
                found.append(shapely.to_wkb(shapely.linestrings(xy[kept].astype(np.float64))))
    return tuple(found)


def _skeleton(part: shapely.Polygon) -> list[shapely.LineString]:
    step = min(max(_STEP * 2 * part.area / part.length, _LEAST_M), _MOST_M)
    if part.length / step > _MOST_POINTS:
        return []
    banks = shapely.segmentize(part, step)
    points = shapely.MultiPoint(np.unique(shapely.get_coordinates(banks), axis=0))
    edges = shapely.get_parts(shapely.voronoi_polygons(points, only_edges=True))
    edges = shapely.get_parts(edges)
    shapely.prepare(part)
    xy, of = shapely.get_coordinates(edges, return_index=True)
    pairs = np.flatnonzero(of[1:] == of[:-1])
    between = shapely.linestrings(np.stack([xy[pairs], xy[pairs + 1]], axis=1))
    between = shapely.set_precision(between[shapely.contains_properly(part, between)], _SAME_M)
    lines = _merged(between[~shapely.is_empty(between)])
    bank = shapely.boundary(part)
    for _ in range(len(lines)):
        spurs = _spurs(lines, bank)
        if not spurs:
            break
        lines = _merged(np.array([line for i, line in enumerate(lines) if i not in spurs], dtype=object))
    degree = _degrees(lines)
    return [_to_bank(shapely.simplify(line, _STRAIGHT_M), degree, bank) for line in lines]


def _merged(edges: NDArray[np.object_]) -> list[shapely.LineString]:
    merged = shapely.line_merge(shapely.multilinestrings(edges)) if len(edges) else None
    lines = [] if merged is None else list(shapely.get_parts(merged))
    return sorted(lines, key=lambda line: line.wkb)


_Place = tuple[float, float]


def _ends(line: shapely.LineString) -> tuple[_Place, _Place]:
    xy = shapely.get_coordinates(line)
    return (float(xy[0, 0]), float(xy[0, 1])), (float(xy[-1, 0]), float(xy[-1, 1]))


def _degrees(lines: list[shapely.LineString]) -> Counter[_Place]:
    return Counter(end for line in lines for end in _ends(line))


def _spurs(lines: list[shapely.LineString], bank: shapely.Geometry) -> set[int]:
    """Ends that only lead from the middle into a corner of the banks."""
    degree = _degrees(lines)
    found: set[int] = set()
    for number, line in enumerate(lines):
        first, last = _ends(line)
        if (degree[first] == 1) == (degree[last] == 1):
            continue
        base = shapely.Point(last if degree[first] == 1 else first)
        if line.length < _LONGEST_SPUR * shapely.distance(base, bank):
            found.add(number)
    return found


def _to_bank(line: shapely.LineString, degree: Counter[_Place], bank: shapely.Geometry) -> shapely.LineString:
    """A line whose free ends go straight on to the bank."""
    xy = shapely.get_coordinates(line)
    first, last = _ends(line)
    before = [_ahead(line, bank)] if degree[first] == 1 else []
    after = [_ahead(shapely.reverse(line), bank)] if degree[last] == 1 else []
    return shapely.LineString(np.concatenate([*before, xy, *after]))


def _ahead(line: shapely.LineString, bank: shapely.Geometry) -> Floats:
    """(1, 2) the place on the bank ahead of a line's start."""
    start = shapely.get_point(line, 0)
    half_width = float(shapely.distance(start, bank))
    (x, y), (back_x, back_y) = shapely.get_coordinates(
        [start, shapely.line_interpolate_point(line, half_width)]
    ).tolist()
    dx, dy = x - back_x, y - back_y
    ray = shapely.LineString([(x, y), (x + _SIGHT * dx, y + _SIGHT * dy)])
    hit = shapely.shortest_line(start, shapely.intersection(ray, bank))
    if hit is None or hit.is_empty:
        hit = shapely.shortest_line(start, bank)
    return np.asarray(shapely.get_coordinates(hit)[1:])
