"""Filters of the desk that somebody gave a name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter with its name."""

    id: int
    name: str
    query: dict[str, Any]
    made_at: datetime


def views_of(session: Session, account: int) -> list[SavedView]:
    """Somebody's views by name."""
    rows = session.execute(
        text("SELECT id, name, query, made_at FROM saved_view WHERE account_id = :account ORDER BY name, id"),
        {"account": account},
    )
    return [SavedView(*row) for row in rows]


def save_view(session: Session, account: int, name: str, query: Mapping[str, Any]) -> SavedView:
    """Save a view, in place of one of the same name."""
    row = session.execute(
        text(
            "INSERT INTO saved_view (account_id, name, query) "
            "VALUES (:account, :name, CAST(:query AS jsonb)) "
            "ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query "
            "RETURNING id, name, query, made_at"
        ),
        {"account": account, "name": name, "query": json.dumps(query, ensure_ascii=False)},
    ).one()
    return SavedView(*row)


def drop_view(session: Session, account: int, view: int) -> bool:
    """Let go of a view; whether it was there."""
    gone = session.execute(
        text("DELETE FROM saved_view WHERE account_id = :account AND id = :view RETURNING id"),
        {"account": account, "view": view},
    )
    return gone.one_or_none() is not None
