"""When somebody is away, and who stands in; never why."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, InputError
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.found import found_leave, found_person
from geo_grid.services.people.person_values import check_dates
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import LeaveRecord
from geo_grid.store.queries.assignments import leave_meeting

KINDS = ("short", "long")


def give_leave(
    session: Session,
    actor: Actor | None,
    person: int,
    kind: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    stand_in: int | None = None,
) -> LeaveRecord:
    """Somebody is away from an instant on, now where none is given; the caller commits.

    Parameters
    ----------
    stand_in
        Filed on ground on which the actor assigns people, as the person is.

    Raises
    ------
    NotFound
        ``person_not_found``.
    InputError
        ``leave_kind_unknown``, ``dates_wrong``, ``stand_in_wrong``.
    Conflict
        ``leave_overlaps``.
    """
    if kind not in KINDS:
        raise InputError("leave_kind_unknown", given=kind[:40], known=list(KINDS))
    who = found_person(session, actor, person, for_update=True)
    if stand_in == person:
        raise InputError("stand_in_wrong")
    if stand_in is not None:
        found_person(session, actor, stand_in)
    check_dates(since, until)
    begins = since or writing.instant_of(session)
    check_dates(begins, until)
    if leave_meeting(session, person, begins, until) is not None:
        raise Conflict("leave_overlaps", person=who.name)
    opened = writing.add_leave(session, person, kind, begins, until, stand_in)
    made, _ = found_leave(session, None, opened)
    note(session, "leave.give", f"leave:{opened} person:{person}", after=_noted(made))
    return made


def end_leave(session: Session, actor: Actor | None, leave: int, at: datetime | None = None) -> LeaveRecord:
    """Somebody is back, now where no instant is given; the caller commits.

    Raises
    ------
    NotFound
        ``leave_not_found``.
    InputError
        ``dates_wrong``.
    Conflict
        ``leave_ended``; ``leave_overlaps``: it would last into another.
    """
    before, who = found_leave(session, actor, leave)
    if before.state in ("ended", "cancelled"):
        raise Conflict("leave_ended", given=leave)
    when = at or writing.instant_of(session)
    check_dates(before.valid_from, when)
    is_longer = before.valid_until is not None and before.valid_until < when
    if is_longer and leave_meeting(session, who.id, before.valid_until or when, when) is not None:
        raise Conflict("leave_overlaps", person=who.name)
    writing.close_leave(session, leave, when)
    ended, _ = found_leave(session, None, leave)
    note(session, "leave.end", f"leave:{leave} person:{who.id}", before=_noted(before), after=_noted(ended))
    return ended


def cancel_leave(session: Session, actor: Actor | None, leave: int) -> LeaveRecord:
    """Withdraw a leave that has not begun; the caller commits.

    Raises
    ------
    NotFound
        ``leave_not_found``.
    Conflict
        ``has_begun``; ``leave_ended``: cancelled already.
    """
    before, who = found_leave(session, actor, leave)
    if before.state == "cancelled":
        raise Conflict("leave_ended", given=leave)
    if before.state != "future":
        raise Conflict("has_begun", given=leave)
    writing.cancel_leave(session, leave)
    note(session, "leave.cancel", f"leave:{leave} person:{who.id}", before=_noted(before))
    return found_leave(session, None, leave)[0]


def _noted(record: LeaveRecord) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "valid_from": record.valid_from,
        "valid_until": record.valid_until,
        "stand_in": record.stand_in_id,
    }
