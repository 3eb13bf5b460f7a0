"""How many people have duties for some grids, and how many boards hang for them?"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

_COUNTED = text(
    """
    SELECT grid_id,
           (SELECT count(DISTINCT a.person_id) FROM assignment a
            WHERE a.grid_id = asked.grid_id AND a.cancelled_at IS NULL AND a.valid @> now()) AS persons,
           (SELECT count(*) FROM board b WHERE b.grid_id = asked.grid_id AND b.removed_on IS NULL) AS boards
    FROM unnest(CAST(:ids AS bigint[])) AS asked(grid_id)
    """
)


class OfGrid(NamedTuple):
    """People with a duty now, and boards that hang."""

    persons: int
    boards: int


def persons_and_boards(session: Session, ids: Collection[int]) -> dict[int, OfGrid]:
    """Identity → how many of both."""
    rows = session.execute(_COUNTED, {"ids": list(ids)})
    return {row.grid_id: OfGrid(row.persons, row.boards) for row in rows}
