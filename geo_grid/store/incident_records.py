"""Incidents as lists and the desk's map have them, and by what they are found."""

from dataclasses import dataclass, field
from datetime import datetime

#: Rows that come with one look at what changed, at most; more than that is looked at afresh.
MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see.

    Parameters
    ----------
    everything
        All of it, what lies outside the coverage too.
    grids
        Identities: whatever lies in one of these.
    ground
        These and all grids below them: what lies outside is seen by whoever has the nearest grid.
    offices
        Whatever is, or was given to, one of these to act on.
    person
        Whatever is assigned to them.
    account
        Whatever they reported.
    """

    everything: bool = False
    grids: frozenset[int] = frozenset()
    ground: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    person: int | None = None
    account: int | None = None

    def sees(self, row: "IncidentRecord") -> bool:
        """Whether an incident is among it."""
        if self.everything:
            return True
        return bool(
            self.grids.intersection(row.grids)
            or (row.nearest_grid is not None and row.nearest_grid in self.ground)
            or (row.person is not None and row.person == self.person)
            or row.office in self.offices
            or self.offices.intersection(row.co_offices)
            or (row.reporter_account is not None and row.reporter_account == self.account)
        )


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents; nothing given asks for all.

    Parameters
    ----------
    categories
        Codes; one of a class stands for all of its categories.
    grid
        Identity: those in it and below.
    due
        ``overdue``, ``today`` (by the end of this local day) or ``soon`` (warned of).
    day_ends
        When this local day ends.
    words
        Part of a title, a place, or a number.
    box
        West, south, east, north, EPSG:4326 degrees.
    since, until
        When they were reported.
    """

    states: tuple[str, ...] = ()
    is_open: bool | None = None
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    level: int | None = None
    grid: int | None = None
    person: int | None = None
    office: int | None = None
    mine: bool = False
    due: str | None = None
    day_ends: datetime | None = None
    outside: bool | None = None
    words: str | None = None
    box: tuple[float, float, float, float] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident as a list has it.

    Parameters
    ----------
    grids
        Identities, level ascending, without the outline.
    photos
        How many.
    """

    id: int
    number: str
    version: int
    state: str
    stage: str | None
    kind: str
    urgency: str
    channel: str
    category: str
    title: str
    place: str | None
    lon: float
    lat: float
    grids: tuple[int, ...]
    nearest_grid: int | None
    level: int | None
    person: int | None
    person_name: str | None
    office: int | None
    office_name: str | None
    co_offices: tuple[int, ...]
    reporter_account: int | None
    reported_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    stage_due_at: datetime | None
    overdue: bool
    escalated: int
    returned: int
    reopened: int
    photos: int
    made_up: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many incidents, by what: name of the property → its value → how many."""

    total: int
    by: dict[str, dict[str, int]] = field(default_factory=dict)
