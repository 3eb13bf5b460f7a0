"""The way along streets and waters that a border is to follow, taken to the border of a grid."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.chain import Ints
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import Refusal
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.streets.lines import LAYERS
from geo_grid.core.streets.network import Network
from geo_grid.core.streets.path import Way, way_through
from geo_grid.core.streets.reaching import Use, reaching
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.ground_lines import box_around, ground_lines
from geo_grid.store.queries.plan_scene import grids_named

#: Ground looked at around the points: first this many metres, then more where that has no way.
_MARGINS_M = (300.0, 1500.0)


@dataclass(frozen=True, slots=True)
class StreetPath:
    """A line along streets and waters.

    Parameters
    ----------
    line
        Lattice points.
    along
        What it follows, in order.
    length_m
        Of the way before it was taken to a border, metres.
    start, end
        Whether this end lies on the border of the grid asked about; None where none was.
    """

    line: tuple[Point, ...]
    along: tuple[str, ...]
    length_m: float
    start: bool | None
    end: bool | None


@dataclass(frozen=True, slots=True)
class Towards:
    """The grid whose border the line is to reach, for what use, and how far its ends may be moved."""

    grid: str
    use: Use
    within_m: float


def street_path(
    session: Session,
    actor: Actor | None,
    plan: int,
    points: Sequence[Point],
    *,
    layers: Sequence[str] = LAYERS,
    towards: Towards | None = None,
) -> StreetPath:
    """The shortest way along what is loaded, through points, for a plan.

    Parameters
    ----------
    points
        Lattice units, two or more.
    layers
        What may be followed: ``street``, ``railway``, ``water``.
    towards
        The grid that the line is to divide or to bound.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    InputError
        ``window_too_large``: the points are too far apart.
    Refusal
        ``line_too_short``, ``no_street_near``, ``no_way_between``; ``grid_not_in_plan``.
    """
    record = found_plan(session, actor, plan)
    way = _way(session, list(points), layers)
    if towards is None:
        return StreetPath(_points(way.line), way.along, way.length_m, None, None)
    found = grids_named(session, record.base, [towards.grid])
    if not found:
        raise Refusal("grid_not_in_plan", grid=towards.grid)
    reached = reaching(way.line, found[0].grid.geometry, towards.use, towards.within_m)
    return StreetPath(_points(reached.line), way.along, way.length_m, reached.start, reached.end)


def _way(session: Session, points: list[Point], layers: Sequence[str]) -> Way:
    *first, last = _MARGINS_M
    for margin in first:
        try:
            return _within(session, points, layers, margin)
        except Refusal as refusal:
            if refusal.code != "no_way_between":
                raise
    return _within(session, points, layers, last)


def _within(session: Session, points: list[Point], layers: Sequence[str], margin_m: float) -> Way:
    lines = ground_lines(session, box_around(points, margin_m)).of_layers(layers)
    return way_through(Network(lines), points)


def _points(line: Ints) -> tuple[Point, ...]:
    return tuple((int(x), int(y)) for x, y in line.tolist())
