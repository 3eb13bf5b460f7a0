"""Identities of the provider that are bound to accounts, as administrators see them."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, InputError, NotFound
from geo_grid.services.accounts import account
from geo_grid.store import identity_writing as writing
from geo_grid.store.account_records import AccountRecord
from geo_grid.store.account_writing import end_sessions
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.identities import account_of_identity

#: Characters of the longest subject, as OpenID Connect has it.
_MOST = 255


def bind(session: Session, account_id: int, issuer: str | None, subject: str) -> AccountRecord:
    """Let a subject of the provider sign in as this account; the caller commits.

    Raises
    ------
    NotFound
        ``account_not_found``, ``provider_unset``.
    InputError
        ``subject_invalid``.
    Conflict
        ``identity_taken``, ``account_bound``.
    """
    found = account(session, account_id)
    if issuer is None:
        raise NotFound("provider_unset")
    subject = subject.strip()
    if not 0 < len(subject) <= _MOST or not subject.isprintable():
        raise InputError("subject_invalid", most=_MOST)
    if account_of_identity(session, issuer, subject) is not None:
        raise Conflict("identity_taken")
    if any(each.issuer == issuer for each in found.identities):
        raise Conflict("account_bound")
    writing.bind_identity(session, found.id, issuer, subject)
    note_bound(session, found.id, issuer, subject)
    return account(session, found.id)


def remove(session: Session, account_id: int, identity: int) -> AccountRecord:
    """Take a binding back and end every session of the account; the caller commits.

    Raises
    ------
    NotFound
        ``account_not_found``, ``identity_not_found``.
    """
    found = account(session, account_id)
    removed = writing.remove_identity(session, found.id, identity)
    if removed is None:
        raise NotFound("identity_not_found", given=identity)
    issuer, subject = removed
    ended = end_sessions(session, found.id)
    before, after = {"issuer": issuer, "subject": subject}, {"sessions_ended": ended}
    note(session, "identity.remove", f"account:{found.id}", before=before, after=after)
    return account(session, found.id)


def note_bound(session: Session, account_id: int, issuer: str, subject: str) -> None:
    """Write down that a binding was made."""
    note(session, "identity.bind", f"account:{account_id}", after={"issuer": issuer, "subject": subject})
