"""How many people have duties for some grids, how many boards hang for them, and what is open there?"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

_COUNTED = text(
    """
    SELECT grid_id,
           (SELECT count(DISTINCT a.person_id) FROM assignment a
            WHERE a.grid_id = asked.grid_id AND a.cancelled_at IS NULL AND a.valid @> now()) AS persons,
           (SELECT count(*) FROM board b WHERE b.grid_id = asked.grid_id AND b.removed_on IS NULL) AS boards,
           (SELECT count(*) FROM incident i
            WHERE i.grids @> ARRAY[asked.grid_id] AND i.is_open) AS incidents
    FROM unnest(CAST(:ids AS bigint[])) AS asked(grid_id)
    """
)


class OfGrid(NamedTuple):
    """People with a duty now, boards that hang, and incidents that are open."""

    persons: int
    boards: int
    incidents: int


def concerned_with(session: Session, ids: Collection[int]) -> dict[int, OfGrid]:
    """Identity → how many of each."""
    rows = session.execute(_COUNTED, {"ids": list(ids)})
    return {row.grid_id: OfGrid(row.persons, row.boards, row.incidents) for row in rows}
