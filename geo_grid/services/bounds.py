"""The written bounds (四至) of a grid: from its border, its neighbours and the base layers around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.bounds.along import boxes_along
from geo_grid.core.bounds.corners import SIDES
from geo_grid.core.bounds.stored import SideDrift, drift, stored_text
from geo_grid.core.bounds.stretches import Bounds, bounds_of
from geo_grid.core.canonical import as_array
from geo_grid.core.errors import NotFound
from geo_grid.core.lattice import Geometries, geometries_to_units
from geo_grid.store.queries.border_lines import border_lines
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.grids_in_sight import grids_in_sight
from geo_grid.store.queries.voids import voids
from geo_grid.store.records import GridRecord
from geo_grid.words.bounds import stretch_name

#: Ground around a border in which lines are looked for, lattice units (about 100 m).
_AROUND = 10_000


@dataclass(frozen=True, slots=True)
class Beside:
    """A grid, or a void, on the other side of a border.

    Parameters
    ----------
    key
        Its code; within a plan its key.
    geometry
        Lattice units.
    """

    key: str
    code: str
    name: str
    geometry: shapely.Geometry
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class ToldBounds:
    """Bounds with the names that they need.

    Parameters
    ----------
    beside
        Neighbours, in the order in which the stretches speak of them.
    stored
        What was stored as the grid's bounds, or None.
    drift
        Where what was stored no longer fits.
    """

    bounds: Bounds
    beside: tuple[Beside, ...]
    stored: str | None
    drift: tuple[SideDrift, ...]

    @property
    def names(self) -> list[str]:
        """Of the neighbours."""
        return [each.name for each in self.beside]


def grid_bounds(session: Session, code: str, at: datetime, within_m: float) -> tuple[GridRecord, ToldBounds]:
    """A grid and its bounds, along what is loaded now.

    Parameters
    ----------
    at
        Aware instant.
    within_m
        Farthest that a line may lie from a border that follows it.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at)
    if grid is None or grid.geometry is None:
        raise NotFound("grid_not_found", grid=code)
    # Those of its own level come last and win: a coarser one is the neighbour where nothing divides it.
    seen = grids_in_sight(session, grid.bbox, range(1, grid.level + 1), at)
    around = [each for each in seen if each.id != grid.id]
    empty = voids(session, at, parents={each.id for each in seen} | {grid.parent_id or grid.id})
    own = _units([grid.geometry])[0]
    beside = [
        Beside(each.code, each.code, each.name, shape)
        for each, shape in zip(around, _units([each.geometry for each in around]), strict=True)
    ]
    beside += [
        Beside(f"void:{each.id}", "", each.name, shape, is_void=True)
        for each, shape in zip(empty, _units([each.geometry for each in empty]), strict=True)
    ]
    return grid, told_bounds(session, own, beside, grid.attributes, within_m)


def told_bounds(
    session: Session,
    own: shapely.Geometry,
    beside: Sequence[Beside],
    attributes: Mapping[str, Any],
    within_m: float,
) -> ToldBounds:
    """The bounds of some ground, along what is loaded now.

    Parameters
    ----------
    own
        Lattice units.
    beside
        Whatever may share an edge with it.
    attributes
        Of the grid, among them perhaps its bounds as somebody stored them.
    """
    lines = border_lines(session, boxes_along(own, _AROUND))
    bounds = bounds_of(own, [each.geometry for each in beside], lines, within_m)
    stored = stored_text(attributes)
    names = [each.name for each in beside]
    now = {
        side: [name for each in bounds.of_side(side) if (name := stretch_name(each, names))] for side in SIDES
    }
    found = drift(stored, now) if stored is not None else []
    return ToldBounds(bounds, tuple(beside), stored, tuple(found))


def _units(shapes: Sequence[shapely.Geometry | None]) -> Geometries:
    return geometries_to_units(as_array(shapes))
