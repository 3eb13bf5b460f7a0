"""Ground at a place that is given to a grid as a whole: the block between streets, or a compound."""

from dataclasses import dataclass
from typing import Literal

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import area_m2
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import InputError, Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE, geometries_to_degrees, geometries_to_units
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.streets.block import block_at
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.ground_lines import MOST_KM, box_around, ground_lines
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.compounds_at import compounds_at
from geo_grid.store.queries.plan_scene import grids_in_box

PieceKind = Literal["block", "compound"]

#: Ground looked at around the place, metres; more where the block is larger.
_AROUND_M = (400.0, 1200.0, MOST_KM * 1000 / 2 - 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of ground.

    Parameters
    ----------
    ground
        A Polygon in lattice units.
    name
        Of a compound; None where it has none, and of a block.
    along
        Names of the streets and waters around a block.
    """

    ground: shapely.Polygon
    name: str | None
    along: tuple[str, ...]
    area_m2: float


def piece_at(session: Session, actor: Actor | None, plan: int, point: Point, kind: PieceKind) -> Piece:
    """The block or the compound at a place, as far as it is the plan's ground.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    Refusal
        ``not_on_plan_ground``, ``no_block_here``, ``no_compound_here``.
    """
    limit = _ground(session, found_plan(session, actor, plan), point)
    return _compound(session, limit, point) if kind == "compound" else _block(session, limit, point)


def _ground(session: Session, plan: PlanRecord, point: Point) -> shapely.Geometry:
    here = grids_in_box(session, plan.base, (*point, *point), (plan.ground[2],))
    ground = [each.grid.geometry for each in here if each.grid_id == plan.ground_id]
    if not ground or not shapely.intersects_xy(ground[0], *point):
        raise Refusal("not_on_plan_ground", at=list(point), grid=plan.ground[0])
    return ground[0]


def _block(session: Session, limit: shapely.Geometry, point: Point) -> Piece:
    for around_m in _AROUND_M:
        box = box_around([point], around_m)
        try:
            lines = ground_lines(session, box)
        except InputError:
            break
        found = block_at(lines, limit, point)
        # Nothing is known of what lies beyond the window: a block that reaches out of it may be cut there.
        if found is None:
            break
        if shapely.box(*box).contains(found.ground):
            return Piece(found.ground, None, found.along, _area(found.ground))
    raise Refusal("no_block_here", at=list(point))


def _compound(session: Session, limit: shapely.Geometry, point: Point) -> Piece:
    here = shapely.Point(point)
    lon, lat = (value / UNITS_PER_DEGREE for value in point)
    for name, shape in compounds_at(session, lon, lat):
        on_ground = shapely.intersection(geometries_to_units(as_array([shape]))[0], limit, grid_size=1.0)
        for part in shapely.get_parts(on_ground):
            if part.geom_type == "Polygon" and part.intersects(here):
                return Piece(part, name, (), _area(part))
    raise Refusal("no_compound_here", at=list(point))


def _area(ground: shapely.Polygon) -> float:
    return float(area_m2(geometries_to_degrees(as_array([ground])))[0])
