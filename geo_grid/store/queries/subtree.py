"""What lies under one grid, at all levels?"""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def subtree(session: Session, root: GridRecord, at: datetime) -> list[GridRecord]:
    """A grid's descendants at an instant with geometry, by level and code; the grid itself not among them."""
    found: list[GridRecord] = []
    above = [root.id]
    while above:
        below = grid_records(
            session,
            grid_select(at, geometry=True).where(GridRow.parent_id.in_(above)).order_by(GridRow.code),
        )
        found += below
        above = [grid.id for grid in below]
    return found
