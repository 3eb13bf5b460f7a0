"""Taking one row of a sheet over: the person it speaks of, and the duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.duty.hours import read_hours, written_hours
from geo_grid.core.duty.week_hours import week_hours
from geo_grid.core.errors import Conflict, InputError
from geo_grid.core.people_sheet.choices import is_same_post
from geo_grid.core.people_sheet.rows import DutyRow, PersonRow
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of
from geo_grid.services.people.add_person import add_person
from geo_grid.services.people.assign import assign
from geo_grid.services.people.change_person import change_person
from geo_grid.services.people.end_assignment import end_assignment
from geo_grid.services.people.found import ASSIGN, found_person
from geo_grid.store.instants import start_of_day
from geo_grid.store.people_records import AssignmentRecord, PersonRecord
from geo_grid.store.people_writing import instant_of
from geo_grid.store.queries.assignments import duties_of
from geo_grid.store.queries.offices import offices
from geo_grid.store.queries.people import PersonSearch, list_persons

#: People of one name that are looked through for the one that a row means.
_NAMESAKES = 200
_SAME = (
    "kind", "name_en", "post", "phone", "mobile", "reception_hours", "published", "opted_in_on",
    "record_grid", "office", "in_service_from", "in_service_until",
)  # fmt: skip


@dataclass(slots=True)
class Taken:
    """Ids of the people that rows spoke of, and how many duties have changed."""

    seen: set[int] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    duties: int = 0


class Taking:
    """Takes rows over, one after the other.

    Parameters
    ----------
    actor
        Who does it; None for whoever works at the machine itself.
    zone
        Whose midnights the dates mean.
    """

    def __init__(self, session: Session, actor: Actor | None, zone: ZoneInfo) -> None:
        self._session = session
        self._actor = actor
        self._zone = zone
        self._now = instant_of(session)
        self._offices = {
            name: office.id
            for office in offices(session)
            for name in (office.name_en, office.name_zh, str(office.id))
            if name and office.closed_at is None
        }
        self._met: dict[tuple[Any, ...], tuple[PersonRow, int]] = {}
        self.taken = Taken()

    def take_person(self, row: PersonRow) -> int:
        """Write down what a row says of a person; their id.

        Raises
        ------
        GeoGridError
            As the services that write people, and ``office_unknown``, ``person_doubtful``,
            ``sheet_rows_differ``.
        """
        person = self._person(row)
        self.taken.seen.add(person)
        return person

    def take_duty(self, person: int, row: PersonRow) -> None:
        """Write down the duty that a row speaks of, if it does.

        Raises
        ------
        GeoGridError
            As the services that write duties.
        """
        if row.duty is not None:
            self._duty(person, row.duty)

    def _person(self, row: PersonRow) -> int:
        key = (row.number,) if row.number is not None else _identity(row.values)
        met = self._met.get(key)
        if met is not None:
            self._refuse_difference(row, met[0])
            return met[1]
        known = self._known(row)
        given = self._given(row, known)
        if known is None:
            person = add_person(self._session, self._actor, given).id
            self.taken.added.add(person)
        else:
            person = known.id
            changed = change_person(self._session, self._actor, person, None, given)
            if changed.version != known.version:
                self.taken.changed.add(person)
        self._met[key] = (row, person)
        return person

    def _refuse_difference(self, row: PersonRow, first: PersonRow) -> None:
        """What further rows of a person say of them must be what the first says, or nothing."""
        for name in _SAME:
            value = row.values.get(name)
            if (
                value is not None
                and value != first.values.get(name)
                and not (name == "kind" and value == "official")
            ):
                raise InputError("sheet_rows_differ", row=first.row, field=name)

    def _known(self, row: PersonRow) -> PersonRecord | None:
        if row.number is not None:
            return found_person(self._session, self._actor, row.number, for_update=True)
        name = row.values["name"]
        reach = reach_of(self._actor, ASSIGN)
        found = list_persons(self._session, reach, PersonSearch(words=name), 0, _NAMESAKES)
        namesakes = [person for person in found if person.name == name and person.id not in self.taken.added]
        numbers = _digits(row.values.get("phone"), row.values.get("mobile"))
        if numbers:
            same = [person for person in namesakes if numbers & _digits(person.phone, person.mobile)]
            namesakes = same or [person for person in namesakes if not _digits(person.phone, person.mobile)]
        if len(namesakes) > 1:
            raise Conflict("person_doubtful", name=name, numbers=[person.id for person in namesakes])
        return (
            found_person(self._session, self._actor, namesakes[0].id, for_update=True) if namesakes else None
        )

    def _given(self, row: PersonRow, known: PersonRecord | None) -> dict[str, Any]:
        """What the row says, in the words of the services.

        An empty cell of a numbered row empties what it stands for; of a row that was matched by name it says
        nothing.
        """
        values = dict(row.values)
        if row.number is None:
            values = {key: value for key, value in values.items() if value is not None}
        given: dict[str, Any] = {
            key: values[key]
            for key in ("name", "name_en", "post", "phone", "mobile", "reception_hours")
            if key in values
        }
        if known is not None:
            # A sheet in the other language says the same in other words.
            if is_same_post(values.get("post"), known.post):
                given.pop("post", None)
            if _is_same_time(values.get("reception_hours"), known.reception_hours):
                given.pop("reception_hours", None)
        if values.get("kind"):
            given["kind"] = values["kind"]
        if "published" in values:
            given["published"] = values["published"] or []
        if "opted_in_on" in values:
            given["opted_in_at"] = self._midnight(values["opted_in_on"])
        if "office" in values:
            given["office"] = self._office(values["office"])
        return {**given, **self._filed(row, known), **self._served(row, known)}

    def _filed(self, row: PersonRow, known: PersonRecord | None) -> dict[str, Any]:
        """Where the record is kept: of somebody new where the first duty is, unless the row says."""
        if row.values.get("record_grid"):
            return {"grid": row.values["record_grid"]}
        return {"grid": row.duty.grid} if known is None and row.duty is not None else {}

    def _served(self, row: PersonRow, known: PersonRecord | None) -> dict[str, Any]:
        """From when until when they are in the service."""
        served: dict[str, Any] = {}
        if row.values.get("in_service_from"):
            served["valid_from"] = self._unmoved(row.values["in_service_from"], known)
        elif known is None:
            served["valid_from"] = self._first_day(row)
        last = row.values.get("in_service_until")
        if last is not None or (row.number is not None and "in_service_until" in row.values):
            served["valid_until"] = self._end(last)
        return served

    def _duty(self, person: int, duty: DutyRow) -> None:
        begins = self._midnight(duty.begins)
        given = {
            "shift": duty.shift,
            # As they are kept, so that hours which are the same are seen to be.
            "hours": None if duty.hours is None else written_hours(read_hours(duty.hours)),
            "specialty": duty.specialty,
            "duties": duty.duties,
            "valid_until": self._end(duty.ends),
        }
        held = [
            each
            for each in duties_of(self._session, [person])
            if each.grid[0] == duty.grid and each.role == duty.role
        ]
        if held:
            self._change(person, duty, held[0], given, begins)
            return
        wanted = {**given, "valid_from": begins or self._now}
        try:
            with self._session.begin_nested():
                assign(self._session, self._actor, person, duty.grid, duty.role, wanted)
        except Conflict as conflict:
            if conflict.code != "head_taken" or not duty.replaces:
                raise
            wanted["replaces"] = conflict.params["assignment"]
            assign(self._session, self._actor, person, duty.grid, duty.role, wanted)
        self.taken.duties += 1

    def _change(
        self,
        person: int,
        duty: DutyRow,
        held: AssignmentRecord,
        given: Mapping[str, Any],
        begins: datetime | None,
    ) -> None:
        """A duty that is held already: the same, with another end, or in another way from now on."""
        same = ("shift", "hours", "specialty", "duties")
        if all(given[name] == getattr(held, name) for name in same):
            until = given["valid_until"]
            if until is not None and until != held.valid_until:
                end_assignment(self._session, self._actor, held.id, until)
                self.taken.duties += 1
            return
        since = begins if begins is not None and begins > held.valid_from else max(self._now, held.valid_from)
        assign(
            self._session,
            self._actor,
            person,
            duty.grid,
            duty.role,
            {**given, "valid_from": since, "replaces": held.id},
        )
        self.taken.duties += 1

    def _first_day(self, row: PersonRow) -> datetime:
        """Somebody new is in the service by the time their duty begins."""
        begins = self._midnight(row.duty.begins) if row.duty is not None else None
        return self._now if begins is None else min(self._now, begins)

    def _unmoved(self, day: date, known: PersonRecord | None) -> datetime | None:
        """The midnight of a day; the instant that holds, where it is on that day."""
        if known is not None and known.valid_from.astimezone(self._zone).date() == day:
            return known.valid_from
        return self._midnight(day)

    def _midnight(self, day: date | None) -> datetime | None:
        return None if day is None else start_of_day(day, self._zone)

    def _end(self, last: date | None) -> datetime | None:
        """The instant after a last day."""
        return None if last is None else start_of_day(last + timedelta(days=1), self._zone)

    def _office(self, name: str | None) -> int | None:
        if name is None:
            return None
        if name not in self._offices:
            raise InputError("office_unknown", given=name)
        return self._offices[name]


def _identity(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells people of one sheet apart who have no number yet."""
    numbers = (values.get("phone"), values.get("mobile"))
    return (values["name"], *(numbers if any(numbers) else (values.get("record_grid"), "")))


def _digits(*numbers: str | None) -> set[str]:
    """Numbers however they are written."""
    return {"".join(filter(str.isdigit, number)) for number in numbers if number}


def _is_same_time(one: str | None, other: str | None) -> bool:
    """Whether hours in words are the same, or the same hours of a week."""
    hours = week_hours(one)
    return one == other or (hours is not None and hours == week_hours(other))
