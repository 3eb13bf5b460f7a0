"""Who gets an incident: whoever answers for its ground at this instant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.duty.answering import Because, answer
from geo_grid.core.duty.roster import Roster
from geo_grid.services.duty_index import DutyIndex
from geo_grid.store.queries.incident_people import is_in_service
from geo_grid.store.queries.roster import roster
from geo_grid.store.queries.standing_ground import standing_grid


@dataclass(frozen=True, slots=True)
class Answering:
    """Whose an incident is; neither person nor office where nobody answers at all.

    Parameters
    ----------
    grid
        The ground that was asked about.
    level
        Its level.
    because
        As `core.duty.answering.Because`; ``chosen`` where somebody named them.
    instead_of
        The person who was named and is no longer in the service.
    """

    person: int | None = None
    office: int | None = None
    grid: int | None = None
    level: int | None = None
    because: str = "chosen"
    instead_of: int | None = None

    @property
    def is_nobody(self) -> bool:
        """Whether there is neither a person nor an office."""
        return self.person is None and self.office is None


class WhoAnswers:
    """Answers from memory where it can, else from the database.

    Parameters
    ----------
    zone
        Whose wall clock the hours of duties are kept by.
    duty
        Gives what the process keeps in memory; None for a process that keeps nothing.
    """

    def __init__(self, zone: ZoneInfo, duty: Callable[[], DutyIndex | None] | None = None) -> None:
        self._zone = zone
        self._duty = duty

    def of_grid(self, session: Session, grid: int, at: datetime) -> Answering:
        """Who answers for a grid; where it has ended, for the nearest one above it."""
        index = None if self._duty is None else self._duty()
        if index is not None and grid in index.grids:
            found = self._answer(index.roster, grid, at)
            # What is kept may be half a second old: nobody who has just left gets anything.
            if found.person is None or is_in_service(session, found.person, at):
                return found
        standing = standing_grid(session, grid)
        if standing is None:
            return Answering(grid=grid, because=Because.NOBODY)
        return self._answer(roster(session, at, {standing}), standing, at)

    def _answer(self, duties: Roster, grid: int, at: datetime) -> Answering:
        found = answer(duties, grid, at, self._zone)
        ground = duties.grids.get(grid)
        return Answering(
            person=None if found.person is None else found.person.id,
            office=None if found.office is None or found.person is not None else found.office.id,
            grid=grid,
            level=None if ground is None else max(1, ground.level),
            because=str(found.because),
        )
