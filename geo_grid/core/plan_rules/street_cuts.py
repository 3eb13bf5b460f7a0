"""Ways along streets that divide a grid in two."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import shapely

from geo_grid.core.chain import pack
from geo_grid.core.crs.plane import Plane
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE, to_degrees, to_units
from geo_grid.core.plan_rules.cut import Cut, divided, far_from
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.network import Network
from geo_grid.core.streets.path import way_through
from geo_grid.core.streets.reaching import reaching

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


def street_cuts(ground: shapely.Geometry, lines: Lines, doors: Doors, wanted: Sequence[float]) -> list[Cut]:
    """Ways along streets that cut a grid in exactly two.

    Parameters
    ----------
    ground
        The grid, lattice units, of one part.
    lines
        What it may be divided along; those outside do no harm.
    doors
        What is counted, inside the grid.
    wanted
        Amounts that one side should have: ways that come near them are looked at first.
    """
    plane = plane_of(ground)
    flat = shapely.transform(ground, lambda xy: plane.to_metres(to_degrees(xy)))
    inner = shapely.buffer(flat, -_ALONG_M)
    network = _within(lines, inner, plane)
    if len(network) == 0:
        return []
    ends = _ends_at_rim(network, inner, plane)
    pairs = sorted(combinations(ends, 2), key=lambda pair: _off_by_chord(pair, doors, wanted))
    found = {}
    for start, end in pairs[:_TRIED]:
        cut = _try(network, ground, start, end, doors)
        if cut is not None:
            found[cut.line] = cut
    return list(found.values())


def plane_of(ground: shapely.Geometry) -> Plane:
    """A flat map around the middle of some ground in lattice units."""
    west, south, east, north = ground.bounds
    return Plane((west + east) / 2 / UNITS_PER_DEGREE, (south + north) / 2 / UNITS_PER_DEGREE)


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


def _off_by_chord(pair: tuple[Point, Point], doors: Doors, wanted: Sequence[float]) -> float:
    (x0, y0), (x1, y1) = pair
    off = (x1 - x0) * (doors.places[:, 1] - y0) - (y1 - y0) * (doors.places[:, 0] - x0)
    return far_from([float(doors.amounts[off > 0].sum()), float(doors.amounts[off <= 0].sum())], wanted)


def _try(network: Network, ground: shapely.Geometry, start: Point, end: Point, doors: Doors) -> Cut | None:
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
    found = divided(ground, reached.line, doors)
    if found is None:
        return None
    sides, amounts = found
    line = tuple((int(x), int(y)) for x, y in reached.line.tolist())
    return Cut(line, way.along, free=False, sides=sides, amounts=amounts, detour=detour)
