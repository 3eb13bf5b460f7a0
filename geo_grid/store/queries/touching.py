"""Which grids of a level lie in a window?"""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def touching(
    session: Session, level: int, window: tuple[float, float, float, float], at: datetime
) -> list[GridRecord]:
    """Grids of one level whose bounds touch a window (west, south, east, north), with geometry."""
    box = func.ST_MakeEnvelope(*window, 4326)
    statement = grid_select(at, geometry=True).where(GridRow.level == level, GridRow.geom.op("&&")(box))
    return grid_records(session, statement.order_by(GridRow.code))
