"""Which grids without children lie around a grid or a point?"""

import math
from datetime import datetime

from sqlalchemy import ColumnElement, Float, cast, exists, func, select
from sqlalchemy.orm import Session, aliased

from geo_grid.store.queries.grid_records import grid_records, grid_select, in_force
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow

_Child = aliased(GridRow, name="child_row")


def is_leaf(at: datetime) -> ColumnElement[bool]:
    """True for grids below the outline that nothing divides further at an instant."""
    return (GridRow.level > 0) & ~exists(
        select(_Child.id).where(_Child.parent_id == GridRow.grid_id, _Child.valid.contains(at))
    )


def leaves_touching(session: Session, grid_id: int, at: datetime) -> list[GridRecord]:
    """The leaves whose bounds touch those of one grid, itself among them, with geometry."""
    own = select(GridRow.geom).where(GridRow.grid_id == grid_id, in_force(at)).scalar_subquery()
    statement = grid_select(at, geometry=True).where(
        func.coalesce(GridRow.geom.op("&&")(own), False), is_leaf(at)
    )
    return grid_records(session, statement.order_by(GridRow.code))


def leaves_near(session: Session, lon: float, lat: float, at: datetime) -> list[GridRecord]:
    """Leaves around a point, certainly with the one whose border is nearest in metres, with geometry.

    Parameters
    ----------
    lon, lat
        EPSG:4326 degrees.
    at
        Aware instant.
    """
    point = func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326)
    distance = cast(GridRow.geom.op("<->")(point), Float)
    nearest = session.scalar(
        select(distance).where(in_force(at), is_leaf(at)).order_by(GridRow.geom.op("<->")(point)).limit(1)
    )
    if nearest is None:
        return []
    # Metres differ from degrees by cos(latitude) in longitude: what is nearest in metres lies no farther than
    # this in longitude. The margin covers the ellipsoid and grids beside the one found.
    latitude = min(abs(lat) + float(nearest), 89.0)
    reach_y = float(nearest) * 1.02 + 1e-6
    reach_x = reach_y / math.cos(math.radians(latitude))
    window = func.ST_MakeEnvelope(lon - reach_x, lat - reach_y, lon + reach_x, lat + reach_y, 4326)
    statement = grid_select(at, geometry=True).where(GridRow.geom.op("&&")(window), is_leaf(at))
    return grid_records(session, statement.order_by(GridRow.code))
