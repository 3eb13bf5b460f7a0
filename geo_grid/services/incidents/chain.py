"""Who answers for each grid of a chain, for those who deal with incidents: with their telephones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.duty.answering import answer
from geo_grid.core.duty.roster import Roster
from geo_grid.services.duty_index import DutyIndex
from geo_grid.store.queries.roster import roster


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers for a grid now.

    Parameters
    ----------
    person
        Identity; None where only an office or nobody answers.
    instead_of
        Name of whoever is away.
    office
        Name of the office, where no person answers.
    """

    because: str
    person: int | None = None
    name: str | None = None
    post: str | None = None
    phone: str | None = None
    mobile: str | None = None
    instead_of: str | None = None
    office_id: int | None = None
    office: str | None = None


def answerers(
    session: Session, duty: DutyIndex | None, grids: Sequence[int], at: datetime, zone: ZoneInfo
) -> dict[int, Answerer]:
    """Grid → who answers for it at this instant; only grids that are in force.

    Parameters
    ----------
    duty
        What the process keeps in memory; None to ask the database.
    """
    known: Roster | None = duty.roster if duty is not None else None
    if known is None or any(grid not in known.grids for grid in grids):
        known = roster(session, at, set(grids))
    return {grid: _answerer(known, grid, at, zone) for grid in grids if grid in known.grids}


def _answerer(known: Roster, grid: int, at: datetime, zone: ZoneInfo) -> Answerer:
    found = answer(known, grid, at, zone)
    person, office = found.person, found.office
    absent = known.persons.get(found.instead_of.person) if found.instead_of is not None else None
    if person is not None:
        return Answerer(
            str(found.because), person.id, person.name, person.post, person.phone, person.mobile,
            absent.name if absent is not None else None,
        )  # fmt: skip
    if office is not None:
        return Answerer(str(found.because), phone=office.phone, office_id=office.id, office=office.name_zh)
    return Answerer(str(found.because))
