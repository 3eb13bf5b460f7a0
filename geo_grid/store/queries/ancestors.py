"""Which grids is this one part of?"""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def ancestors(session: Session, grid: GridRecord, at: datetime, *, outline: bool = False) -> list[GridRecord]:
    """The grids above one at an instant, level ascending; the outline only when asked for."""
    chain: list[GridRecord] = []
    parent_id = grid.parent_id
    while parent_id is not None:
        found = grid_records(session, grid_select(at).where(GridRow.grid_id == parent_id))
        if not found:
            break
        chain.insert(0, found[0])
        parent_id = found[0].parent_id
    return [link for link in chain if outline or link.level > 0]
