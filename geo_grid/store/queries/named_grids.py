"""What are grids called, now or last, and which are on some ground?"""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.people_records import NamedGrid
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

_NAMES = text(
    f"SELECT i.id, g.code, g.name, g.level FROM grid i JOIN {GRID_NAME.format('i.id', 'g')} ON true "  # noqa: S608 - constants
    "WHERE i.id = ANY(:ids)"
)
_REACH = text(f"WITH RECURSIVE {REACH} SELECT grid_id FROM reach")  # noqa: S608 - a constant of the store
_SUBTREE = text(
    """
    WITH RECURSIVE asked AS (
        SELECT grid_id FROM grid_code WHERE code = :code
        UNION
        SELECT r.grid_id FROM asked JOIN grid_row r ON r.parent_id = asked.grid_id AND r.valid @> now()
    )
    SELECT grid_id FROM asked
    """
)


def named_grids(session: Session, ids: Collection[int]) -> dict[int, NamedGrid]:
    """Code, name and level by identity."""
    rows = session.execute(_NAMES, {"ids": sorted(ids)})
    return {row.id: (row.code, row.name, row.level) for row in rows}


def grids_within(session: Session, reach: Reach) -> frozenset[int] | None:
    """Identities of the grids of some ground, ended ones included; None for everything."""
    if reach.everything:
        return None
    return frozenset(session.scalars(_REACH, reach.params()))


def grids_below(session: Session, code: str) -> frozenset[int]:
    """Identities of a grid and of all below it; empty for no grid."""
    return frozenset(session.scalars(_SUBTREE, {"code": code}))
