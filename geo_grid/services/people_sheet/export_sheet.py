"""Writing the people of some ground as a sheet that can be changed and taken over again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.people_sheet.choices import FIELDS, KINDS, ROLES, SHIFTS, said, said_post
from geo_grid.core.permissions.deciding import Actor
from geo_grid.files.people_sheet import MOST_ROWS, people_workbook
from geo_grid.services.ground import reach_of
from geo_grid.services.people.found import ASSIGN, found_grid
from geo_grid.services.people.read_people import with_duties
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import AssignmentRecord, PersonRecord
from geo_grid.store.queries.people import PersonSearch, list_persons
from geo_grid.store.queries.scope import grid_in_force
from geo_grid.words import Language
from geo_grid.words.hours import hours_text, said_hours
from geo_grid.words.people_sheet import sheet_guide

_LAST = timedelta(microseconds=1)


def template(language: Language) -> bytes:
    """A sheet with headers only, and how to fill it in."""
    return people_workbook([], language, sheet_guide(language))


def export_sheet(
    session: Session, actor: Actor | None, grid: str | None, zone: ZoneInfo, language: Language
) -> bytes:
    """People in the service on the ground, a row for each duty; the caller commits, for the audit.

    Parameters
    ----------
    grid
        Code: only those filed on it or below it, or with a duty there.

    Raises
    ------
    NotFound, Denied
        ``grid_not_found``, ``not_on_this_ground``: the grid.
    InputError
        ``sheet_too_many_people``: more than one sheet may have.
    """
    if grid is not None:
        if grid_in_force(session, grid) is None:
            raise NotFound("grid_not_found", grid=grid)
        found_grid(session, actor, grid)
    found = list_persons(session, reach_of(actor, ASSIGN), PersonSearch(grid=grid), 0, MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        raise InputError("sheet_too_many_people", most=MOST_ROWS)
    note(session, "person.read", after={"ids": [person.id for person in found]})
    rows: list[dict[str, Any]] = []
    for each in with_duties(session, found):
        about = _person(each.person, zone, language)
        rows += [{**about, **_duty(duty, zone, language)} for duty in each.assignments] or [about]
    return people_workbook(rows, language, sheet_guide(language))


def _person(person: PersonRecord, zone: ZoneInfo, language: Language) -> dict[str, Any]:
    return {
        "number": person.id,
        "name": person.name,
        "name_en": person.name_en,
        "kind": said(person.kind, KINDS, language),
        "post": said_post(person.post, language),
        "phone": person.phone,
        "mobile": person.mobile,
        "reception_hours": said_hours(person.reception_hours, language),
        "published": "、".join(_published(person, language)) or None,
        "opted_in_on": _first(person.opted_in_at, zone),
        "record_grid": person.grid[0],
        "office": person.office_name,
        "in_service_from": _first(person.valid_from, zone),
        "in_service_until": _last(person.valid_until, zone),
    }


def _published(person: PersonRecord, language: Language) -> Iterator[str]:
    return (said(name, FIELDS, language) for name in FIELDS if name in person.published)


def _duty(duty: AssignmentRecord, zone: ZoneInfo, language: Language) -> dict[str, Any]:
    return {
        "grid": duty.grid[0],
        "role": said(duty.role, ROLES, language),
        "shift": None if duty.shift is None else said(duty.shift, SHIFTS, language),
        "hours": hours_text(
            [(each["days"], each["from"], each["until"]) for each in duty.hours or ()], language
        )
        or None,
        "specialty": duty.specialty,
        "duties": duty.duties,
        "duty_from": _first(duty.valid_from, zone),
        "duty_until": _last(duty.valid_until, zone),
    }


def _first(instant: datetime | None, zone: ZoneInfo) -> date | None:
    return None if instant is None else instant.astimezone(zone).date()


def _last(end: datetime | None, zone: ZoneInfo) -> date | None:
    """The last day before an end."""
    return None if end is None else (end - _LAST).astimezone(zone).date()
