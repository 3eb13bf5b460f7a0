"""Incidents page by page for those who may see them, and how many there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.services.incidents.index.counting import counted
from geo_grid.services.incidents.index.look import Look
from geo_grid.services.incidents.index.ordering import After, Sort, first_of
from geo_grid.store.incident_records import Counts, IncidentFilter, IncidentRecord, Sight
from geo_grid.store.queries.incidents import grids_in_row, incidents_by_id, names_of_grids

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
    next: After | None
    seen: int


def page_of(
    session: Session,
    look: Look,
    asked: IncidentFilter,
    sight: Sight,
    sort: Sort,
    after: After | None,
    limit: int,
) -> Page:
    """A page of those that somebody may see."""
    first = first_of(look.wanted(asked, sight), sort, after, limit + 1)
    page = first[:limit]
    found = {row.id: row for row in incidents_by_id(session, [each for _, each in page])}
    # What is let go of meanwhile is in no list.
    rows = [found[each] for _, each in page if each in found]
    more = page[-1] if len(first) > limit else None
    return Page(rows, names_in(session, rows), more, look.stand.seen)


def counts_of(look: Look, asked: IncidentFilter, sight: Sight) -> Counts:
    """How many of them there are."""
    return counted(look.wanted(asked, sight), look.vocabulary, look.stand.at, asked.day_ends)


def names_in(session: Session, rows: Collection[IncidentRecord]) -> GridNames:
    """What the grids of some incidents are called."""
    grids = grids_in_row(list(rows))
    return names_of_grids(session, grids) if grids else {}
