"""What the page of a grid says, as data; of people only what is published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from geo_grid.publish.pages.incidents_view import IncidentsView


@dataclass(frozen=True, slots=True)
class GridLink:
    """Another grid, by its code and name."""

    code: str
    name: str
    level: int
    special: bool


@dataclass(frozen=True, slots=True)
class Beyond:
    """Who is beyond a stretch of border; no grid where the coverage ends."""

    grid: GridLink | None
    metres: float


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person in one role; None is not published, or not known.

    Parameters
    ----------
    photo
        Hash of the photo.
    tint
        0 to 5, for a drawn picture.
    shift_hours
        Days (1 Monday to 7 Sunday), first and last wall time of each span.
    """

    role: str
    tint: int
    name: str | None = None
    name_en: str | None = None
    initial: str | None = None
    post: str | None = None
    photo: str | None = None
    phone: str | None = None
    mobile: str | None = None
    hours: str | None = None
    specialty: str | None = None
    duties: str | None = None
    shift: str | None = None
    shift_hours: tuple[tuple[tuple[int, ...], str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office that answers."""

    name_zh: str
    name_en: str | None
    phone: str | None
    hours: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Who answers now.

    Parameters
    ----------
    because
        head, shift, named_stand_in, ab_post, leaders, office or nobody.
    instead_of
        Who would have answered, where somebody stands in.
    until
        When it may be somebody else, in the installation's zone.
    """

    because: str
    person: PersonView | None
    of_grid: GridLink | None
    instead_of: PersonView | None
    vacant: bool
    office: OfficeView | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class StationView:
    """A work station, its hours and what it does."""

    name_zh: str
    name_en: str | None
    address: str | None
    hours: str | None
    phone: str | None
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody who has to do with the grid."""

    answer: AnswerView
    head: PersonView | None
    head_away: bool
    partner: GridLink | None
    members: tuple[PersonView, ...]
    others: tuple[PersonView, ...]
    stations: tuple[StationView, ...]
    offices: tuple[OfficeView, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A sum of the ledger; None where nobody said, `unknown` how many addresses do not say."""

    value: int | None
    unknown: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether a printed sheet of an edition still says what holds.

    Parameters
    ----------
    verdict
        ``fresh``, ``border`` or ``people`` (changed since), or ``unknown``: there is no such edition.
    """

    edition: int
    verdict: Literal["fresh", "border", "people", "unknown"]


@dataclass(frozen=True, slots=True)
class GridPageData:
    """Everything that the page of a grid says.

    Parameters
    ----------
    level_name
        Language → what its level is called.
    chain
        The grids above it, level ascending.
    sides
        Side → the neighbour with most border there.
    neighbours
        All of them, the longest common border first.
    children, specials
        What it is divided into; the special grids anywhere below it.
    edition
        The edition in force; `touched` the one that brought the grid as it is.
    place
        Language → name of the whole place; None before it has one.
    people
        None where duties are not known.
    bounds
        Language → side → what the border follows there, streets and waters by name; empty where that is not
        known yet, and `sides` has to do.
    incidents
        None where the grids are not in memory.
    """

    code: str
    name: str
    level: int
    level_name: Mapping[str, str]
    special: bool
    kind: str
    ground: str | None
    class_: str | None
    setting: str | None
    statutory: bool
    area_m2: float
    valid_from: date
    touched: int
    edition: int
    today: date
    place: Mapping[str, str] | None
    made_up: bool
    chain: tuple[GridLink, ...]
    sides: Mapping[str, Beyond]
    neighbours: tuple[Beyond, ...]
    children: tuple[GridLink, ...]
    children_more: int
    specials: tuple[GridLink, ...]
    households: Counted | None
    residents: Counted | None
    counts: Mapping[str, int]
    people: PeopleView | None
    freshness: Freshness | None
    bounds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    incidents: IncidentsView | None = None
