"""Which grids tile this one?"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select, in_force
from geo_grid.store.records import GridPage
from geo_grid.store.tables import GridRow


def children(
    session: Session, grid_id: int, at: datetime, *, after: str | None = None, limit: int = 100
) -> GridPage:
    """Children of a grid at an instant in the string order of their codes, one page of them."""
    statement = grid_select(at).where(GridRow.parent_id == grid_id)
    if after is not None:
        statement = statement.where(GridRow.code > after)
    found = grid_records(session, statement.order_by(GridRow.code).limit(limit + 1))
    items = tuple(found[:limit])
    return GridPage(items, items[-1].code if len(found) > limit else None)


def children_count(session: Session, grid_id: int, at: datetime) -> int:
    """How many children a grid has at an instant."""
    counted = select(func.count()).select_from(GridRow).where(GridRow.parent_id == grid_id, in_force(at))
    return session.scalar(counted) or 0
