"""Which notice boards hang where, what is on them, and who looked at them last?"""

from typing import Literal

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.core.boards.fingerprint import Fingerprint
from geo_grid.store.board_records import BoardCheckRecord, BoardPrintRecord, BoardRecord
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

#: Boards that hang, that were taken down, or all.
BoardState = Literal["hanging", "removed", "all"]

_COLUMNS = f"""
    b.id, b.grid_id, g.code, g.name, g.level, b.kind, b.size, ST_X(b.geom) AS lon, ST_Y(b.geom) AS lat,
    b.place, b.photo_hash, b.hung_on, b.removed_on, c.checked_at,
    coalesce(a.name, c.checked_by) AS checked_by, c.fine, c.note,
    p.edition, p.printed_at, p.border_edition, p.people, p.contact
    FROM board b
    JOIN {GRID_NAME.format("b.grid_id", "g")} ON true
    LEFT JOIN LATERAL (
        SELECT * FROM board_check c WHERE c.board_id = b.id ORDER BY checked_at DESC, id DESC LIMIT 1
    ) c ON true
    LEFT JOIN account a ON a.id = CAST(substring(c.checked_by FROM '^account:([0-9]{{1,18}}) ') AS bigint)
    LEFT JOIN LATERAL (
        SELECT * FROM board_print p WHERE p.board_id = b.id ORDER BY printed_at DESC, id DESC LIMIT 1
    ) p ON true
"""  # noqa: S608 - constants of this module
_BY_ID = text(f"SELECT {_COLUMNS} WHERE b.id = :board")
_LIST = text(
    f"""
    WITH RECURSIVE {REACH}, asked AS (
        SELECT grid_id FROM grid_row WHERE code = :grid AND valid @> now()
        UNION
        SELECT r.grid_id FROM asked JOIN grid_row r ON r.parent_id = asked.grid_id AND r.valid @> now()
    )
    SELECT {_COLUMNS}
    WHERE b.id > :after AND (:everything OR b.grid_id IN (SELECT grid_id FROM reach))
      AND (CAST(:grid AS text) IS NULL OR b.grid_id IN (SELECT grid_id FROM asked))
      AND (:state = 'all' OR (b.removed_on IS NULL) = (:state = 'hanging'))
    ORDER BY b.id LIMIT :limit
    """  # noqa: S608 - constants of this module
)


def board_by_id(session: Session, board: int) -> BoardRecord | None:
    """One board."""
    row = session.execute(_BY_ID, {"board": board}).one_or_none()
    return None if row is None else _record(row)


def list_boards(
    session: Session,
    reach: Reach,
    *,
    grid: str | None = None,
    state: BoardState = "hanging",
    after: int = 0,
    limit: int | None = None,
) -> list[BoardRecord]:
    """Boards of grids on some ground, by id.

    Parameters
    ----------
    grid
        Code: only its boards and those of the grids below it.
    limit
        None for all.
    """
    asked = {**reach.params(), "grid": grid, "state": state, "after": after, "limit": limit}
    return [_record(row) for row in session.execute(_LIST, asked)]


def _record(row: Row[tuple[object, ...]]) -> BoardRecord:
    check = row.checked_at and BoardCheckRecord(row.checked_at, row.checked_by, row.fine, row.note)
    printed = row.printed_at and BoardPrintRecord(
        row.edition, row.printed_at, Fingerprint(row.border_edition, row.people, row.contact)
    )
    return BoardRecord(
        id=row.id,
        grid_id=row.grid_id,
        grid=(row.code, row.name, row.level),
        kind=row.kind,
        size=row.size,
        lon=row.lon,
        lat=row.lat,
        place=row.place,
        photo=row.photo_hash,
        hung_on=row.hung_on,
        removed_on=row.removed_on,
        last_check=check,
        printed=printed,
    )
