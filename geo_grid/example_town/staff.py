"""What the generator hands over about people: offices, persons, duties, leaves, stand-ins, work stations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TownOffice:
    """An office; those above it come before it.

    Parameters
    ----------
    kind
        ``district``, ``town``, ``community`` or ``department``.
    parent
        Position of the office above it; None at the top.
    grids
        Codes of its ground.
    """

    kind: str
    name: str
    english: str
    parent: int | None
    grids: tuple[str, ...]
    phone: str
    hours: str
    address: str | None


@dataclass(frozen=True, slots=True)
class TownPerson:
    """Somebody who does not exist.

    Parameters
    ----------
    kind
        ``official`` or ``private``.
    published
        What they let be published.
    is_opted_in
        Whether they agreed to it; private persons only.
    portrait
        Position among the portraits.
    grid
        Code of the grid on whose ground the record is kept.
    office
        Position among the offices.
    """

    kind: str
    name: str
    english: str
    post: str | None
    phone: str | None
    mobile: str | None
    hours: str | None
    published: tuple[str, ...]
    is_opted_in: bool
    portrait: int | None
    grid: str
    office: int | None


@dataclass(frozen=True, slots=True)
class TownDuty:
    """A duty of a person for a grid, from the day the town begins.

    Parameters
    ----------
    person
        Position among the persons.
    hours
        ``{"days": [1, ..., 7], "from": "22:00", "until": "06:00"}``, local time; None at all times.
    ends_in_days
        Days after loading when it ends; None without end.
    """

    person: int
    grid: str
    role: str
    shift: str | None = None
    hours: tuple[Mapping[str, Any], ...] | None = None
    specialty: str | None = None
    duties: str | None = None
    office: int | None = None
    ends_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class TownLeave:
    """When somebody is away, in days from loading.

    Parameters
    ----------
    person, stand_in
        Positions among the persons.
    kind
        ``short`` or ``long``.
    """

    person: int
    kind: str
    begins_in_days: int
    ends_in_days: int
    stand_in: int | None = None


@dataclass(frozen=True, slots=True)
class TownStation:
    """A work station at EPSG:4326 degrees."""

    grid: str
    name: str
    english: str
    lon: float
    lat: float
    address: str | None
    hours: str
    phone: str
    services: tuple[str, ...]
    office: int


@dataclass(frozen=True)
class TownStaff:
    """Everybody who answers for a made-up town.

    Parameters
    ----------
    partners
        (grid, grid that stands in for it), codes.
    portraits
        PNG files, drawn.
    """

    offices: tuple[TownOffice, ...]
    persons: tuple[TownPerson, ...]
    duties: tuple[TownDuty, ...]
    leaves: tuple[TownLeave, ...]
    partners: tuple[tuple[str, str], ...]
    stations: tuple[TownStation, ...]
    portraits: tuple[bytes, ...]
