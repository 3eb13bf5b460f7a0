"""Incidents page by page for those who may see them, and how many there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store.incident_records import Counts, IncidentFilter, IncidentRecord, Sight
from geo_grid.store.queries.incidents import (
    Sort,
    changed_so_far,
    count_incidents,
    grids_in_row,
    list_incidents,
    names_of_grids,
)

#: Code, name and level of grids by identity.
GridNames = Mapping[int, tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list.

    Parameters
    ----------
    next
        Where the page after it begins; None after the last.
    seen
        Whatever changes after this is told by `store.queries.incidents.changed_since`.
    """

    rows: Sequence[IncidentRecord]
    names: GridNames
    next: tuple[datetime, int] | None
    seen: int


def page_of(
    session: Session,
    asked: IncidentFilter,
    sight: Sight,
    sort: Sort,
    after: tuple[datetime, int] | None,
    limit: int,
) -> Page:
    """A page of those that somebody may see."""
    seen = changed_so_far(session)
    if asked.mine and sight.person is None:
        return Page((), {}, None, seen)
    found = list_incidents(session, asked, sight, sort, after, limit + 1)
    rows = found[:limit]
    last = rows[-1] if len(found) > limit else None
    return Page(rows, names_in(session, rows), None if last is None else _key(last, sort), seen)


def counts_of(session: Session, asked: IncidentFilter, sight: Sight) -> Counts:
    """How many of them there are."""
    if asked.mine and sight.person is None:
        return Counts(0, {"state": {}, "category": {}, "urgency": {}, "due": {}})
    return count_incidents(session, asked, sight)


def names_in(session: Session, rows: Collection[IncidentRecord]) -> GridNames:
    """What the grids of some incidents are called."""
    grids = grids_in_row(list(rows))
    return names_of_grids(session, grids) if grids else {}


def _key(row: IncidentRecord, sort: Sort) -> tuple[datetime, int]:
    if sort == "changed":
        return row.changed_at, row.id
    if sort == "due":
        dues = [each for each in (row.due_at, row.stage_due_at) if each is not None]
        return min(dues), row.id
    return row.reported_at, row.id
