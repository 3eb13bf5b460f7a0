"""Tokens for machines: some of an account's actions, for a time, shown once."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geo_grid.core.accounts.secrets import API_PREFIX, hashed, new_token
from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.store.account_records import TokenRecord
from geo_grid.store.account_writing import open_token, revoke_token
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.accounts import token_by_id, tokens_of


def list_tokens(session: Session, account: int) -> list[TokenRecord]:
    """All tokens of an account, newest first."""
    return tokens_of(session, account)


def add_token(
    session: Session, account: int, name: str, actions: Sequence[str], days: int, held: frozenset[Action]
) -> tuple[str, TokenRecord]:
    """Make a token; the caller commits.

    Parameters
    ----------
    held
        What the account may do somewhere: no token may do more, then or later.

    Returns
    -------
    The token itself, and what is kept of it.

    Raises
    ------
    InputError
        ``token_actions_too_wide``, ``name_invalid``.
    """
    wide = sorted(set(actions) - {str(action) for action in held})
    if wide or not actions:
        raise InputError("token_actions_too_wide", actions=wide)
    name = " ".join(name.split())
    if not name:
        raise InputError("name_invalid", most=100)
    secret = new_token(API_PREFIX)
    kept = sorted(set(actions))
    opened = open_token(session, account, name, hashed(secret), kept, days)
    note(
        session,
        "token.add",
        f"token:{opened} account:{account}",
        after={"name": name, "actions": kept, "days": days},
    )
    return secret, _token(session, opened, account)


def end_token(session: Session, token: int, account: int | None = None) -> TokenRecord:
    """Revoke a token; the caller commits.

    Parameters
    ----------
    account
        Whose it must be; None where an administrator may revoke any.

    Raises
    ------
    NotFound
        ``token_not_found``.
    """
    found = _token(session, token, account)
    if revoke_token(session, token):
        note(session, "token.revoke", f"token:{token}", before={"name": found.name})
    return _token(session, token, account)


def _token(session: Session, token: int, account: int | None) -> TokenRecord:
    found = token_by_id(session, token)
    if found is None or account not in (None, found[0]):
        raise NotFound("token_not_found", given=token)
    return found[1]
