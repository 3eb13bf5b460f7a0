"""What does the whole coverage look like?"""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def whole_edition(
    session: Session, at: datetime, *, levels: tuple[int, ...] | None = None
) -> list[GridRecord]:
    """All grids valid at an instant with geometry, the outline too, by level and code.

    Parameters
    ----------
    at
        Aware instant.
    levels
        Only these.
    """
    statement = grid_select(at, geometry=True)
    if levels is not None:
        statement = statement.where(GridRow.level.in_(levels))
    return grid_records(session, statement.order_by(GridRow.level, GridRow.code))
