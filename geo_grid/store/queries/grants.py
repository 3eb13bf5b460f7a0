"""Which roles were granted, to whom, on what ground, and are they in force?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.account_records import GrantRecord

_GRANT = """
    SELECT * FROM (
        SELECT g.id, g.account_id, a.login, a.name, g.role, g.grid_id, grid.code AS grid_code,
               grid.name AS grid_name, grid.level AS grid_level, g.office_id, o.name_zh AS office_name,
               g.valid_from, g.valid_until, g.reason, g.granted_by, g.granted_at, g.revoked_at,
               CASE WHEN g.revoked_at IS NOT NULL THEN 'revoked'
                    WHEN a.disabled_at IS NOT NULL THEN 'account_disabled'
                    WHEN g.valid_from > now() THEN 'future'
                    WHEN g.valid_until <= now() THEN 'expired'
                    WHEN g.grid_id IS NOT NULL AND NOT grid.is_in_force THEN 'grid_ended'
                    WHEN o.closed_at IS NOT NULL THEN 'expired' END AS why_not
        FROM role_grant g
        JOIN account a ON a.id = g.account_id
        LEFT JOIN office o ON o.id = g.office_id
        LEFT JOIN LATERAL (
            SELECT r.code, r.name, r.level, r.valid @> now() AS is_in_force FROM grid_row r
            WHERE r.grid_id = g.grid_id ORDER BY r.valid @> now() DESC, upper(r.valid) DESC LIMIT 1
        ) AS grid ON true
    ) AS told
"""


def grants(
    session: Session,
    *,
    account: int | None = None,
    role: str | None = None,
    in_force: bool | None = None,
    after: int = 0,
    limit: int = 1000,
) -> list[GrantRecord]:
    """Grants by id, one page of them."""
    rows = session.execute(
        text(
            _GRANT
            + """
            WHERE id > :after AND (CAST(:account AS bigint) IS NULL OR account_id = :account)
              AND (CAST(:role AS text) IS NULL OR role = :role)
              AND (CAST(:in_force AS boolean) IS NULL OR (why_not IS NULL) = :in_force)
            ORDER BY id LIMIT :limit
            """
        ),
        {"account": account, "role": role, "in_force": in_force, "after": after, "limit": limit},
    )
    return [_grant(row) for row in rows]


def grants_of(session: Session, accounts: Sequence[int]) -> dict[int, list[GrantRecord]]:
    """All grants of several accounts, by account; one question for all of them."""
    rows = session.execute(
        text(_GRANT + " WHERE account_id = ANY(:accounts) ORDER BY id"), {"accounts": list(accounts)}
    )
    found: dict[int, list[GrantRecord]] = {account: [] for account in accounts}
    for row in rows:
        found[row.account_id].append(_grant(row))
    return found


def grant_by_id(session: Session, grant: int) -> GrantRecord | None:
    """One grant."""
    row = session.execute(text(_GRANT + " WHERE id = :id"), {"id": grant}).one_or_none()
    return None if row is None else _grant(row)


def _grant(row: Any) -> GrantRecord:
    return GrantRecord(
        row.id, row.account_id, row.login, row.name, row.role, row.grid_id,
        None if row.grid_code is None else (row.grid_code, row.grid_name, row.grid_level),
        row.office_id, row.office_name, row.valid_from, row.valid_until, row.reason, row.granted_by,
        row.granted_at, row.revoked_at, row.why_not,
    )  # fmt: skip
