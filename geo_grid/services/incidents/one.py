"""One incident with all that whoever deals with it has to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.incidents.actions import Act, Requirement
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.duty_index import DutyIndex
from geo_grid.services.incidents.acting import can
from geo_grid.services.incidents.chain import Answerer, answerers
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.likely import Likely, likely_same
from geo_grid.services.incidents.listing import GridNames, names_in
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.store.incident_held import seen_incident, this_instant
from geo_grid.store.incident_records import IncidentRecord, Sight
from geo_grid.store.queries.incident_details import (
    Details,
    DueRecord,
    HistoryEntry,
    details_of,
    dues_of,
    history_of,
    linked_to,
)
from geo_grid.store.queries.incidents import (
    incident_numbered,
    incidents_by_id,
    names_of_grids,
    names_of_offices,
)


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident, its history, clocks and people, and what the account that asks may do with it.

    Parameters
    ----------
    names
        Of all grids that are spoken of.
    people
        Grid of the chain → who answers for it now.
    lead, arbiter, co
        Offices by identity, as the matrix names them.
    offices
        Names of these.
    """

    row: IncidentRecord
    details: Details
    history: Sequence[HistoryEntry]
    dues: Sequence[DueRecord]
    names: GridNames
    people: Mapping[int, Answerer]
    lead: int | None
    co: Sequence[int]
    arbiter: int | None
    offices: Mapping[int, str]
    linked: Sequence[IncidentRecord]
    near: Sequence[Likely]
    can: Sequence[tuple[Act, tuple[Requirement, ...]]]


def seen(session: Session, sight: Sight, number: str) -> IncidentRecord:
    """An incident that somebody may see.

    Raises
    ------
    NotFound
        ``incident_not_found``: there is none, or none for them.
    """
    row = incident_numbered(session, number)
    if row is None or not sight.sees(row):
        raise NotFound("incident_not_found", given=number)
    return row


def whole(session: Session, actor: Actor, number: str, desk: Desk, duty: DutyIndex | None) -> Whole:
    """An incident with all that belongs to it.

    Parameters
    ----------
    duty
        What the process keeps in memory; None to ask the database.

    Raises
    ------
    NotFound
        ``incident_not_found``.
    """
    sight = sight_of(session, actor)
    row = seen(session, sight, number)
    now = this_instant(session)
    details = details_of(session, row.id)
    linked = [each for each in incidents_by_id(session, linked_to(session, row.id)) if sight.sees(each)]
    near = [
        each
        for each in likely_same(session, (row.lon, row.lat), None, now, without=row.id)
        if sight.sees(each.row)
    ]
    names = {**names_in(session, [row, *linked, *(each.row for each in near)])}
    if details.border_grid is not None and details.border_grid not in names:
        names |= names_of_grids(session, [details.border_grid])
    grids = [*row.grids, *(each for each in (details.border_grid,) if each is not None)]
    matrix = desk.rules(session).responsible(row.category, row.grids)
    held = seen_incident(session, number)
    offices = {
        each for each in (matrix.lead, matrix.arbiter, *matrix.co, *row.co_offices) if each is not None
    }
    return Whole(
        row,
        details,
        history_of(session, row.id),
        dues_of(session, row.id),
        names,
        answerers(session, duty, grids, now, desk.settings.zone) if grids else {},
        matrix.lead,
        matrix.co,
        matrix.arbiter,
        names_of_offices(session, offices),
        linked,
        near,
        can(session, actor, held, desk) if held is not None else (),
    )
