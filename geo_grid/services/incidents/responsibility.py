"""The responsibility matrix: which office leads, acts along and decides disputes, by category and ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.incidents.matrix import EVERY_CATEGORY, Matrix, MatrixRow, Responsibility
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.incidents.catalogue import catalogue_in_force
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_rules_writing import (
    add_responsibility,
    end_responsibility,
    lock_incident_rules,
)
from geo_grid.store.queries.incident_rules import (
    ResponsibilityLine,
    responsibility_lines,
    responsibility_rows,
    serving_offices,
)
from geo_grid.store.queries.scope import grid_in_force, outline_in_force

#: Offices that may act along in one row.
MOST_CO = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that somebody wants.

    Parameters
    ----------
    category
        A category or class of the catalogue; None for all of them.
    grid
        Code of a grid, meant with all below it; None for everywhere.
    lead, co, arbiter
        Identities of offices.
    """

    category: str | None
    grid: str | None
    lead: int
    co: tuple[int, ...] = ()
    arbiter: int | None = None


class Responsibilities:
    """The matrix with the offices it names, as one state of the database has them.

    Parameters
    ----------
    rows
        In force.
    areas
        Office → service area of its own, EPSG:4326; of those that have one.
    """

    def __init__(self, rows: Sequence[MatrixRow], areas: Mapping[int, shapely.Geometry]) -> None:
        self.matrix = Matrix(rows)
        self._areas = areas
        for area in areas.values():
            shapely.prepare(area)

    def responsible(
        self, category: str, chain: Sequence[int], at: tuple[float, float] | None = None
    ) -> Responsibility:
        """Whose a matter is.

        Parameters
        ----------
        chain
            Identities of the grids that answer for the place, level ascending.
        at
            Longitude and latitude, EPSG:4326 degrees; without it, service areas are not looked at.
        """
        if at is None or not self._areas:
            return self.matrix.responsible(category, chain)
        point = shapely.Point(at)
        inside = {office: bool(shapely.intersects(area, point)) for office, area in self._areas.items()}
        return self.matrix.responsible(category, chain, inside)


def responsibilities_in_force(session: Session) -> Responsibilities:
    """The matrix as this transaction sees it; where no arbiter is named, it is the office above the lead."""
    offices = serving_offices(session)
    rows = [
        MatrixRow(
            row.id,
            row.category,
            row.grid,
            row.lead,
            row.co,
            row.arbiter if row.arbiter is not None else offices[row.lead].above,
        )
        for row in responsibility_rows(session)
    ]
    areas = {office: each.area for office, each in offices.items() if each.area is not None}
    return Responsibilities(rows, areas)


def responsibility_for(
    session: Session, category: str, chain: Sequence[int], lon: float, lat: float
) -> Responsibility:
    """Whose a matter at a place is, from the database.

    Parameters
    ----------
    chain
        Identities of the grids that answer for the place, level ascending; empty outside the coverage.
    lon, lat
        EPSG:4326 degrees.
    """
    return responsibilities_in_force(session).responsible(category, chain, (lon, lat))


def list_responsibilities(session: Session) -> list[ResponsibilityLine]:
    """The rows in force, by category and grid."""
    return responsibility_lines(session)


def set_responsibility(session: Session, actor: Actor | None, asked: Asked) -> ResponsibilityLine:
    """Say whose a category is on some ground, in the place of what was said of just that; the caller commits.

    Raises
    ------
    InputError
        ``category_unknown``; ``office_closed_for_matrix`` {given}; ``co_offices_wrong`` {most}: too many,
        twice, or the lead itself.
    NotFound
        ``grid_not_found``, ``office_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    grid = None if asked.grid is None else grid_in_force(session, asked.grid)
    if asked.grid is not None and grid is None:
        raise NotFound("grid_not_found", grid=asked.grid)
    _require(session, actor, grid)
    category = asked.category or EVERY_CATEGORY
    if category != EVERY_CATEGORY and category not in catalogue_in_force(session).by_code:
        raise InputError("category_unknown", category=category)
    _check_offices(session, asked)
    lock_incident_rules(session)
    before = next(
        (line for line in responsibility_lines(session) if (line.category, line.grid_id) == (category, grid)),
        None,
    )
    if before is not None:
        end_responsibility(session, before.id)
    offices = (asked.lead, asked.co, asked.arbiter)
    account = None if actor is None else actor.account
    made = add_responsibility(session, category, grid, offices, account)
    after = _line(session, made)
    note(
        session,
        "responsibility.set",
        f"responsibility:{made}",
        before=None if before is None else _noted(before),
        after=_noted(after),
    )
    return after


def remove_responsibility(session: Session, actor: Actor | None, row: int) -> None:
    """End a row; the caller commits.

    Raises
    ------
    NotFound
        ``responsibility_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    lock_incident_rules(session)
    line = _line(session, row)
    _require(session, actor, line.grid_id)
    end_responsibility(session, row)
    note(session, "responsibility.end", f"responsibility:{row}", before=_noted(line))


def _require(session: Session, actor: Actor | None, grid: int | None) -> None:
    ground = outline_in_force(session) if grid is None else grid
    if ground is not None:
        require_on(session, actor, Action.RULES_SET, ground)


def _check_offices(session: Session, asked: Asked) -> None:
    known = serving_offices(session)
    if len(asked.co) > MOST_CO or len({asked.lead, *asked.co}) != len(asked.co) + 1:
        raise InputError("co_offices_wrong", most=MOST_CO)
    for office in (asked.lead, *asked.co, asked.arbiter):
        if office is None:
            continue
        if office not in known:
            raise NotFound("office_not_found", given=office)
        if known[office].is_closed:
            raise InputError("office_closed_for_matrix", given=known[office].name_zh)


def _line(session: Session, row: int) -> ResponsibilityLine:
    found = next((line for line in responsibility_lines(session) if line.id == row), None)
    if found is None:
        raise NotFound("responsibility_not_found", given=row)
    return found


def _noted(line: ResponsibilityLine) -> dict[str, object]:
    return {
        "category": line.category,
        "grid": line.grid_code,
        "lead": line.lead,
        "co": list(line.co),
        "arbiter": line.arbiter,
    }
