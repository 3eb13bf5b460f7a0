"""Which open work stations are within bounds?"""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.open_stations import StationRecord

_WITHIN = text(
    """
    SELECT s.id, s.name_zh, s.name_en, ST_X(s.geom), ST_Y(s.geom), s.address, s.hours, s.phone, s.services,
           coalesce((
               SELECT r.grid_id FROM grid_row r
               WHERE r.valid @> :at AND r.level > 0 AND ST_Intersects(r.geom, s.geom)
               ORDER BY r.level DESC, r.code LIMIT 1
           ), s.grid_id)
    FROM station s
    WHERE (s.closed_at IS NULL OR s.closed_at > :at)
      AND s.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
    ORDER BY s.id LIMIT :limit
    """
)


def stations_within(
    session: Session, at: datetime, bounds: tuple[float, float, float, float], limit: int
) -> list[StationRecord]:
    """Open stations within bounds (west, south, east, north, EPSG:4326 degrees), by id."""
    west, south, east, north = bounds
    params = {"at": at, "west": west, "south": south, "east": east, "north": north, "limit": limit}
    found = []
    for row in session.execute(_WITHIN, params):
        fields: list[Any] = list(row)
        fields[8] = tuple(fields[8])
        found.append(StationRecord(*fields))
    return found
