"""A way along streets that could take the place of a stretch of border that follows nothing."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.bounds.stretches import Stretch
from geo_grid.core.chain import Ints
from geo_grid.core.crs.plane import metres_per_degree_at
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.core.plan_rules.ground import called
from geo_grid.core.plan_rules.item import Cure
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.network import Network
from geo_grid.core.streets.path import way_through
from geo_grid.core.streets.reaching import reaching

#: How far beside the stretch a street may run, as a share of its length, and at most in metres.
_BESIDE, _FARTHEST_M = 0.5, 120.0
#: Longest that a way may be against the stretch.
_LONGEST = 1.8


def street_beside(grid: Grid, other: Grid, stretch: Stretch, lines: Lines) -> tuple[Cure, ...]:
    """The edit that lets a border follow the streets beside a bare stretch of it; nothing where none are.

    Parameters
    ----------
    grid, other
        Of either side of the stretch.
    stretch
        What follows nothing now.
    lines
        Streets, railways and waters near it.
    """
    points = np.array(stretch.points, dtype=np.int64)
    within_m = min(_FARTHEST_M, _BESIDE * stretch.length_m)
    near = _near(lines, points, within_m)
    if len(near) == 0:
        return ()
    network = Network(near)
    try:
        way = way_through(network, [_point(points[0]), _point(points[-1])], within_m)
    except Refusal:
        return ()
    if way.length_m > _LONGEST * stretch.length_m:
        return ()
    reached = reaching(way.line, grid.geometry, "border", within_m)
    if not (reached.start and reached.end):
        return ()
    line = [list(_point(xy)) for xy in reached.line]
    arguments = {"grid": grid.key, "other": other.key, "line": line, "along": list(way.along)}
    return (Cure("cure_follow", "follow", arguments, {"along": list(way.along), "other": called(other)}),)


def _near(lines: Lines, points: Ints, within_m: float) -> Lines:
    """What runs within so many metres of a line, and only there."""
    _, north = metres_per_degree_at(float(points[:, 1].mean()) / UNITS_PER_DEGREE)
    corridor = shapely.buffer(
        shapely.linestrings(points.astype(np.float64)), within_m / north * UNITS_PER_DEGREE
    )
    which = np.flatnonzero(shapely.intersects(lines.geometry, corridor))
    parts, of = shapely.get_parts(shapely.intersection(lines.geometry[which], corridor), return_index=True)
    parts = shapely.remove_repeated_points(shapely.transform(parts, lambda xy: np.floor(xy + 0.5)))
    long: Sequence[int] = np.flatnonzero(
        (shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 0)
    ).tolist()
    owners = which[of[long]].tolist()
    return Lines(
        parts[long],
        tuple(lines.layer[at] for at in owners),
        tuple(lines.name[at] for at in owners),
        tuple(lines.kind[at] for at in owners),
    )


def _point(xy: Ints) -> Point:
    return int(xy[0]), int(xy[1])
