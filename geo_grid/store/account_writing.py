"""Writing accounts, sessions, tokens and reset links; instants are the database's."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

from geo_grid.core.accounts.backoff import wait_s


def _one(session: Session, statement: str, **params: Any) -> int:
    return int(session.execute(text(statement), params).scalar_one())


def _changed(session: Session, statement: str, **params: Any) -> int:
    result = session.execute(text(statement), params)
    return result.rowcount if isinstance(result, CursorResult) else 0


def open_account(
    session: Session, login: str, folded: str, skeleton: str, name: str, language: str | None
) -> int:
    """A new account without a password; its id."""
    return _one(
        session,
        "INSERT INTO account (login, folded, skeleton, name, language) "
        "VALUES (:login, :folded, :skeleton, :name, :language) RETURNING id",
        login=login, folded=folded, skeleton=skeleton, name=name, language=language,
    )  # fmt: skip


def change_account(session: Session, account: int, name: str, language: str | None) -> None:
    """Give an account another name and language."""
    _changed(
        session,
        "UPDATE account SET name = :name, language = :language WHERE id = :id",
        id=account, name=name, language=language,
    )  # fmt: skip


def disable_account(session: Session, account: int, *, disabled: bool) -> None:
    """Disable or enable; the last administrator cannot be disabled (`last_administrator`)."""
    _changed(
        session,
        "UPDATE account SET disabled_at = CASE WHEN :disabled THEN coalesce(disabled_at, now()) END "
        "WHERE id = :id",
        id=account, disabled=disabled,
    )  # fmt: skip


def set_password(session: Session, account: int, password_hash: str) -> None:
    """Keep another hash."""
    _changed(
        session, "UPDATE account SET password_hash = :hash WHERE id = :id", id=account, hash=password_hash
    )


def open_session(
    session: Session, account: int, token_hash: bytes, hours: int, address: str | None, agent: str | None
) -> int:
    """Somebody has signed in; the id of the session."""
    _changed(session, "UPDATE account SET last_sign_in_at = now() WHERE id = :id", id=account)
    return _one(
        session,
        "INSERT INTO account_session (account_id, token_hash, expires_at, address, agent) "
        "VALUES (:account, :hash, now() + make_interval(hours => :hours), :address, :agent) RETURNING id",
        account=account, hash=token_hash, hours=hours, address=address, agent=agent,
    )  # fmt: skip


def end_session(session: Session, account: int, session_id: int) -> int:
    """End one session of an account; how many it were."""
    return _changed(
        session,
        "UPDATE account_session SET ended_at = now() "
        "WHERE id = :id AND account_id = :account AND ended_at IS NULL",
        id=session_id, account=account,
    )  # fmt: skip


def end_sessions(session: Session, account: int) -> int:
    """End all sessions of an account; how many."""
    return _changed(
        session,
        "UPDATE account_session SET ended_at = now() WHERE account_id = :account AND ended_at IS NULL",
        account=account,
    )


def open_token(
    session: Session, account: int, name: str, token_hash: bytes, actions: list[str], days: int
) -> int:
    """A new token for a machine; its id."""
    return _one(
        session,
        "INSERT INTO api_token (account_id, name, token_hash, actions, expires_at) "
        "VALUES (:account, :name, :hash, :actions, now() + make_interval(days => :days)) RETURNING id",
        account=account, name=name, hash=token_hash, actions=actions, days=days,
    )  # fmt: skip


def revoke_token(session: Session, token: int) -> int:
    """Revoke a token; how many it were."""
    return _changed(
        session, "UPDATE api_token SET revoked_at = now() WHERE id = :id AND revoked_at IS NULL", id=token
    )


def open_reset(session: Session, account: int, token_hash: bytes, hours: int) -> datetime:
    """A new reset link, the only one of its account; when it expires."""
    _changed(
        session,
        "UPDATE account_reset SET used_at = now() WHERE account_id = :account AND used_at IS NULL",
        account=account,
    )
    expires: datetime = session.execute(
        text(
            "INSERT INTO account_reset (account_id, token_hash, expires_at) "
            "VALUES (:account, :hash, now() + make_interval(hours => :hours)) RETURNING expires_at"
        ),
        {"account": account, "hash": token_hash, "hours": hours},
    ).scalar_one()
    return expires


def use_reset(session: Session, token_hash: bytes) -> int | None:
    """Use a reset link up; whose it is, or None where it is used, expired or not known."""
    found: int | None = session.scalar(
        text(
            "UPDATE account_reset SET used_at = now() FROM account "
            "WHERE token_hash = :hash AND used_at IS NULL AND expires_at > now() "
            "AND account.id = account_id AND disabled_at IS NULL RETURNING account_id"
        ),
        {"hash": token_hash},
    )
    return found


def locked_s(session: Session, keys: list[str]) -> int:
    """Seconds until none of the keys is locked any more; 0 where none is."""
    return _one(
        session,
        "SELECT ceil(coalesce(greatest(max(extract(epoch FROM locked_until - now())), 0), 0)) "
        "FROM sign_in_failure WHERE key = ANY(:keys)",
        keys=keys,
    )


def count_attempt(session: Session, kind: str, key: str) -> int:
    """Count an attempt before it is judged, so that many at once are all counted; how many it are.

    A day without any forgets them.
    """
    failures = _one(
        session,
        """
        INSERT INTO sign_in_failure AS f (key, failures, last_at) VALUES (:key, 1, now())
        ON CONFLICT (key) DO UPDATE SET last_at = now(),
            failures = CASE WHEN f.last_at < now() - interval '1 day' THEN 1 ELSE f.failures + 1 END
        RETURNING failures
        """,
        key=key,
    )
    _changed(
        session,
        "UPDATE sign_in_failure SET locked_until = now() + make_interval(secs => :wait) WHERE key = :key",
        key=key, wait=wait_s(kind, failures),
    )  # fmt: skip
    return failures


def forget_attempts(session: Session, keys: list[str]) -> None:
    """They have signed in."""
    _changed(session, "DELETE FROM sign_in_failure WHERE key = ANY(:keys)", keys=keys)


def forget_old_attempts(session: Session) -> None:
    """Let go of some that no longer count: more at each attempt than it adds, so that they never pile up.

    What was never locked counts for an hour, the rest for a day.
    """
    _changed(
        session,
        """
        WITH free AS (
            SELECT key FROM sign_in_failure WHERE failures < 5 AND last_at < now() - interval '1 hour'
            ORDER BY last_at LIMIT 4 FOR UPDATE SKIP LOCKED
        ), locked AS (
            SELECT key FROM sign_in_failure WHERE failures >= 5 AND last_at < now() - interval '1 day'
            ORDER BY last_at LIMIT 4 FOR UPDATE SKIP LOCKED
        )
        DELETE FROM sign_in_failure WHERE key IN (SELECT key FROM free UNION ALL SELECT key FROM locked)
        """,
    )
