"""Whose is this cookie or token, and what has been granted to them?"""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.account_records import Known

_GRANTS = """
    coalesce((
        SELECT jsonb_agg(jsonb_build_array(g.role, g.grid_id, g.office_id))
        FROM role_grant g LEFT JOIN office o ON o.id = g.office_id
        WHERE g.account_id = a.id AND g.revoked_at IS NULL AND g.valid_from <= now()
          AND (g.valid_until IS NULL OR g.valid_until > now()) AND o.closed_at IS NULL
          AND (g.grid_id IS NULL OR EXISTS (
              SELECT FROM grid_row r WHERE r.grid_id = g.grid_id AND r.valid @> now()))
    ), '[]') AS grants
"""

# That it was used is noted at most once a minute, in the same question.
_BY_SESSION = text(
    f"""
    WITH seen AS (
        UPDATE account_session SET last_seen_at = now() FROM account a
        WHERE token_hash = :hash AND last_seen_at < now() - interval '1 minute'
          AND last_seen_at > now() - make_interval(mins => :idle)
          AND ended_at IS NULL AND expires_at > now() AND a.id = account_id AND a.disabled_at IS NULL
    )
    SELECT a.id, a.login, a.name, s.id AS session_id, CAST(NULL AS bigint) AS token_id, s.expires_at,
           CAST(NULL AS text[]) AS actions, {_GRANTS}
    FROM account_session s JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = :hash AND s.ended_at IS NULL AND s.expires_at > now() AND a.disabled_at IS NULL
      AND s.last_seen_at > now() - make_interval(mins => :idle)
    """  # noqa: S608 - constants of this module
)
_BY_TOKEN = text(
    f"""
    WITH seen AS (
        UPDATE api_token SET last_used_at = now() FROM account a
        WHERE token_hash = :hash AND coalesce(last_used_at < now() - interval '1 minute', true)
          AND revoked_at IS NULL AND expires_at > now() AND a.id = account_id AND a.disabled_at IS NULL
    )
    SELECT a.id, a.login, a.name, CAST(NULL AS bigint) AS session_id, t.id AS token_id, t.expires_at,
           t.actions, {_GRANTS}
    FROM api_token t JOIN account a ON a.id = t.account_id
    WHERE t.token_hash = :hash AND t.revoked_at IS NULL AND t.expires_at > now() AND a.disabled_at IS NULL
    """  # noqa: S608 - constants of this module
)


def known_by_session(session: Session, token_hash: bytes, idle_minutes: int) -> Known | None:
    """Whose cookie this is; None where its session has ended, or was idle too long."""
    return _known(session.execute(_BY_SESSION, {"hash": token_hash, "idle": idle_minutes}).one_or_none())


def known_by_token(session: Session, token_hash: bytes) -> Known | None:
    """Whose token this is; None where it has ended or its account is disabled."""
    return _known(session.execute(_BY_TOKEN, {"hash": token_hash}).one_or_none())


def _known(row: Any) -> Known | None:
    if row is None:
        return None
    account, login, name, session_id, token_id, expires_at, actions, grants = row
    return Known(
        account,
        login,
        name,
        session_id,
        token_id,
        expires_at,
        None if actions is None else tuple(actions),
        tuple((role, grid, office) for role, grid, office in grants),
    )
