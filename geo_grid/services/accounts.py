"""Accounts: opened, changed, disabled; passwords and the links by which they are set."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.accounts.login_names import check_login, folded, skeleton
from geo_grid.core.accounts.passwords import check_password
from geo_grid.core.accounts.secrets import hashed, new_token
from geo_grid.core.errors import Conflict, InputError, NotFound
from geo_grid.store import account_writing as writing
from geo_grid.store.account_records import AccountRecord
from geo_grid.store.audit_writing import note
from geo_grid.store.queries import accounts as query

#: Of whose names no password may be made.
_PRODUCT = ("geo-grid", "geogrid", "wangge", "网格")
#: Characters of the longest name.
_MOST = 100


@dataclass(frozen=True, slots=True)
class ResetLink:
    """A link by which a password is set once; shown once."""

    token: str
    expires_at: datetime


def list_accounts(session: Session, words: str | None, after: int, limit: int) -> list[AccountRecord]:
    """Accounts whose login or name holds the words, by id."""
    return query.accounts(session, words, after, limit)


def account(session: Session, account_id: int) -> AccountRecord:
    """One account.

    Raises
    ------
    NotFound
        ``account_not_found``.
    """
    found = query.account_by_id(session, account_id)
    if found is None:
        raise NotFound("account_not_found", given=account_id)
    return found


def account_of(session: Session, login: str) -> AccountRecord:
    """The account with this login.

    Raises
    ------
    NotFound
        ``account_not_found``.
    """
    found = query.account_by_login(session, folded(login))
    if found is None:
        raise NotFound("account_not_found", given=login[:100])
    return found


def add_account(session: Session, login: str, name: str, language: str | None = None) -> AccountRecord:
    """Open an account without a password; the caller commits.

    Raises
    ------
    InputError
        ``login_invalid``, ``name_invalid``.
    Conflict
        ``login_taken``, ``login_confusable``.
    """
    login = check_login(login)
    if query.account_by_login(session, folded(login)) is not None:
        raise Conflict("login_taken", login=login)
    alike = query.login_like(session, skeleton(login))
    if alike is not None:
        raise Conflict("login_confusable", login=alike, given=login)
    opened = writing.open_account(
        session, login, folded(login), skeleton(login), _checked_name(name), language
    )
    note(session, "account.add", f"account:{opened}", after={"login": login, "name": name})
    return account(session, opened)


def change_account(
    session: Session,
    account_id: int,
    *,
    name: str | None = None,
    language: str | None = None,
    disabled: bool | None = None,
) -> AccountRecord:
    """Change what is given; the caller commits.

    Raises
    ------
    Conflict
        ``last_administrator``, from the database.
    """
    before = account(session, account_id)
    if name is not None or language is not None:
        writing.change_account(
            session,
            account_id,
            before.name if name is None else _checked_name(name),
            before.language if language is None else language,
        )
    if disabled is not None and disabled != (before.disabled_at is not None):
        writing.disable_account(session, account_id, disabled=disabled)
        if disabled:
            writing.end_sessions(session, account_id)
    after = account(session, account_id)
    if after != before:
        note(session, "account.change", f"account:{account_id}", before=_noted(before), after=_noted(after))
    return after


def make_reset(session: Session, account_id: int, hours: int) -> ResetLink:
    """Make the one link by which a password can be set; the caller commits."""
    found = account(session, account_id)
    token = new_token()
    expires_at = writing.open_reset(session, found.id, hashed(token), hours)
    note(session, "account.reset", f"account:{found.id}", after={"expires_at": expires_at.isoformat()})
    return ResetLink(token, expires_at)


def check_new_password(found: AccountRecord, password: str) -> None:
    """Refuse a password that is easily guessed.

    Raises
    ------
    InputError
        As `check_password`.
    """
    check_password(password, (found.login, found.name, *_PRODUCT))


def reset_password(session: Session, token: str, password_hash: str) -> AccountRecord:
    """Use a link up: a new password, and every session ended; the caller commits.

    Raises
    ------
    InputError
        ``reset_invalid``: unknown, used, expired, or the account is disabled.
    """
    account_id = writing.use_reset(session, hashed(token))
    if account_id is None:
        raise InputError("reset_invalid")
    return change_password(session, account_id, password_hash)


def change_password(session: Session, account_id: int, password_hash: str) -> AccountRecord:
    """A new password, and every session ended; the caller commits."""
    writing.set_password(session, account_id, password_hash)
    ended = writing.end_sessions(session, account_id)
    note(session, "password.set", f"account:{account_id}", after={"sessions_ended": ended})
    return account(session, account_id)


def end_all_sessions(session: Session, account_id: int) -> int:
    """End every session of an account; the caller commits."""
    ended = writing.end_sessions(session, account(session, account_id).id)
    note(session, "session.end_all", f"account:{account_id}", after={"ended": ended})
    return ended


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _MOST or "\x00" in name:
        raise InputError("name_invalid", most=_MOST)
    return name


def _noted(record: AccountRecord) -> dict[str, object]:
    return {"name": record.name, "language": record.language, "disabled": record.disabled_at is not None}
