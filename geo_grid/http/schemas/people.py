"""People as everybody may see them, and who answers for a grid."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.duty.hours import written_hours
from geo_grid.core.duty.publicity import PublishedPerson
from geo_grid.core.duty.roster import Office
from geo_grid.core.duty.week_hours import week_hours
from geo_grid.http.schemas.base import Latitude, Level, Longitude, Published, degrees
from geo_grid.http.schemas.grid import SUMMARY_EXAMPLE, GridSummary
from geo_grid.services.duty_index import GridAnswer, GridPeople
from geo_grid.services.people_cards import Absent, Card
from geo_grid.store.queries.open_stations import StationRecord
from geo_grid.store.records import GridRecord

#: Where photos are served, by hash and size.
PHOTOS = "/api/v1/photos"

Role = Literal["head", "member", "information_officer", "liaison", "specialist"]
Shift = Literal["day", "night", "staggered"]
Because = Literal["head", "shift", "named_stand_in", "ab_post", "leaders", "office", "nobody"]

_CARD: dict[str, Any] = {
    "name": {"zh": "陈安", "en": None},
    "initial": "陈",
    "tint": 2,
    "post": "社区干事",
    "photo": None,
    "phone": "000-0000-0000",
    "mobile": None,
    "hours": "周一至周五 8:30–17:30",
    "week_hours": [{"days": [1, 2, 3, 4, 5], "from": "08:30", "until": "17:30"}],
    "role": "head",
    "specialty": None,
    "duties": "走访、巡查、代办",
    "shift": None,
    "shift_hours": None,
    "office": None,
}
ANSWER: dict[str, Any] = {
    "because": "head",
    "person": _CARD,
    "of_grid": {"code": "10020010001", "name": "中山里", "level": 3},
    "instead_of": None,
    "vacant": False,
    "office": None,
    "alarm": None,
    "until": None,
}


class PersonName(Published):
    """A name; the English one may be missing."""

    zh: str
    en: str | None


class PhotoOut(Published):
    """Addresses of a photo in two sizes."""

    small: str
    large: str


class GridName(Published):
    """A grid as it is called."""

    code: str
    name: str
    level: Level

    @classmethod
    def of(cls, grid: GridRecord) -> "GridName":
        """As published."""
        return cls(code=grid.code, name=grid.name, level=grid.level)


class PartnerName(Published):
    """The other grid of an AB post."""

    code: str
    name: str


class HoursOut(Published):
    """Hours of a shift; an end no later than the beginning is on the day after."""

    days: list[int] = Field(description="Days on which they begin, 1 Monday to 7 Sunday.")
    begins: str = Field(alias="from", description="Local time, HH:MM.")
    until: str = Field(description="Local time, HH:MM; 24:00 is midnight.")


#: Beside hours in words.
WeekHours = Annotated[
    list[HoursOut] | None,
    Field(description="The same, where the words can be read as hours of a week."),
]


class PersonCard(Published):
    """A person in one role; what is not published is null."""

    name: PersonName | None
    initial: str | None = Field(description="First character of a published name, for a drawn picture.")
    tint: int = Field(ge=0, le=5, description="The hue of the grid, for a drawn picture.")
    post: str | None
    photo: PhotoOut | None
    phone: str | None
    mobile: str | None
    hours: str | None = Field(description="Reception hours, in the person's own words.")
    week_hours: WeekHours
    role: Role
    specialty: str | None
    duties: str | None
    shift: Shift | None
    shift_hours: list[HoursOut] | None
    office: PersonName | None

    @classmethod
    def of(cls, card: Card) -> "PersonCard":
        """As published."""
        person, duty = card.person, card.duty
        hours = written_hours(duty.hours) if duty is not None and duty.hours else None
        return cls.model_validate(
            {
                "name": _name(person),
                "initial": person.initial,
                "tint": card.tint,
                "post": person.post,
                "photo": photo(person),
                "phone": person.phone,
                "mobile": person.mobile,
                "hours": person.hours,
                "week_hours": week_hours(person.hours),
                "role": card.role,
                "specialty": duty.specialty if duty is not None else None,
                "duties": duty.duties if duty is not None else None,
                "shift": duty.shift if duty is not None else None,
                "shift_hours": hours,
                "office": _office_name(card.office),
            }
        )


class AbsentOut(Published):
    """Who would have answered and is away."""

    name: PersonName | None
    initial: str | None
    role: Role

    @classmethod
    def of(cls, absent: Absent) -> "AbsentOut":
        """As published."""
        return cls.model_validate(
            {"name": _name(absent.person), "initial": absent.person.initial, "role": absent.role}
        )


class AnsweringOffice(Published):
    """The office that is called where no person answers."""

    name: PersonName
    phone: str | None
    hours: str | None
    week_hours: WeekHours


class Answer(Published):
    """Who answers for a grid now."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWER]})

    because: Because = Field(
        description="On shift; head; stand-in named for a leave; head of the AB post's other grid; head of a "
        "grid above; no person, the nearest office with a phone; nobody."
    )
    person: PersonCard | None = Field(description="Null with an office and with nobody.")
    of_grid: GridName | None = Field(description="The grid that the person has a duty for.")
    instead_of: AbsentOut | None
    vacant: bool = Field(description="The grid has no head.")
    office: AnsweringOffice | None
    alarm: Literal["no_person", "nobody"] | None
    until: AwareDatetime | None = Field(
        description="The next instant at which it may be another; null while nothing that is known ends it."
    )

    @classmethod
    def of(cls, found: GridAnswer, zone: ZoneInfo) -> "Answer":
        """As published, with times in the installation's zone."""
        answer, office = found.answer, found.answer.office
        told: dict[str, Any] | None = None
        if office is not None:
            told = {"name": _office_name(office), "phone": office.phone, "hours": office.hours}
            told["week_hours"] = week_hours(office.hours)
        return cls.model_validate(
            {
                "because": str(answer.because),
                "person": PersonCard.of(answer.card) if answer.card is not None else None,
                "of_grid": GridName.of(answer.of_grid) if answer.of_grid is not None else None,
                "instead_of": AbsentOut.of(answer.instead_of) if answer.instead_of is not None else None,
                "vacant": answer.vacant,
                "office": told,
                "alarm": str(answer.alarm) if answer.alarm is not None else None,
                "until": found.until.astimezone(zone) if found.until is not None else None,
            }
        )


class LocatedPeople(Published):
    """Who answers for one grid of a chain."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "10020010001", "answer": ANSWER, "head": _CARD}]}
    )

    code: str
    answer: Answer
    head: PersonCard | None

    @classmethod
    def of(cls, found: GridAnswer, zone: ZoneInfo) -> "LocatedPeople":
        """As published, with times in the installation's zone."""
        head = PersonCard.of(found.head) if found.head is not None else None
        return cls(code=found.grid.code, answer=Answer.of(found, zone), head=head)


class Marker(Published):
    """A mark at the label point of a grid for whoever answers for it; never with a name or a telephone."""

    code: str
    level: Level
    lon: Longitude
    lat: Latitude
    initial: str | None = Field(description="First character of a published name, for a drawn picture.")
    tint: int = Field(ge=0, le=5, description="The hue of the grid.")
    photo: str | None = Field(description="Address of a small picture.")
    because: Because
    vacant: bool

    @classmethod
    def of(cls, found: GridAnswer) -> "Marker":
        """As published."""
        grid, answer = found.grid, found.answer
        shown = photo(answer.card.person) if answer.card is not None else None
        lon, lat = grid.label
        return cls.model_validate(
            {
                "code": grid.code,
                "level": grid.level,
                "lon": degrees(lon),
                "lat": degrees(lat),
                "initial": answer.card.person.initial if answer.card is not None else None,
                "tint": grid.hue,
                "photo": shown.small if shown is not None else None,
                "because": str(answer.because),
                "vacant": answer.vacant,
            }
        )


class MarkerList(Published):
    """Marks within bounds, by code."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "code": "10020010001",
                            "level": 3,
                            "lon": 120.4521,
                            "lat": 23.4812,
                            "initial": "陈",
                            "tint": 2,
                            "photo": None,
                            "because": "head",
                            "vacant": False,
                        }
                    ],
                    "truncated": False,
                }
            ]
        }
    )

    items: list[Marker]
    truncated: bool = Field(description="There are more: ask for a smaller part.")


class Station(Published):
    """A work station: a place with hours and services."""

    id: int
    name: PersonName
    lon: Longitude
    lat: Latitude
    address: str | None
    hours: str | None
    week_hours: WeekHours
    phone: str | None
    services: list[str]
    grid: GridName | None = Field(description="The smallest grid it stands in.")

    @classmethod
    def of(cls, station: StationRecord, grid: GridRecord | None) -> "Station":
        """As published."""
        return cls.model_validate(
            {
                "id": station.id,
                "name": PersonName(zh=station.name_zh, en=station.name_en),
                "lon": station.lon,
                "lat": station.lat,
                "address": station.address,
                "hours": station.hours,
                "week_hours": week_hours(station.hours),
                "phone": station.phone,
                "services": list(station.services),
                "grid": GridName.of(grid) if grid is not None else None,
            }
        )


class GridOffice(Published):
    """An office whose ground holds a grid."""

    id: int
    kind: Literal["district", "town", "community", "department"]
    name: PersonName
    phone: str | None
    hours: str | None
    week_hours: WeekHours
    address: str | None


class GridPeopleOut(Published):
    """Everybody who has to do with a grid; what is not published is null, and some are not shown at all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "grid": SUMMARY_EXAMPLE,
                    "at": "2026-11-23T10:00:00+08:00",
                    "answer": ANSWER,
                    "above": [{"code": "10020010", "answer": ANSWER, "head": _CARD}],
                    "head": _CARD,
                    "head_away": False,
                    "partner": {"code": "10020010002", "name": "和平里"},
                    "members": [],
                    "information_officers": [],
                    "liaison": [],
                    "specialists": [],
                    "stations": [],
                    "offices": [],
                    "hotline": "12345",
                    "supervision_phone": None,
                }
            ]
        }
    )

    grid: GridSummary
    at: AwareDatetime = Field(description="Now.")
    answer: Answer
    above: list[LocatedPeople] = Field(
        description="Who answers for the grids that it is part of, level ascending."
    )
    head: PersonCard | None
    head_away: bool
    partner: PartnerName | None = Field(description="The other grid of the AB post.")
    members: list[PersonCard]
    information_officers: list[PersonCard]
    liaison: list[PersonCard]
    specialists: list[PersonCard]
    stations: list[Station] = Field(description="Open work stations in the grid.")
    offices: list[GridOffice] = Field(description="Those whose ground holds the grid, the nearest first.")
    hotline: str | None
    supervision_phone: str | None

    @classmethod
    def of(
        cls,
        people: GridPeople,
        at: datetime,
        zone: ZoneInfo,
        hotline: str | None,
        supervision_phone: str | None,
    ) -> "GridPeopleOut":
        """As published, with times in the installation's zone."""
        found, partner = people.found, people.partner
        return cls(
            grid=GridSummary.of(found.grid),
            at=at.astimezone(zone),
            answer=Answer.of(found, zone),
            above=[LocatedPeople.of(one, zone) for one in people.above],
            head=PersonCard.of(found.head) if found.head is not None else None,
            head_away=found.head_away,
            partner=PartnerName(code=partner.code, name=partner.name) if partner is not None else None,
            members=_cards(people.members),
            information_officers=_cards(people.information_officers),
            liaison=_cards(people.liaison),
            specialists=_cards(people.specialists),
            stations=[Station.of(station, grid) for station, grid in people.stations],
            offices=[_grid_office(office) for office in people.offices],
            hotline=hotline,
            supervision_phone=supervision_phone,
        )


def photo(person: PublishedPerson) -> PhotoOut | None:
    """Where a published photo is."""
    if person.photo is None:
        return None
    return PhotoOut(small=f"{PHOTOS}/{person.photo}-small.jpg", large=f"{PHOTOS}/{person.photo}-large.jpg")


def _name(person: PublishedPerson) -> PersonName | None:
    return PersonName(zh=person.name, en=person.name_en) if person.name is not None else None


def _office_name(office: Office | None) -> PersonName | None:
    return PersonName(zh=office.name_zh, en=office.name_en) if office is not None else None


def _cards(cards: Iterable[Card]) -> list[PersonCard]:
    return [PersonCard.of(card) for card in cards]


def _grid_office(office: Office) -> GridOffice:
    return GridOffice.model_validate(
        {
            "id": office.id,
            "kind": office.kind,
            "name": _office_name(office),
            "phone": office.phone,
            "hours": office.hours,
            "week_hours": week_hours(office.hours),
            "address": office.address,
        }
    )
