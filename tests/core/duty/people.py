"""A small office to try duties on: a town T with a community C, in it the grids a and b, each with a head.

O outline ── T town ── C community ── a, b (level 3)       people: one of each number, heads of 1 … 5
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from geo_grid.core.duty.hours import Hours, read_hours
from geo_grid.core.duty.roster import Duty, Ground, Leave, Office, Partner, Person, Roster

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")

#: A Monday, ten in the morning in Shanghai.
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=1000)
DAY = timedelta(days=1)

OUTLINE, TOWN, COMMUNITY, A, B = 1, 2, 3, 4, 5
GROUNDS = (
    Ground(OUTLINE, 0, None),
    Ground(TOWN, 1, OUTLINE),
    Ground(COMMUNITY, 2, TOWN),
    Ground(A, 3, COMMUNITY),
    Ground(B, 3, COMMUNITY),
)

ALWAYS = [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "until": "24:00"}]
NIGHTS = [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "until": "06:00"}]
WORKDAYS = [{"days": [1, 2, 3, 4, 5], "from": "08:30", "until": "17:30"}]


def person(number: int, valid_until: datetime | None = None, *, valid_from: datetime = LONG_AGO) -> Person:
    return Person(number, "official", f"人{number}", valid_from, valid_until)


def duty(
    number: int,
    grid: int,
    who: int,
    role: str = "head",
    hours: object = None,
    *,
    valid_from: datetime = LONG_AGO,
    valid_until: datetime | None = None,
) -> Duty:
    read: Hours = () if hours is None else read_hours(hours)
    return Duty(number, grid, who, role, valid_from, valid_until, hours=read)


def leave(
    who: int,
    kind: str = "short",
    stand_in: int | None = None,
    *,
    since: datetime = NOW - DAY,
    until: datetime | None = NOW + DAY,
) -> Leave:
    return Leave(100 + who, who, kind, since, until, stand_in)


def partners(*pairs: tuple[int, int]) -> list[Partner]:
    return [Partner(*each, LONG_AGO) for one, other in pairs for each in ((one, other), (other, one))]


#: Each grid with its head, whose number is that of the grid; 6 and 7 are free.
PEOPLE = tuple(person(number) for number in range(1, 8))
HEADS = tuple(duty(10 + grid, grid, grid) for grid in (TOWN, COMMUNITY, A, B))
HALL = Office(1, "community", "社区服务站", phone="0573-0000000", grids=frozenset({COMMUNITY}))


def roster(
    *leaves: Leave,
    duties: tuple[Duty, ...] = HEADS,
    people: tuple[Person, ...] = PEOPLE,
    partner: tuple[tuple[int, int], ...] = (),
    offices: tuple[Office, ...] = (HALL,),
    until: datetime | None = None,
) -> Roster:
    return Roster.of(GROUNDS, people, duties, leaves, partners(*partner), offices, until)


def without(*grids: int) -> tuple[Duty, ...]:
    """All heads but those of some grids."""
    return tuple(each for each in HEADS if each.grid not in grids)


def ended(who: int, at: datetime = NOW - DAY) -> tuple[Person, ...]:
    """Everybody, one of whom has left the service."""
    return tuple(replace(each, valid_until=at) if each.id == who else each for each in PEOPLE)
