"""Writing what incidents follow: versions of the catalogue, years of the calendar, rows of the matrix."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

#: The advisory lock of changing any of them: the bytes of "incident".
_LOCK = int.from_bytes(b"incident", "big")
_ADD_CATALOGUE = text(
    "INSERT INTO catalogue (version, content, made_by) VALUES (:version, CAST(:content AS jsonb), :account)"
)
# Two within one transaction would be of the same instant.
_ADD_YEAR = text(
    "INSERT INTO holiday_year (year, days, source, confirmed, made_by, made_at) "
    "VALUES (:year, CAST(:days AS jsonb), :source, :confirmed, :account, clock_timestamp())"
)
_ADD_ROW = text(
    "INSERT INTO responsibility (category, grid_id, lead_office, co_offices, arbiter_office, made_by) "
    "VALUES (:category, :grid, :lead, CAST(:co AS bigint[]), :arbiter, :account) RETURNING id"
)
_END_ROW = text("UPDATE responsibility SET ended_at = now() WHERE id = :id AND ended_at IS NULL")


def lock_incident_rules(session: Session) -> None:
    """Be the only one to change any of them until the transaction ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def add_catalogue(session: Session, version: int, content: Mapping[str, Any], account: int | None) -> None:
    """Add a version; the caller holds the lock."""
    written = orjson.dumps(content).decode()
    session.execute(_ADD_CATALOGUE, {"version": version, "content": written, "account": account})


def add_holiday_year(
    session: Session,
    year: int,
    days: Mapping[str, Mapping[str, str]],
    source: str,
    account: int | None,
    *,
    confirmed: bool,
) -> None:
    """Say anew what the days of a year are."""
    session.execute(
        _ADD_YEAR,
        {
            "year": year, "days": orjson.dumps(days).decode(), "source": source, "confirmed": confirmed,
            "account": account,
        },
    )  # fmt: skip


def add_responsibility(
    session: Session,
    category: str,
    grid: int | None,
    offices: tuple[int, Sequence[int], int | None],
    account: int | None,
) -> int:
    """Add a row; the caller has ended the one in its place.

    Parameters
    ----------
    offices
        Who leads, who acts along, who decides.

    Returns
    -------
    The row's identity.
    """
    lead, co, arbiter = offices
    values = {
        "category": category, "grid": grid, "lead": lead, "co": list(co), "arbiter": arbiter,
        "account": account,
    }  # fmt: skip
    return int(session.execute(_ADD_ROW, values).scalar_one())


def end_responsibility(session: Session, row: int) -> None:
    """End a row that is in force."""
    session.execute(_END_ROW, {"id": row})
