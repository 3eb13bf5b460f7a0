"""Of what kind is the ground of a grid?"""

from sqlalchemy import text
from sqlalchemy.orm import Session

_KIND = text("SELECT name, ground FROM grid_row WHERE code = :code AND valid @> now()")


def ground_kind(session: Session, code: str) -> tuple[str, str | None] | None:
    """Name and kind of a grid in force, the kind None where it says none; None for no such grid."""
    row = session.execute(_KIND, {"code": code}).one_or_none()
    return None if row is None else (row.name, row.ground)
