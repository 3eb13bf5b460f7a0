"""A duty ends, or is withdrawn before it began."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.assign import noted, refuse_second_head
from geo_grid.services.people.found import found_assignment
from geo_grid.services.people.person_values import check_dates
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import AssignmentRecord
from geo_grid.store.queries.assignments import duty_meeting


def end_assignment(
    session: Session, actor: Actor | None, assignment: int, at: datetime | None = None
) -> AssignmentRecord:
    """End a duty, now where no instant is given; one whose end is known may last longer. The caller commits.

    Raises
    ------
    NotFound
        ``assignment_not_found``.
    InputError
        ``dates_wrong``: it begins later, or nobody knows when that is.
    Conflict
        ``assignment_ended``: it is over; ``head_taken``, ``assigned_already``: it would last into another.
    """
    before = _locked(session, actor, assignment)
    when = at or writing.instant_of(session)
    if before.state in ("ended", "cancelled"):
        raise Conflict("assignment_ended", given=assignment)
    check_dates(before.valid_from, when)
    if before.valid_until is not None and before.valid_until < when:
        _refuse_meeting(session, before, before.valid_until, when)
    writing.close_assignment(session, assignment, when)
    ended = found_assignment(session, None, assignment)
    note(
        session,
        "assignment.end",
        f"assignment:{assignment} person:{before.person_id}",
        before=noted(before),
        after=noted(ended),
    )
    return ended


def cancel_assignment(session: Session, actor: Actor | None, assignment: int) -> AssignmentRecord:
    """Withdraw a duty that has not begun; the caller commits.

    Raises
    ------
    NotFound
        ``assignment_not_found``.
    Conflict
        ``has_begun``; ``assignment_ended``: cancelled already.
    """
    before = _locked(session, actor, assignment)
    if before.state == "cancelled":
        raise Conflict("assignment_ended", given=assignment)
    if before.state != "future":
        raise Conflict("has_begun", given=assignment)
    writing.cancel_assignment(session, assignment)
    note(
        session,
        "assignment.cancel",
        f"assignment:{assignment} person:{before.person_id}",
        before=noted(before),
    )
    return found_assignment(session, None, assignment)


def _refuse_meeting(session: Session, duty: AssignmentRecord, since: datetime, until: datetime) -> None:
    """Refuse a longer duty where another begins meanwhile."""
    same = duty_meeting(session, duty.grid_id, duty.role, since, until, person=duty.person_id)
    if same is not None:
        raise Conflict("assigned_already", person=same.person_name, grid=same.grid[0], assignment=same.id)
    if duty.role == "head":
        refuse_second_head(session, duty.grid_id, since, until)


def _locked(session: Session, actor: Actor | None, assignment: int) -> AssignmentRecord:
    """The duty as it is when nobody else changes duties of its grid."""
    writing.lock_duties(session, found_assignment(session, actor, assignment).grid_id)
    return found_assignment(session, actor, assignment)
