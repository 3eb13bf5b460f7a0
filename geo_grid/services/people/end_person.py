"""Somebody leaves the service: never deleted while on duty, and never with a grid left alone unseen."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, InputError
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.people.found import ASSIGN, found_person
from geo_grid.services.people.person_values import check_dates
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import AssignmentRecord, PersonRecord
from geo_grid.store.queries.assignments import duties_of, leaves_of


def end_person(
    session: Session,
    actor: Actor | None,
    person: int,
    at: datetime | None = None,
    *,
    end_duties: bool = False,
) -> PersonRecord:
    """End somebody's service, now where no instant is given; the caller commits.

    Parameters
    ----------
    end_duties
        End their duties too; those that have not begun by then are cancelled.

    Raises
    ------
    NotFound
        ``person_not_found``.
    InputError
        ``dates_wrong``: they began later.
    Conflict
        ``person_on_duty``.
    Denied
        ``not_on_this_ground``: theirs, or that of a duty to be ended.
    """
    before = found_person(session, actor, person, for_update=True)
    when = at or writing.instant_of(session)
    check_dates(before.valid_from, when)
    if end_duties:
        _end_duties(session, actor, before, when)
    else:
        refuse_while_on_duty(session, before, when)
    for leave in leaves_of(session, [person]):
        if leave.valid_from >= when:
            writing.cancel_leave(session, leave.id)
        elif leave.valid_until is None or leave.valid_until > when:
            writing.close_leave(session, leave.id, when)
    writing.end_person(session, person, when)
    note(
        session,
        "person.end",
        f"person:{person}",
        before={"valid_until": before.valid_until},
        after={"valid_until": when, "end_duties": end_duties},
    )
    return found_person(session, None, person)


def refuse_while_on_duty(session: Session, person: PersonRecord, at: datetime) -> None:
    """Refuse what would leave duties of somebody who has left.

    Raises
    ------
    Conflict
        ``person_on_duty``, with the grids.
    """
    lasting = duties_of(session, [person.id], at)
    if lasting:
        grids = list(dict.fromkeys(duty.grid[0] for duty in lasting))
        raise Conflict("person_on_duty", person=person.name, grids=grids)


def _end_duties(session: Session, actor: Actor | None, person: PersonRecord, at: datetime) -> None:
    lasting: list[AssignmentRecord] = duties_of(session, [person.id], at)
    require_on(session, actor, ASSIGN, *(duty.grid_id for duty in lasting))
    for duty in lasting:
        if duty.valid_from >= at and duty.state != "future":
            raise InputError("dates_wrong")
        if duty.valid_from >= at:
            writing.cancel_assignment(session, duty.id)
        else:
            writing.close_assignment(session, duty.id, at)
        note(
            session,
            "assignment.end",
            f"assignment:{duty.id} person:{person.id}",
            before={"grid": duty.grid[0], "role": duty.role, "valid_until": duty.valid_until},
            after={"valid_until": at},
        )
