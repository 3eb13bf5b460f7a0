"""Which grids have their label point within bounds?"""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def labels_within(
    session: Session, at: datetime, level: int, bounds: tuple[float, float, float, float], limit: int
) -> list[GridRecord]:
    """Grids of a level by code, without shapes.

    Parameters
    ----------
    at
        Aware instant.
    bounds
        West, south, east, north, EPSG:4326 degrees.
    limit
        At most so many.
    """
    west, south, east, north = bounds
    # A label lies in its grid, so the index of the shapes finds what is near.
    near = GridRow.geom.op("&&")(func.ST_MakeEnvelope(west, south, east, north, 4326))
    inside = func.ST_X(GridRow.label).between(west, east) & func.ST_Y(GridRow.label).between(south, north)
    statement = grid_select(at).where(GridRow.level == level, near, inside)
    return grid_records(session, statement.order_by(GridRow.code).limit(limit))
