"""Which work stations belong to some grids?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geo_grid.store.people_tables import Station


@dataclass(frozen=True, slots=True)
class StationMark:
    """Where a work station is and what it is called."""

    name_zh: str
    name_en: str | None
    lon: float
    lat: float


def stations_of_ground(session: Session, grids: Sequence[int], at: datetime) -> list[StationMark]:
    """The stations of grids (by identity) that are not closed at an instant."""
    statement = (
        select(Station.name_zh, Station.name_en, func.ST_X(Station.geom), func.ST_Y(Station.geom))
        .where(Station.grid_id.in_(grids), or_(Station.closed_at.is_(None), Station.closed_at > at))
        .order_by(Station.id)
    )
    return [StationMark(*row) for row in session.execute(statement).all()]
