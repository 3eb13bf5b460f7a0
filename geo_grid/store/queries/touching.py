"""Which grids of a level lie in some windows?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import any_, text
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow

#: West, south, east, north in EPSG:4326 degrees.
Window = tuple[float, float, float, float]

_WITHIN = text(
    """
    SELECT DISTINCT grid_row.grid_id
    FROM unnest(CAST(:west AS float8[]), CAST(:south AS float8[]), CAST(:east AS float8[]),
                CAST(:north AS float8[])) AS sight(west, south, east, north)
    JOIN grid_row ON grid_row.geom && ST_MakeEnvelope(sight.west, sight.south, sight.east, sight.north, 4326)
    WHERE grid_row.level = :level AND grid_row.valid @> CAST(:at AS timestamptz)
    """
)


def touching(session: Session, level: int, windows: Sequence[Window], at: datetime) -> list[GridRecord]:
    """Grids of one level whose bounds touch one of some windows, with geometry, by code."""
    if not windows:
        return []
    west, south, east, north = (list(side) for side in zip(*windows, strict=True))
    asked = {"level": level, "at": at, "west": west, "south": south, "east": east, "north": north}
    found = list(session.scalars(_WITHIN, asked))
    statement = grid_select(at, geometry=True).where(
        GridRow.grid_id == any_(found)  # type: ignore[arg-type]  # a list is an array to psycopg
    )
    return grid_records(session, statement.order_by(GridRow.code))
