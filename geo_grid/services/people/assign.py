"""Giving somebody a duty for a grid, in place of another where that is wanted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo_grid.core.duty.hours import read_hours, written_hours
from geo_grid.core.errors import Conflict, InputError
from geo_grid.core.people.roles import ROLES, SHIFTS
from geo_grid.core.people.texts import kept_text
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.found import checked_office, found_assignment, found_grid, found_person
from geo_grid.services.people.person_values import check_dates
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import AssignmentRecord, PersonRecord
from geo_grid.store.queries.assignments import duty_meeting
from geo_grid.store.queries.offices import nearest_office


def assign(
    session: Session, actor: Actor | None, person: int, grid: str, role: str, given: Mapping[str, Any]
) -> AssignmentRecord:
    """Give somebody a duty; the caller commits.

    Parameters
    ----------
    person
        Filed on ground on which the actor assigns people.
    grid
        Code of a grid in force when the duty begins, on such ground too.
    role
        One of `ROLES`.
    given
        Any of ``valid_from`` (now), ``valid_until``, ``shift``, ``hours``, ``specialty``, ``duties``,
        ``office`` (id; without, the nearest on whose ground the grid is), and ``replaces``: id of the duty
        that ends when this one begins.

    Raises
    ------
    InputError
        ``role_of_duty_unknown``, ``shift_unknown``, ``hours_wrong``, ``dates_wrong``, ``grid_ended``,
        ``person_not_in_service``, ``assignment_replaces_wrong``.
    NotFound
        ``person_not_found``, ``grid_not_found``, ``office_not_found``, ``assignment_not_found``.
    Conflict
        ``head_taken``: somebody else is head then; ``assigned_already``.
    Denied
        ``not_on_this_ground``.
    """
    values = _judged(session, role, given)
    begins: datetime = values["valid_from"]
    who = found_person(session, actor, person, for_update=True)
    values |= {"person_id": person, "grid_id": found_grid(session, actor, grid, begins)}
    if not who.valid_from <= begins or (who.valid_until is not None and who.valid_until <= begins):
        raise InputError("person_not_in_service", person=who.name)
    if values["office_id"] is None:
        values["office_id"] = nearest_office(session, values["grid_id"])
    writing.lock_duties(session, values["grid_id"])
    if given.get("replaces") is not None:
        _replace(session, actor, given["replaces"], values, grid)
    _refuse_twice(session, values, who)
    try:
        with session.begin_nested():
            opened = writing.add_assignment(session, values)
    except IntegrityError:
        # Somebody who does not wait for the lock was faster; who, is known only now.
        _refuse_twice(session, values, who)
        raise
    made = found_assignment(session, None, opened)
    note(session, "assignment.add", f"assignment:{opened} person:{person}", after=noted(made))
    return made


def noted(record: AssignmentRecord) -> dict[str, Any]:
    """What the audit keeps of a duty."""
    return {
        "grid": record.grid[0],
        "role": record.role,
        "valid_from": record.valid_from,
        "valid_until": record.valid_until,
        "shift": record.shift,
        "hours": record.hours,
        "specialty": record.specialty,
        "office": record.office_id,
    }


def _judged(session: Session, role: str, given: Mapping[str, Any]) -> dict[str, Any]:
    if role not in ROLES:
        raise InputError("role_of_duty_unknown", given=role[:40], known=list(ROLES))
    shift, hours = given.get("shift"), given.get("hours")
    if shift is not None and shift not in SHIFTS:
        raise InputError("shift_unknown", given=str(shift)[:40], known=list(SHIFTS))
    check_dates(given.get("valid_from"), given.get("valid_until"))
    begins = given.get("valid_from") or writing.instant_of(session)
    check_dates(begins, given.get("valid_until"))
    return {
        "role": role,
        "valid_from": begins,
        "valid_until": given.get("valid_until"),
        "shift": shift,
        "hours": None if not hours else written_hours(read_hours(hours)),
        "specialty": kept_text(given.get("specialty")),
        "duties": kept_text(given.get("duties")),
        "office_id": checked_office(session, given.get("office")),
    }


def _replace(
    session: Session, actor: Actor | None, replaced: int, values: Mapping[str, Any], grid: str
) -> None:
    """End the duty that this one takes over, at the instant at which it begins."""
    former = found_assignment(session, actor, replaced)
    if (former.grid_id, former.role) != (values["grid_id"], values["role"]):
        raise InputError("assignment_replaces_wrong", given=replaced, grid=grid)
    begins: datetime = values["valid_from"]
    if former.state == "cancelled" or (former.valid_until is not None and former.valid_until <= begins):
        return
    if former.valid_from < begins:
        writing.close_assignment(session, replaced, begins)
    elif former.state == "future":
        writing.cancel_assignment(session, replaced)
    else:
        # It cannot be undone that somebody has already answered.
        raise InputError("dates_wrong")
    note(
        session,
        "assignment.end",
        f"assignment:{replaced} person:{former.person_id}",
        before=noted(former),
        after={"valid_until": begins},
    )


def _refuse_twice(session: Session, values: Mapping[str, Any], who: PersonRecord) -> None:
    period = (values["valid_from"], values["valid_until"])
    same = duty_meeting(session, values["grid_id"], values["role"], *period, person=values["person_id"])
    if same is not None:
        raise Conflict("assigned_already", person=who.name, grid=same.grid[0], assignment=same.id)
    if values["role"] == "head":
        refuse_second_head(session, values["grid_id"], *period)


def refuse_second_head(session: Session, grid: int, since: datetime, until: datetime | None) -> None:
    """Refuse a period in which a grid has a head.

    Raises
    ------
    Conflict
        ``head_taken``, with their name and until when.
    """
    other = duty_meeting(session, grid, "head", since, until)
    if other is not None:
        raise Conflict(
            "head_taken",
            grid=other.grid[0],
            person=other.person_name,
            assignment=other.id,
            until=None if other.valid_until is None else other.valid_until.isoformat(),
        )
