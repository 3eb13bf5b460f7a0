"""Writing rules for the size of grids in the place of those in force."""

from collections.abc import Sequence
from dataclasses import asdict

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.plan_rules.size_rules import SizeRule

#: The advisory lock of setting them: the bytes of "geosizes".
_LOCK = int.from_bytes(b"geosizes", "big")
_ADD = text(
    "INSERT INTO size_rules (version, rules, made_by) VALUES (:version, CAST(:rules AS jsonb), :account)"
)


def lock_size_rules(session: Session) -> None:
    """Be the only one to set rules until the transaction ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def add_size_rules(session: Session, version: int, rules: Sequence[SizeRule], account: int | None) -> None:
    """Add a version; the caller holds the lock."""
    written = orjson.dumps([asdict(rule) for rule in rules]).decode()
    session.execute(_ADD, {"version": version, "rules": written, "account": account})
