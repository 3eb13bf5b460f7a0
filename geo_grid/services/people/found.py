"""Finding what somebody speaks of, on the ground where they may: persons, duties, grids, and the like."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.accounts.login_names import folded
from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.store.people_records import AssignmentRecord, LeaveRecord, PersonRecord
from geo_grid.store.queries.accounts import account_by_login
from geo_grid.store.queries.assignments import assignment_by_id, leave_by_id
from geo_grid.store.queries.offices import office_by_id
from geo_grid.store.queries.people import persons_by_id
from geo_grid.store.queries.scope import grid_with_code, is_known_code

ASSIGN = Action.PEOPLE_ASSIGN


def found_person(
    session: Session, actor: Actor | None, person: int, *, for_update: bool = False
) -> PersonRecord:
    """Somebody on whose record's ground the actor assigns people.

    Raises
    ------
    NotFound
        ``person_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    record = persons_by_id(session, [person], for_update=for_update).get(person)
    if record is None:
        raise NotFound("person_not_found", given=person)
    require_on(session, actor, ASSIGN, record.grid_id)
    return record


def found_assignment(session: Session, actor: Actor | None, assignment: int) -> AssignmentRecord:
    """A duty for a grid on which the actor assigns people.

    Raises
    ------
    NotFound
        ``assignment_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    record = assignment_by_id(session, assignment)
    if record is None:
        raise NotFound("assignment_not_found", given=assignment)
    require_on(session, actor, ASSIGN, record.grid_id)
    return record


def found_leave(session: Session, actor: Actor | None, leave: int) -> tuple[LeaveRecord, PersonRecord]:
    """A leave of somebody on whose record's ground the actor assigns people.

    Raises
    ------
    NotFound
        ``leave_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    record = leave_by_id(session, leave)
    if record is None:
        raise NotFound("leave_not_found", given=leave)
    return record, found_person(session, actor, record.person_id, for_update=True)


def found_grid(session: Session, actor: Actor | None, code: str, at: datetime | None = None) -> int:
    """Identity of a grid in force at an instant, now where none is given, on which the actor assigns people.

    Raises
    ------
    InputError
        ``grid_ended``: there was such a grid.
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    found = grid_with_code(session, code, at)
    if found is None:
        if is_known_code(session, code):
            raise InputError("grid_ended", grid=code)
        raise NotFound("grid_not_found", grid=code)
    require_on(session, actor, ASSIGN, found)
    return found


def checked_office(session: Session, office: int | None) -> int | None:
    """An office that there is, or none.

    Raises
    ------
    NotFound
        ``office_not_found``.
    """
    if office is not None and office_by_id(session, office) is None:
        raise NotFound("office_not_found", given=office)
    return office


def found_account(session: Session, login: str | None) -> int | None:
    """Id of the account with this login, or none.

    Raises
    ------
    NotFound
        ``account_not_found``.
    """
    if login is None:
        return None
    account = account_by_login(session, folded(login))
    if account is None:
        raise NotFound("account_not_found", given=login)
    return account.id
