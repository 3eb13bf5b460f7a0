"""Which edition last changed a grid, other than by noding?"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_LAST = text(
    """
    SELECT DISTINCT ON (grid_id) grid_id, edition_from FROM grid_row
    WHERE grid_id = ANY(:grids) AND lower(valid) <= :at AND NOT noding
    ORDER BY grid_id, lower(valid) DESC
    """
)
_CHANGED_SINCE = text(
    """
    SELECT EXISTS (
        SELECT FROM grid_row r
        WHERE r.grid_id = :grid AND NOT r.noding AND lower(r.valid) <= :at
          AND lower(r.valid) > coalesce(
              (SELECT e.effective FROM edition e WHERE e.number = :edition), CAST('-infinity' AS timestamptz))
    )
    """
)


def border_editions(session: Session, grids: Collection[int], at: datetime) -> dict[int, int]:
    """Identity → number of the edition whose row, noding apart, was the last to come into force."""
    rows = session.execute(_LAST, {"grids": list(grids), "at": at})
    return {row.grid_id: row.edition_from for row in rows}


def changed_since(session: Session, grid: int, edition: int, at: datetime) -> bool:
    """Whether a grid changed, other than by noding, after an edition took effect; always if it never was."""
    asked = {"grid": grid, "edition": edition, "at": at}
    return bool(session.scalar(_CHANGED_SINCE, asked))
