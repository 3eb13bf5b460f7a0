"""Writing notice boards, their prints and checks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.boards.fingerprint import Fingerprint

_ADD = text(
    """
    INSERT INTO board (grid_id, kind, size, geom, place, hung_on)
    VALUES (:grid_id, :kind, :size, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :place, :hung_on) RETURNING id
    """
)
_CHANGE = text(
    """
    UPDATE board SET grid_id = :grid_id, kind = :kind, size = :size, place = :place,
        geom = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), hung_on = :hung_on, removed_on = :removed_on
    WHERE id = :board
    """
)
_PRINTED = text(
    """
    INSERT INTO board_print (board_id, edition, border_edition, people, contact)
    VALUES (:board, :edition, :border_edition, :people, :contact)
    """
)
_CHECKED = text(
    "INSERT INTO board_check (board_id, checked_by, fine, note) VALUES (:board, :by, :fine, :note)"
)


def add_board(session: Session, values: Mapping[str, Any]) -> int:
    """Register a board; its id.

    Parameters
    ----------
    values
        ``grid_id``, ``kind``, ``size``, ``lon``, ``lat`` (EPSG:4326 degrees), ``place``, ``hung_on``.
    """
    added: int = session.execute(_ADD, values).scalar_one()
    return added


def change_board(session: Session, board: int, values: Mapping[str, Any]) -> None:
    """Change all of a board but its photo; values as for `add_board`, and ``removed_on``."""
    session.execute(_CHANGE, {**values, "board": board})


def set_board_photo(session: Session, board: int, photo: str) -> None:
    """Say which picture shows where the board hangs."""
    session.execute(
        text("UPDATE board SET photo_hash = :photo WHERE id = :board"), {"board": board, "photo": photo}
    )


def add_print(session: Session, board: int, edition: int, shown: Fingerprint) -> None:
    """Say what was printed on a board, now."""
    session.execute(
        _PRINTED,
        {
            "board": board,
            "edition": edition,
            "border_edition": shown.border_edition,
            "people": shown.people,
            "contact": shown.contact,
        },
    )


def add_check(session: Session, board: int, by: str, *, fine: bool, note: str | None) -> None:
    """Say who looked at a board, now, and what they saw."""
    session.execute(_CHECKED, {"board": board, "by": by, "fine": fine, "note": note})
