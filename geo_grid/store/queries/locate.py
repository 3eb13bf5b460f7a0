"""Which grids is a point in?"""

from datetime import datetime

import shapely
from sqlalchemy import case, func
from sqlalchemy.orm import Session

from geo_grid.store.queries.ancestors import ancestors
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.queries.surroundings import is_leaf
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def locate(session: Session, lon: float, lat: float, at: datetime) -> list[GridRecord]:
    """The chain of grids at a point, level ascending without the outline; empty outside.

    On a border the lowest code by string order wins among the grids that nothing divides further, and the
    ancestors follow from that answer. In an approved void the chain ends at the grid the void belongs to.

    Parameters
    ----------
    lon, lat
        EPSG:4326 degrees; not snapped.
    at
        Aware instant.
    """
    point = func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326)
    leaf = is_leaf(at)
    statement = (
        grid_select(at, geometry=True)
        .where(GridRow.level > 0, GridRow.geom.op("&&")(point))
        .order_by(leaf.desc(), case((leaf, 0), else_=-GridRow.level), GridRow.code)
    )
    candidates = grid_records(session, statement)
    # GEOS decides exactly; PostGIS has a short cut of its own for points with a tolerance of 1e-12.
    for candidate in candidates:
        if shapely.intersects_xy(candidate.geometry, lon, lat):
            return [*ancestors(session, candidate, at), candidate]
    return []
