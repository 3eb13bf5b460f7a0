"""Duties of people for grids, leaves, and stand-ins."""

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from geo_grid.core.duty.hours import MOST_SPANS
from geo_grid.http.schemas.account import Line, NamedGrid, NamedOffice
from geo_grid.http.schemas.base import Identity, Published, When
from geo_grid.http.schemas.people import HoursOut, Role, Shift
from geo_grid.services.people.pair_grids import Pairing
from geo_grid.store.people_records import AssignmentRecord, LeaveRecord

Term = Literal["in_force", "future", "ended", "cancelled"]
DutyState = Literal["in_force", "future", "ended", "cancelled", "current", "all"]
LeaveKind = Literal["short", "long"]
Text = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]

ASSIGNMENT: dict[str, Any] = {
    "id": 31,
    "grid": {"code": "10020010001", "name": "中山里", "level": 3},
    "person": {"id": 12, "name": "陈安"},
    "role": "head",
    "valid_from": "2026-01-01T00:00:00+08:00",
    "valid_until": None,
    "shift": None,
    "hours": None,
    "specialty": None,
    "duties": "走访、巡查、代办",
    "office": None,
    "state": "in_force",
}
LEAVE: dict[str, Any] = {
    "id": 4,
    "kind": "short",
    "valid_from": "2026-05-01T00:00:00+08:00",
    "valid_until": "2026-05-06T00:00:00+08:00",
    "stand_in": {"id": 14, "name": "李和"},
    "state": "future",
}


class NamedPerson(Published):
    """Somebody by name."""

    id: int
    name: str


class AssignmentOut(Published):
    """A duty of a person for a grid."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASSIGNMENT]})

    id: int
    grid: NamedGrid
    person: NamedPerson
    role: Role
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    shift: Shift | None
    hours: list[HoursOut] | None = Field(description="Local hours of a shift; null at all times.")
    specialty: str | None
    duties: str | None
    office: NamedOffice | None
    state: Term

    @classmethod
    def of(cls, record: AssignmentRecord, zone: ZoneInfo) -> "AssignmentOut":
        """As published, with times in the installation's zone."""
        office = record.office_id
        return cls.model_validate(
            {
                "id": record.id,
                "grid": NamedGrid.of(record.grid),
                "person": NamedPerson(id=record.person_id, name=record.person_name),
                "role": record.role,
                "valid_from": record.valid_from.astimezone(zone),
                "valid_until": None if record.valid_until is None else record.valid_until.astimezone(zone),
                "shift": record.shift,
                "hours": record.hours,
                "specialty": record.specialty,
                "duties": record.duties,
                "office": None if office is None else NamedOffice(id=office, name=record.office_name or ""),
                "state": record.state,
            }
        )


class AssignmentList(Published):
    """A page of duties."""

    items: list[AssignmentOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class HoursIn(Published):
    """Hours of a shift; an end no later than the beginning is on the day after."""

    days: list[int] = Field(description="Days on which they begin, 1 Monday to 7 Sunday.", max_length=7)
    begins: Annotated[str, StringConstraints(max_length=5)] = Field(alias="from", description="Local, HH:MM.")
    until: Annotated[str, StringConstraints(max_length=5)] = Field(description="Local, HH:MM.")


class AssignmentIn(Published):
    """A duty to give."""

    person: Identity
    grid: Line = Field(description="Code of a grid in force when the duty begins.")
    role: Role
    valid_from: When | None = Field(default=None, description="Now where it is left out.")
    valid_until: When | None = None
    shift: Shift | None = None
    hours: list[HoursIn] | None = Field(default=None, max_length=MOST_SPANS)
    specialty: Line | None = None
    duties: Text | None = None
    office: Identity | None = None
    replaces: Identity | None = Field(
        default=None, description="The same duty of somebody else, which ends when this one begins."
    )


class EndIn(Published):
    """When something ends."""

    at: When | None = Field(default=None, description="Now where it is left out.")


class LeaveOut(Published):
    """When somebody is away; never why."""

    model_config = ConfigDict(json_schema_extra={"examples": [LEAVE]})

    id: int
    kind: LeaveKind
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    stand_in: NamedPerson | None
    state: Term

    @classmethod
    def of(cls, record: LeaveRecord, zone: ZoneInfo) -> "LeaveOut":
        """As published, with times in the installation's zone."""
        stand_in = record.stand_in_id
        return cls.model_validate(
            {
                "id": record.id,
                "kind": record.kind,
                "valid_from": record.valid_from.astimezone(zone),
                "valid_until": None if record.valid_until is None else record.valid_until.astimezone(zone),
                "stand_in": None
                if stand_in is None
                else NamedPerson(id=stand_in, name=record.stand_in_name or ""),
                "state": record.state,
            }
        )


class LeaveIn(Published):
    """When somebody will be away: short, and the AB post answers; long, and the leaders do."""

    kind: LeaveKind
    valid_from: When | None = Field(default=None, description="Now where it is left out.")
    valid_until: When | None = None
    stand_in: Identity | None = Field(default=None, description="Who answers instead, before anybody else.")


class PartnerIn(Published):
    """The other grid of an AB post."""

    partner: Line | None = Field(description="Code of a grid of the same level; null ends the AB post.")


class PartnerOut(Published):
    """A grid with the other grid of its AB post."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "grid": ASSIGNMENT["grid"],
                    "partner": {"code": "10020010002", "name": "和平里", "level": 3},
                    "adjacent": True,
                }
            ]
        }
    )

    grid: NamedGrid
    partner: NamedGrid | None
    adjacent: bool | None = Field(description="False deserves a look: the two have no border in common.")

    @classmethod
    def of(cls, made: Pairing) -> "PartnerOut":
        """As published."""
        partner = None if made.partner is None else NamedGrid.of(made.partner)
        return cls(grid=NamedGrid.of(made.grid), partner=partner, adjacent=made.are_neighbours)
