"""Signing in and out: attempts are counted first and judged afterwards."""

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.accounts.login_names import folded
from geo_grid.core.accounts.passwords import MOST
from geo_grid.core.accounts.secrets import hashed, new_token
from geo_grid.core.errors import InputError, SignInNeeded, TooMany
from geo_grid.store.account_writing import (
    count_attempt,
    end_session,
    forget_attempts,
    forget_old_attempts,
    locked_s,
    open_session,
    set_password,
)
from geo_grid.store.audit_writing import note
from geo_grid.store.origin import Origin, act_as, origin_of
from geo_grid.store.queries.accounts import account_by_id, is_familiar, password_hash


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted and is still to be judged.

    Parameters
    ----------
    account, password_hash
        None where nobody has this login, or no password yet.
    keys
        Under which it was counted.
    """

    account: int | None
    password_hash: str | None
    keys: tuple[str, str]


def begin_sign_in(
    session: Session, login: str, password: str, household: str, address: str | None
) -> Attempt:
    """Count an attempt. The caller commits, then judges the password, then calls `end_sign_in`.

    Where somebody has signed in before, they are counted apart from everybody who tries their login
    elsewhere: a stranger who keeps guessing must not keep them out.

    Parameters
    ----------
    household
        Whom the address is counted for.
    address
        The address itself, as sessions remember it.

    Raises
    ------
    InputError
        ``password_too_long``: refused before anything is hashed.
    TooMany
        ``sign_in_wait``: too many attempts failed for this login, or from this address.
    """
    if len(password) > MOST:
        raise InputError("password_too_long", most=MOST)
    name = folded(login[:200])
    # People type their password into the wrong field: what was typed is not kept.
    spot = f"\0{household}" if is_familiar(session, name, address) else ""
    keys = "login:" + hashlib.sha256((name + spot).encode()).hexdigest(), f"address:{household}"
    wait = locked_s(session, list(keys))
    if wait > 0:
        raise TooMany("sign_in_wait", seconds=wait)
    forget_old_attempts(session)
    for kind, key in zip(("login", "address"), keys, strict=True):
        count_attempt(session, kind, key)
    account, known_hash = password_hash(session, name) or (None, None)
    return Attempt(account, known_hash, keys)


def end_sign_in(
    session: Session, attempt: Attempt, *, fits: bool, new_hash: str | None, hours: int, agent: str | None
) -> str | None:
    """Open a session where the password was right; the caller commits either way.

    Parameters
    ----------
    new_hash
        The password's hash by the parameters of today, where they have changed.
    hours
        Until the session ends.
    agent
        What the browser calls itself.

    Returns
    -------
    The session's token, or None where login or password is wrong: `refuse_sign_in` says so after the commit.
    """
    origin = origin_of(session)
    account = account_by_id(session, attempt.account) if attempt.account is not None else None
    if account is None or account.disabled_at is not None or not fits:
        note(session, "sign_in.fail", None if account is None else f"account:{account.id}")
        return None
    act_as(session, acting_as(account.id, account.login, origin))
    forget_attempts(session, list(attempt.keys))
    if new_hash is not None:
        set_password(session, account.id, new_hash)
    token = new_token()
    opened = open_session(
        session, account.id, hashed(token), hours, origin.address, (agent or "")[:300] or None
    )
    note(session, "sign_in", f"account:{account.id}", after={"session": opened})
    return token


def refuse_sign_in() -> SignInNeeded:
    """The same for a wrong login and a wrong password."""
    return SignInNeeded("sign_in_wrong")


def sign_out(session: Session, account: int, session_id: int) -> None:
    """End the session; the caller commits."""
    end_session(session, account, session_id)
    note(session, "sign_out", f"account:{account}", before={"session": session_id})


def acting_as(account: int, login: str, origin: Origin) -> Origin:
    """The same visitor, now known."""
    return Origin(f"account:{account} {login}", "session", origin.address, origin.request)
