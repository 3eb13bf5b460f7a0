"""What are some grids called at an instant, whatever they were called before?"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_CODES = text(
    "SELECT grid_id, code FROM grid_row WHERE grid_id = ANY(:ids) AND valid @> CAST(:at AS timestamptz)"
)
_SINCE = text(
    """
    SELECT grid_id, array_agg(DISTINCT edition ORDER BY edition) AS editions FROM (
        SELECT grid_id, edition_from AS edition FROM grid_row
        WHERE grid_id = ANY(:ids) AND edition_from > :since AND NOT noding
        UNION ALL
        SELECT r.grid_id, r.edition_to FROM grid_row r
        WHERE r.grid_id = ANY(:ids) AND r.edition_to > :since AND NOT EXISTS (
            SELECT FROM grid_row n WHERE n.grid_id = r.grid_id AND n.edition_from = r.edition_to)
    ) AS touched GROUP BY grid_id
    """
)


def codes_at(session: Session, ids: Collection[int], at: datetime) -> dict[int, str]:
    """Identity → code at an instant; grids that are not in force are left out."""
    return {row.grid_id: row.code for row in session.execute(_CODES, {"ids": list(ids), "at": at})}


def editions_since(session: Session, ids: Collection[int], edition: int) -> dict[int, list[int]]:
    """Identity → the editions after one that changed or ended a grid, other than by noding."""
    rows = session.execute(_SINCE, {"ids": list(ids), "since": edition})
    return {row.grid_id: list(row.editions) for row in rows}
