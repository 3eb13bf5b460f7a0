"""People as those see them who assign them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from geo_grid.http.schemas.account import Line, NamedGrid, NamedOffice
from geo_grid.http.schemas.assignment import ASSIGNMENT, AssignmentOut, LeaveOut
from geo_grid.http.schemas.base import Identity, Published, When
from geo_grid.http.schemas.people import PHOTOS, PhotoOut
from geo_grid.services.people.read_people import PersonWithDuties

Kind = Literal["official", "private"]
State = Literal["in_service", "away", "ended", "all"]
Field_ = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")]

PERSON: dict[str, Any] = {
    "id": 12,
    "version": 3,
    "kind": "official",
    "name": "陈安",
    "name_en": "Chen An",
    "post": "社区工作者",
    "phone": "000-0000-0000转8",
    "mobile": None,
    "reception_hours": "周一至周五 8:30–17:30",
    "published": ["name", "post", "phone", "hours"],
    "opted_in_at": None,
    "photo": None,
    "grid": {"code": "10020010001", "name": "中山里", "level": 3},
    "office": None,
    "account": None,
    "valid_from": "2026-01-01T00:00:00+08:00",
    "valid_until": None,
    "away": False,
    "assignments": [ASSIGNMENT],
    "leaves": [],
}


class AccountName(Published):
    """The account of a person."""

    id: int
    login: str


class PersonOut(Published):
    """Somebody with the duties and leaves that are not over."""

    model_config = ConfigDict(json_schema_extra={"examples": [PERSON]})

    id: int
    version: int = Field(description="Send it as `If-Match` when changing: a number in quotation marks.")
    kind: Kind
    name: str
    name_en: str | None
    post: str | None
    phone: str | None
    mobile: str | None
    reception_hours: str | None
    published: list[str] = Field(description="Of name, post, photo, phone, mobile, hours.")
    opted_in_at: AwareDatetime | None = Field(description="When a private person agreed to be published.")
    photo: PhotoOut | None
    grid: NamedGrid = Field(description="On whose ground the record is kept.")
    office: NamedOffice | None
    account: AccountName | None
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    away: bool
    assignments: list[AssignmentOut] = Field(description="In force or to come.")
    leaves: list[LeaveOut] = Field(description="Now or to come.")

    @classmethod
    def of(cls, found: PersonWithDuties, zone: ZoneInfo) -> "PersonOut":
        """As published, with times in the installation's zone."""
        person = found.person
        photo = None
        if person.photo is not None:
            photo = PhotoOut(
                small=f"{PHOTOS}/{person.photo}-small.jpg", large=f"{PHOTOS}/{person.photo}-large.jpg"
            )
        return cls.model_validate(
            {
                "id": person.id,
                "version": person.version,
                "kind": person.kind,
                "name": person.name,
                "name_en": person.name_en,
                "post": person.post,
                "phone": person.phone,
                "mobile": person.mobile,
                "reception_hours": person.reception_hours,
                "published": list(person.published),
                "opted_in_at": local(person.opted_in_at, zone),
                "photo": photo,
                "grid": NamedGrid.of(person.grid),
                "office": named_office(person.office_id, person.office_name),
                "account": None
                if person.account_id is None
                else AccountName(id=person.account_id, login=person.account_login or ""),
                "valid_from": local(person.valid_from, zone),
                "valid_until": local(person.valid_until, zone),
                "away": person.away,
                "assignments": [AssignmentOut.of(each, zone) for each in found.assignments],
                "leaves": [LeaveOut.of(each, zone) for each in found.leaves],
            }
        )


class PersonList(Published):
    """A page of people."""

    items: list[PersonOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")

    @classmethod
    def page(cls, found: Sequence[PersonWithDuties], zone: ZoneInfo, following: str | None) -> "PersonList":
        """As published."""
        return cls(items=[PersonOut.of(each, zone) for each in found], next=following)


class PersonIn(Published):
    """Somebody to write down."""

    kind: Kind = "official"
    name: Line
    name_en: Line | None = None
    post: Line | None = None
    phone: Line | None = None
    mobile: Line | None = None
    reception_hours: Line | None = None
    published: list[Field_] = Field(default=[], max_length=20)
    opted_in_at: When | None = None
    grid: Line = Field(description="Code of the grid on whose ground the record is kept.")
    office: Identity | None = None
    account: Line | None = Field(default=None, description="Login of their account.")
    valid_from: When | None = Field(default=None, description="Now where it is left out.")
    valid_until: When | None = None


class PersonChange(Published):
    """What to change of a person; what is left out stays, what is null is emptied where that can be."""

    kind: Kind | None = None
    name: Line | None = None
    name_en: Line | None = None
    post: Line | None = None
    phone: Line | None = None
    mobile: Line | None = None
    reception_hours: Line | None = None
    published: list[Field_] | None = Field(default=None, max_length=20)
    opted_in_at: When | None = None
    grid: Line | None = None
    office: Identity | None = None
    account: Line | None = None
    valid_from: When | None = None
    valid_until: When | None = None


class PersonEnd(Published):
    """When somebody leaves the service."""

    at: When | None = Field(default=None, description="Now where it is left out.")
    end_duties: bool = Field(
        default=False, description="End their duties too; without it they must have none."
    )


def local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    """An instant by the clock of the installation."""
    return None if instant is None else instant.astimezone(zone)


def named_office(office: int | None, name: str | None) -> NamedOffice | None:
    """An office by its name."""
    return None if office is None else NamedOffice(id=office, name=name or "")
