"""Which work stations are open, and in which grid does each stand?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StationRecord:
    """A work station.

    Parameters
    ----------
    lon, lat
        EPSG:4326 degrees.
    grid
        Identity of the smallest grid it stands in; where it stands in none, of the one its record is kept on.
    """

    id: int
    name_zh: str
    name_en: str | None
    lon: float
    lat: float
    address: str | None
    hours: str | None
    phone: str | None
    services: tuple[str, ...]
    grid: int


_STATIONS = text(
    """
    SELECT s.id, s.name_zh, s.name_en, ST_X(s.geom), ST_Y(s.geom), s.address, s.hours, s.phone, s.services,
           coalesce(here.grid_id, s.grid_id)
    FROM station s LEFT JOIN LATERAL (
        SELECT r.grid_id FROM grid_row r
        WHERE r.valid @> :at AND r.level > 0 AND ST_Intersects(r.geom, s.geom)
        ORDER BY r.level DESC, r.code LIMIT 1
    ) here ON true
    WHERE (s.closed_at IS NULL OR s.closed_at > :at) AND (CAST(:grid AS bigint) IS NULL OR ST_Intersects(
        s.geom, (SELECT r.geom FROM grid_row r WHERE r.grid_id = :grid AND r.valid @> :at)
    ))
    ORDER BY s.id
    """
)


def open_stations(session: Session, at: datetime, grid: int | None = None) -> list[StationRecord]:
    """All open stations, or those that stand in a grid, by id.

    Parameters
    ----------
    at
        Aware instant.
    grid
        Identity of the grid.
    """
    return [_station(row) for row in session.execute(_STATIONS, {"at": at, "grid": grid})]


def _station(row: Row[Any]) -> StationRecord:
    fields: list[Any] = list(row)
    fields[8] = tuple(fields[8])
    return StationRecord(*fields)
