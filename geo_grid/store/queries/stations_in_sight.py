"""Which work stations stand in a window of the ground?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geo_grid.store.people_tables import Station

Window = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class StationMark:
    """Where a work station is, what it is called, and on which grid its record is kept (by identity)."""

    name_zh: str
    name_en: str | None
    lon: float
    lat: float
    grid: int


def stations_in_sight(session: Session, window: Window, at: datetime) -> list[StationMark]:
    """The stations in a window (west, south, east, north) that are not closed at an instant."""
    statement = (
        select(
            Station.name_zh,
            Station.name_en,
            func.ST_X(Station.geom),
            func.ST_Y(Station.geom),
            Station.grid_id,
        )
        .where(
            Station.geom.op("&&")(func.ST_MakeEnvelope(*window, 4326)),
            or_(Station.closed_at.is_(None), Station.closed_at > at),
        )
        .order_by(Station.id)
    )
    return [StationMark(*row) for row in session.execute(statement).all()]
