"""Which grids is this one part of?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from geo_grid.store.queries.grid_records import grid_records, grid_select, in_force
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def ancestors(session: Session, grid: GridRecord, at: datetime, *, outline: bool = False) -> list[GridRecord]:
    """The grids above one at an instant, level ascending; the outline only when asked for."""
    if grid.parent_id is None:
        return []
    own = select(GridRow.grid_id, GridRow.parent_id)
    chain = own.where(GridRow.grid_id == grid.parent_id, in_force(at)).cte("chain", recursive=True)
    above = aliased(GridRow, name="above")
    step = select(above.grid_id, above.parent_id).join(chain, above.grid_id == chain.c.parent_id)
    chain = chain.union_all(step.where(above.valid.contains(at)))
    wanted = grid_select(at).where(GridRow.grid_id.in_(select(chain.c.grid_id)))
    found = grid_records(session, wanted.order_by(GridRow.level))
    return [link for link in found if outline or link.level > 0]
