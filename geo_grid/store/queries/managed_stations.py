"""Work stations, as those see them who keep them."""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.people_records import ManagedStation
from geo_grid.store.queries.standing_ground import GRID_NAME

_SELECT = f"""
    SELECT s.id, s.grid_id, g.code, g.name, g.level, s.name_zh, s.name_en, ST_X(s.geom), ST_Y(s.geom),
           s.address, s.hours, s.phone, s.services, s.office_id, s.closed_at
    FROM station s JOIN {GRID_NAME.format("s.grid_id", "g")} ON true
"""  # noqa: S608 - constants of this module
_BY_ID = text(f"{_SELECT} WHERE s.id = :id")
_GRID_AT = text(
    "SELECT grid_id FROM grid_row WHERE valid @> now() AND level > 0 "
    "AND ST_Intersects(geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)) ORDER BY level DESC, code LIMIT 1"
)


def station_by_id(session: Session, station: int) -> ManagedStation | None:
    """One work station."""
    row = session.execute(_BY_ID, {"id": station}).one_or_none()
    return None if row is None else _record(row)


def grid_at(session: Session, lon: float, lat: float) -> int | None:
    """Identity of the smallest grid at a place, EPSG:4326 degrees."""
    found: int | None = session.scalar(_GRID_AT, {"lon": lon, "lat": lat})
    return found


def _record(row: Row[Any]) -> ManagedStation:
    values: tuple[Any, ...] = tuple(row)
    fields: tuple[Any, ...] = (*values[:2], values[2:5], *values[5:12], tuple(values[12]), *values[13:])
    return ManagedStation(*fields)
