"""What the queries about people answer to those who manage them: plain immutable records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: Code, name and level: at this instant, or as they last were where the grid has ended.
NamedGrid = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody who is, was or will be in the service.

    Parameters
    ----------
    away
        Whether a leave keeps them away at this instant.
    """

    id: int
    version: int
    kind: str
    name: str
    name_en: str | None
    post: str | None
    phone: str | None
    mobile: str | None
    reception_hours: str | None
    published: tuple[str, ...]
    opted_in_at: datetime | None
    photo: str | None
    grid_id: int
    grid: NamedGrid
    office_id: int | None
    office_name: str | None
    account_id: int | None
    account_login: str | None
    valid_from: datetime
    valid_until: datetime | None
    away: bool


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """A duty of a person for a grid.

    Parameters
    ----------
    state
        At this instant: ``in_force``, ``future``, ``ended``, ``cancelled``.
    """

    id: int
    grid_id: int
    grid: NamedGrid
    person_id: int
    person_name: str
    role: str
    valid_from: datetime
    valid_until: datetime | None
    shift: str | None
    hours: list[dict[str, Any]] | None
    specialty: str | None
    duties: str | None
    office_id: int | None
    office_name: str | None
    state: str


@dataclass(frozen=True, slots=True)
class LeaveRecord:
    """When a person is away; `state` as of an assignment."""

    id: int
    person_id: int
    kind: str
    valid_from: datetime
    valid_until: datetime | None
    stand_in_id: int | None
    stand_in_name: str | None
    state: str


@dataclass(frozen=True, slots=True)
class ManagedStation:
    """A work station as those see it who keep it."""

    id: int
    grid_id: int
    grid: NamedGrid
    name_zh: str
    name_en: str | None
    lon: float
    lat: float
    address: str | None
    hours: str | None
    phone: str | None
    services: tuple[str, ...]
    office_id: int | None
    closed_at: datetime | None
