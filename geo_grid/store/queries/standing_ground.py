"""On whose ground is what is filed under a grid that may have ended? On that of the nearest grid above it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Place
from geo_grid.store.queries.scope import GROUND, place_of

#: The parent that a grid has, or had last.
_LAST_PARENT = """(
    SELECT r.parent_id FROM grid_row r WHERE r.grid_id = {0}
    ORDER BY upper(r.valid) DESC NULLS FIRST LIMIT 1
)"""
_IN_FORCE = "EXISTS (SELECT FROM grid_row r WHERE r.grid_id = {0} AND r.valid @> now())"

#: For a list: GROUND, and with it the grids that are not in force and were last below some of it.
REACH = f"""
    {GROUND}, climbing AS (
        SELECT g.id AS grid_id, {_LAST_PARENT.format("g.id")} AS at_id
        FROM grid g WHERE NOT {_IN_FORCE.format("g.id")}
        UNION ALL
        SELECT c.grid_id, {_LAST_PARENT.format("c.at_id")}
        FROM climbing c WHERE c.at_id IS NOT NULL AND NOT {_IN_FORCE.format("c.at_id")}
    ), reach AS (
        SELECT grid_id FROM ground
        UNION
        SELECT grid_id FROM climbing WHERE at_id IN (SELECT grid_id FROM ground)
    )
"""  # noqa: S608 - constants of the store

#: A grid as it is called now, or was called last: {0} is its identity, {1} the alias.
GRID_NAME = """LATERAL (
    SELECT r.code, r.name, r.level FROM grid_row r WHERE r.grid_id = {0}
    ORDER BY r.valid @> now() DESC, upper(r.valid) DESC NULLS FIRST LIMIT 1
) {1}"""

_STANDING = text(
    f"""
    WITH RECURSIVE climbing AS (
        SELECT CAST(:grid AS bigint) AS at_id
        UNION ALL
        SELECT {_LAST_PARENT.format("c.at_id")}
        FROM climbing c WHERE c.at_id IS NOT NULL AND NOT {_IN_FORCE.format("c.at_id")}
    )
    SELECT at_id FROM climbing WHERE at_id IS NOT NULL AND {_IN_FORCE.format("at_id")} LIMIT 1
    """  # noqa: S608 - constants of this module
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Ground: identities of grids with all below them, offices with theirs, or everything."""

    grids: tuple[int, ...] = ()
    offices: tuple[int, ...] = ()
    everything: bool = False

    def params(self) -> dict[str, Any]:
        """As GROUND and REACH ask for them, and ``everything``."""
        return {"grids": list(self.grids), "offices": list(self.offices), "everything": self.everything}


def standing_place(session: Session, grid: int) -> Place:
    """Everything above a grid at this instant; above the nearest grid in force where it has ended."""
    standing = standing_grid(session, grid)
    return Place() if standing is None else place_of(session, standing)


def standing_grid(session: Session, grid: int) -> int | None:
    """The grid, or the nearest one above it that is in force."""
    found: int | None = session.scalar(_STANDING, {"grid": grid})
    return found
