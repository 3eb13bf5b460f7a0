"""Which special grids lie anywhere below a grid?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import Grid, GridRow


def special_grids(session: Session, grid_id: int, at: datetime, *, limit: int = 100) -> list[GridRecord]:
    """The special grids below one at an instant, without shapes, by code.

    Parameters
    ----------
    at
        Aware instant.
    """
    below = select(Grid.id.label("grid_id")).where(Grid.id == grid_id).cte("below", recursive=True)
    child = aliased(GridRow)
    below = below.union_all(
        select(child.grid_id).join(below, child.parent_id == below.c.grid_id).where(child.valid.contains(at))
    )
    statement = grid_select(at).where(
        GridRow.grid_id.in_(select(below.c.grid_id)), GridRow.kind == "special", GridRow.grid_id != grid_id
    )
    return grid_records(session, statement.order_by(GridRow.code).limit(limit))
