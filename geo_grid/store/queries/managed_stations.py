"""Work stations, as those see them who keep them."""

from typing import Any, Literal

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.people_records import ManagedStation
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

#: Stations that are open, were closed, or all.
StationState = Literal["open", "closed", "all"]

_SELECT = f"""
    SELECT s.id, s.grid_id, g.code, g.name, g.level, s.name_zh, s.name_en, ST_X(s.geom), ST_Y(s.geom),
           s.address, s.hours, s.phone, s.services, s.office_id, s.closed_at
    FROM station s JOIN {GRID_NAME.format("s.grid_id", "g")} ON true
"""  # noqa: S608 - constants of this module
_BY_ID = text(f"{_SELECT} WHERE s.id = :id")
_LIST = text(
    f"""
    WITH RECURSIVE {REACH}, asked AS (
        SELECT grid_id FROM grid_row WHERE code = :grid AND valid @> now()
        UNION
        SELECT r.grid_id FROM asked JOIN grid_row r ON r.parent_id = asked.grid_id AND r.valid @> now()
    )
    {_SELECT}
    WHERE s.id > :after AND (:everything OR s.grid_id IN (SELECT grid_id FROM reach))
      AND (CAST(:grid AS text) IS NULL OR s.grid_id IN (SELECT grid_id FROM asked))
      AND (:state = 'all' OR (s.closed_at IS NULL OR s.closed_at > now()) = (:state = 'open'))
    ORDER BY s.id LIMIT :limit
    """  # noqa: S608 - constants of this module
)
_GRID_AT = text(
    "SELECT grid_id FROM grid_row WHERE valid @> now() AND level > 0 "
    "AND ST_Intersects(geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)) ORDER BY level DESC, code LIMIT 1"
)


def station_by_id(session: Session, station: int) -> ManagedStation | None:
    """One work station."""
    row = session.execute(_BY_ID, {"id": station}).one_or_none()
    return None if row is None else _record(row)


def list_stations(
    session: Session, reach: Reach, *, grid: str | None, state: StationState, after: int, limit: int
) -> list[ManagedStation]:
    """Work stations of grids on some ground, by id.

    Parameters
    ----------
    grid
        Code: only those of this grid and of those below it.
    """
    asked = {**reach.params(), "grid": grid, "state": state, "after": after, "limit": limit}
    return [_record(row) for row in session.execute(_LIST, asked)]


def grid_at(session: Session, lon: float, lat: float) -> int | None:
    """Identity of the smallest grid at a place, EPSG:4326 degrees."""
    found: int | None = session.scalar(_GRID_AT, {"lon": lon, "lat": lat})
    return found


def _record(row: Row[Any]) -> ManagedStation:
    values: tuple[Any, ...] = tuple(row)
    fields: tuple[Any, ...] = (*values[:2], values[2:5], *values[5:12], tuple(values[12]), *values[13:])
    return ManagedStation(*fields)
