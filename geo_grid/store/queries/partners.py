"""Which AB posts are there, and which of them are between neighbours?"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_PAIRED = text(
    "SELECT grid_id FROM partner WHERE partner_id = :grid AND (upper_inf(valid) OR upper(valid) > now())"
)
_PARTNER = text(
    "SELECT partner_id FROM partner WHERE grid_id = :grid AND (upper_inf(valid) OR upper(valid) > now()) "
    "ORDER BY lower(valid) LIMIT 1"
)
#: Interiors apart, borders along a line in common (DE-9IM).
_NEIGHBOURS = "ST_Relate(a.geom, b.geom, 'F***1****')"
_ADJACENT = text(
    f"""
    SELECT p.grid_id, p.partner_id FROM partner p
    JOIN grid_row a ON a.grid_id = p.grid_id AND a.valid @> :at
    JOIN grid_row b ON b.grid_id = p.partner_id AND b.valid @> :at
    WHERE p.valid @> :at AND {_NEIGHBOURS}
    """  # noqa: S608 - constants of this module
)
_ARE_NEIGHBOURS = text(
    f"""
    SELECT EXISTS (
        SELECT FROM grid_row a JOIN grid_row b ON b.grid_id = :other AND b.valid @> now()
        WHERE a.grid_id = :grid AND a.valid @> now() AND {_NEIGHBOURS}
    )
    """  # noqa: S608 - constants of this module
)


def partner_of(session: Session, grid: int) -> int | None:
    """The grid whose head stands in for this grid's."""
    found: int | None = session.scalar(_PARTNER, {"grid": grid})
    return found


def paired_with(session: Session, grid: int) -> list[int]:
    """The grids for which this grid's head stands in."""
    return list(session.scalars(_PAIRED, {"grid": grid}))


def adjacent_partners(session: Session, at: datetime) -> set[tuple[int, int]]:
    """The AB posts in force at an instant whose grids have a border in common."""
    return {(row[0], row[1]) for row in session.execute(_ADJACENT, {"at": at})}


def are_neighbours(session: Session, grid: int, other: int) -> bool:
    """Whether two grids in force have a border in common."""
    return bool(session.scalar(_ARE_NEIGHBOURS, {"grid": grid, "other": other}))
