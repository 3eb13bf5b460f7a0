"""Which grids of which levels lie in a window of the ground?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow

Window = tuple[float, float, float, float]


def grids_in_sight(session: Session, window: Window, levels: Sequence[int], at: datetime) -> list[GridRecord]:
    """Grids of some levels whose bounds touch a window, with geometry, by level and code.

    Parameters
    ----------
    window
        West, south, east, north, EPSG:4326 degrees.
    at
        Aware instant.
    """
    statement = grid_select(at, geometry=True).where(
        GridRow.level.in_(levels), GridRow.geom.op("&&")(func.ST_MakeEnvelope(*window, 4326))
    )
    return grid_records(session, statement.order_by(GridRow.level, GridRow.code))
