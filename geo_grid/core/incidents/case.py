"""What a decision about an incident looks at, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.states import STAGE_OF, Kind, Stage, State

#: Days after its end within which whoever reported an incident may have it opened again.
REOPEN_DAYS = 30
#: Metres from its place within which somebody is on site.
ON_SITE_M = 100.0


@dataclass(frozen=True, slots=True)
class Target:
    """Whose an incident is or shall be: a person, an office, or whoever answers for a grid; identities."""

    person: int | None = None
    office: int | None = None
    grid: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An incident as far as the rules look at it.

    Parameters
    ----------
    state
        None before it is reported.
    must_visit
        Whether the arrival has to be recorded before it is finished.
    must_report
        Whether it may not end with the handler, even if general.
    photo_on_finish, verify_on_site
        What its category asks for.
    arrived
        Whether the arrival was recorded since it was last dispatched or reopened.
    handlers
        Accounts that took, arrived, finished or logged it, ever.
    assigned
        Whose it is now.
    pending
        What was asked for and not answered.
    asked_by
        The account that asked for it.
    ruled_for
        To whom an arbiter gave it, for good; None where nobody ruled.
    closings, ratings
        How often it was closed, and rated.
    reported_at, closed_at
        Aware; `closed_at` is when it last ended in any way.
    level
        Of the grid that has it now, 1 to 3.
    """

    state: State | None = None
    kind: Kind = Kind.GENERAL
    must_visit: bool = False
    must_report: bool = False
    photo_on_finish: bool = False
    verify_on_site: bool = True
    arrived: bool = False
    handlers: frozenset[int] = frozenset()
    assigned: Target | None = None
    pending: Literal["extension", "suspension"] | None = None
    asked_by: int | None = None
    ruled_for: Target | None = None
    closings: int = 0
    ratings: int = 0
    reported_at: datetime | None = None
    closed_at: datetime | None = None
    level: int = 3

    @property
    def stage(self) -> Stage | None:
        """The clock that runs."""
        return None if self.state is None else STAGE_OF.get(self.state)


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with an action.

    Parameters
    ----------
    account
        Who acts; None for the system and for a reporter without an account.
    at
        Aware instant of the action.
    photos
        How many.
    distance_m
        From the position of whoever acts to the incident's place; None where the position is not known.
    place
        Whether a new place is given.
    other_ground
        Whether that place lies in another grid than the incident has now.
    target, category, until, duplicate_of, solved, rating
        As the action's requirements name them; `rating` 1 to 5.
    reopen_days, on_site_m
        Settings.
    """

    account: int | None = None
    at: datetime | None = None
    reason: str | None = None
    text: str | None = None
    photos: int = 0
    distance_m: float | None = None
    place: bool = False
    other_ground: bool = False
    target: Target | None = None
    category: str | None = None
    until: datetime | None = None
    duplicate_of: str | None = None
    solved: bool | None = None
    rating: int | None = None
    reopen_days: int = REOPEN_DAYS
    on_site_m: float = ON_SITE_M


class Clock(StrEnum):
    """What becomes of the clock of the stage."""

    KEEPS = "keeps"
    #: The stage's clock starts, or starts anew.
    STARTS = "starts"
    #: It runs since when it did, by the limits of another category.
    RECKONED = "reckoned"
    #: Suspended: all clocks stand still.
    STOPS = "stops"
    #: The clock that stood still goes on, the pause added.
    GOES_ON = "goes_on"
    #: All clocks end.
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action makes of an incident.

    Parameters
    ----------
    stage
        The clock that runs afterwards; None for none.
    pending
        What is asked for and not answered afterwards.
    counts
        Which counter of the incident it raises; None for none.
    level
        Who has it afterwards.
    is_final_for
        To whom it was given for good by this ruling.
    """

    act: Act
    from_state: State | None
    to_state: State
    clock: Clock
    stage: Stage | None
    pending: Literal["extension", "suspension"] | None = None
    counts: Literal["returned", "escalated", "reopened", "extended", "reworked"] | None = None
    level: int = 3
    is_final_for: Target | None = None
