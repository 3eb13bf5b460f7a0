"""Writing work stations."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_COLUMNS = ("grid_id", "name_zh", "name_en", "address", "hours", "phone", "services", "office_id")
_POINT = "ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)"


def add_station(session: Session, values: Mapping[str, Any]) -> int:
    """A new work station; its id."""
    statement = (
        f"INSERT INTO station ({', '.join(_COLUMNS)}, geom) "  # noqa: S608 - constants of this module
        f"VALUES ({', '.join(f':{name}' for name in _COLUMNS)}, {_POINT}) RETURNING id"
    )
    return int(session.execute(text(statement), dict(values)).scalar_one())


def change_station(session: Session, station: int, values: Mapping[str, Any], *, closed: bool) -> None:
    """All of a work station."""
    statement = (
        f"UPDATE station SET {', '.join(f'{name} = :{name}' for name in _COLUMNS)}, geom = {_POINT}, "  # noqa: S608 - the same
        "closed_at = CASE WHEN :closed THEN coalesce(closed_at, now()) END, made_up = false WHERE id = :id"
    )
    session.execute(text(statement), {**values, "id": station, "closed": closed})
