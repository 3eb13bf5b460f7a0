"""What ground do grids and offices span, and what is above a grid?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Place

_PLACE = text(
    """
    WITH RECURSIVE chain AS (
        SELECT grid_id, parent_id FROM grid_row WHERE grid_id = :grid AND valid @> now()
        UNION ALL
        SELECT r.grid_id, r.parent_id FROM chain JOIN grid_row r
        ON r.grid_id = chain.parent_id AND r.valid @> now()
    ), offices AS (
        SELECT office_id AS id FROM office_grid JOIN chain USING (grid_id)
        UNION
        SELECT o.parent_id FROM offices JOIN office o ON o.id = offices.id WHERE o.parent_id IS NOT NULL
    )
    SELECT (SELECT coalesce(array_agg(grid_id), '{}') FROM chain),
           (SELECT coalesce(array_agg(id), '{}') FROM offices)
    """
)

#: For a list: grids of these subtrees and offices at this instant, by code; everything where asked for.
GROUND = """
    office_tree AS (
        SELECT unnest(CAST(:offices AS bigint[])) AS id
        UNION
        SELECT o.id FROM office o JOIN office_tree ON o.parent_id = office_tree.id
    ), ground AS (
        SELECT grid_id FROM grid_row
        WHERE valid @> now() AND (grid_id = ANY(CAST(:grids AS bigint[])) OR grid_id IN (
            SELECT grid_id FROM office_grid JOIN office_tree ON office_tree.id = office_grid.office_id
        ))
        UNION
        SELECT r.grid_id FROM ground JOIN grid_row r ON r.parent_id = ground.grid_id AND r.valid @> now()
    )
"""

_CODES = text(
    f"""
    WITH RECURSIVE {GROUND}
    SELECT r.code, r.name, r.level FROM grid_row r
    WHERE r.valid @> now() AND (:everything OR r.grid_id IN (SELECT grid_id FROM ground))
      AND (CAST(:after AS text) IS NULL OR r.code > :after)
    ORDER BY r.code LIMIT :limit
    """  # noqa: S608 - constants of this module
)


def place_of(session: Session, grid: int) -> Place:
    """Everything above a grid at this instant; empty where it has ended."""
    chain, offices = session.execute(_PLACE, {"grid": grid}).one()
    return Place(frozenset(chain), frozenset(offices))


def grid_in_force(session: Session, code: str) -> int | None:
    """Identity of the grid with this code at this instant."""
    found: int | None = session.scalar(
        text("SELECT grid_id FROM grid_row WHERE code = :code AND valid @> now()"), {"code": code}
    )
    return found


def outline_in_force(session: Session) -> int | None:
    """Identity of the outline at this instant."""
    found: int | None = session.scalar(
        text("SELECT grid_id FROM grid_row WHERE level = 0 AND valid @> now()")
    )
    return found


def grid_with_code(session: Session, code: str, at: datetime | None = None) -> int | None:
    """Identity of the grid with this code at an instant, now where none is given."""
    found: int | None = session.scalar(
        text("SELECT grid_id FROM grid_row WHERE code = :code AND valid @> coalesce(:at, now())"),
        {"code": code, "at": at},
    )
    return found


def identities_of(session: Session, at: datetime) -> dict[str, int]:
    """Code → identity of all grids in force at an instant."""
    rows = session.execute(text("SELECT code, grid_id FROM grid_row WHERE valid @> :at"), {"at": at})
    return {row.code: row.grid_id for row in rows}


def is_known_code(session: Session, code: str) -> bool:
    """Whether a grid ever had this code."""
    return bool(
        session.scalar(text("SELECT EXISTS (SELECT FROM grid_code WHERE code = :code)"), {"code": code})
    )


def grids_on_ground(
    session: Session,
    grids: Sequence[int],
    offices: Sequence[int],
    *,
    everything: bool,
    after: str | None,
    limit: int,
) -> list[tuple[str, str, int]]:
    """Code, name and level of the grids of some ground, by code."""
    rows = session.execute(
        _CODES,
        {
            "grids": list(grids),
            "offices": list(offices),
            "everything": everything,
            "after": after,
            "limit": limit,
        },
    )
    return [(row.code, row.name, row.level) for row in rows]


def first_chain(session: Session) -> tuple[str, str, str] | None:
    """Codes of the outline, of a grid of level 2, and of the first grid of level 3, which is below it."""
    row = session.execute(
        text(
            """
            SELECT outline.code, above.code, leaf.code FROM grid_row leaf
            JOIN grid_row above ON above.grid_id = leaf.parent_id AND above.valid @> now()
            JOIN grid_row outline ON outline.level = 0 AND outline.valid @> now()
            WHERE leaf.level = 3 AND leaf.valid @> now() ORDER BY leaf.code LIMIT 1
            """
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1], row[2])
