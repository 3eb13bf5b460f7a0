"""Roles granted on ground, and taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, InputError, NotFound
from geo_grid.core.permissions.roles import SCOPES, Role, Scope
from geo_grid.services.accounts import account
from geo_grid.store import grant_writing as writing
from geo_grid.store.account_records import GrantRecord
from geo_grid.store.account_writing import end_sessions
from geo_grid.store.audit_writing import note
from geo_grid.store.errors import translated
from geo_grid.store.origin import origin_of
from geo_grid.store.queries import grants as query
from geo_grid.store.queries.offices import nearest_office, offices
from geo_grid.store.queries.scope import grid_in_force, is_known_code


def list_grants(
    session: Session,
    *,
    account_id: int | None = None,
    role: str | None = None,
    in_force: bool | None = None,
    after: int = 0,
    limit: int = 1000,
) -> list[GrantRecord]:
    """Grants by id."""
    return query.grants(session, account=account_id, role=role, in_force=in_force, after=after, limit=limit)


def grants_of(session: Session, accounts: Sequence[int]) -> dict[int, list[GrantRecord]]:
    """All grants of several accounts, by account."""
    return query.grants_of(session, accounts)


def make_grant(
    session: Session,
    account_id: int,
    role: str,
    *,
    grid: str | None = None,
    office: int | None = None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    reason: str | None = None,
) -> GrantRecord:
    """Grant a role; the account's sessions end, so that rights never change within one. The caller commits.

    Parameters
    ----------
    grid
        Code of a grid in force: it and all below it.
    office
        With a grid: whose grant it is; where none is named, the nearest on whose ground the grid is. Without:
        the office's ground, that of the offices below it included.
    valid_from, valid_until
        Aware instants; from now on, and without end, where they are not given.

    Raises
    ------
    InputError
        ``role_unknown``, ``grant_scope_wrong``, ``grid_ended``, ``grant_dates_wrong``.
    NotFound
        ``account_not_found``, ``grid_not_found``, ``office_not_found``.
    Conflict
        ``grant_exists``.
    """
    found = account(session, account_id)
    wanted = _role(role)
    given = Scope.GRID if grid is not None else Scope.OFFICE if office is not None else Scope.EVERYTHING
    if given not in SCOPES[wanted]:
        raise InputError("grant_scope_wrong", role=role, scopes=[str(scope) for scope in SCOPES[wanted]])
    if any(instant is not None and instant.tzinfo is None for instant in (valid_from, valid_until)):
        raise InputError("grant_dates_wrong")
    grid_id = None if grid is None else _grid(session, grid)
    if office is not None and not offices(session, office):
        raise NotFound("office_not_found", given=office)
    if office is None and grid_id is not None:
        office = nearest_office(session, grid_id)
    writing.lock_account(session, found.id)
    _refuse_twice(session, found.id, role, grid_id, office)
    by = origin_of(session).actor
    with translated():
        opened = writing.open_grant(
            session, found.id, role, grid_id, office, valid_from, valid_until, reason, by
        )
    end_sessions(session, found.id)
    made = grant(session, opened)
    note(session, "grant.make", f"grant:{made.id} account:{found.id}", after=_noted(made))
    return made


def grant(session: Session, grant_id: int) -> GrantRecord:
    """One grant.

    Raises
    ------
    NotFound
        ``grant_not_found``.
    """
    found = query.grant_by_id(session, grant_id)
    if found is None:
        raise NotFound("grant_not_found", given=grant_id)
    return found


def revoke_grant(session: Session, grant_id: int) -> GrantRecord:
    """Take a role back for good; the account's sessions end. The caller commits.

    Raises
    ------
    Conflict
        ``last_administrator``, from the database.
    """
    before = grant(session, grant_id)
    if before.revoked_at is not None:
        return before
    writing.revoke_grant(session, grant_id)
    end_sessions(session, before.account_id)
    note(session, "grant.revoke", f"grant:{grant_id} account:{before.account_id}", before=_noted(before))
    return grant(session, grant_id)


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise InputError("role_unknown", given=role[:100], known=[str(each) for each in Role]) from error


def _grid(session: Session, code: str) -> int:
    found = grid_in_force(session, code)
    if found is not None:
        return found
    if is_known_code(session, code):
        raise InputError("grid_ended", grid=code)
    raise NotFound("grid_not_found", grid=code)


def _refuse_twice(session: Session, account_id: int, role: str, grid: int | None, office: int | None) -> None:
    for other in query.grants(session, account=account_id, role=role):
        if other.why_not in (None, "future") and (other.grid_id, other.office_id) == (grid, office):
            raise Conflict("grant_exists", role=role)


def _noted(record: GrantRecord) -> dict[str, object]:
    return {
        "role": record.role,
        "account": record.account_id,
        "grid": None if record.grid is None else record.grid[0],
        "office": record.office_id,
        "valid_from": record.valid_from.isoformat(),
        "valid_until": None if record.valid_until is None else record.valid_until.isoformat(),
        "reason": record.reason,
    }
