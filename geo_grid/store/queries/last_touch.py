"""Which edition last changed what a tile shows?"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.tile import BUFFER, EXTENT

# A grid that was taken away counts by the edition that closed it: nothing that is left would tell.
_LAST_TOUCH = text(
    """
    SELECT max(greatest(edition_from, CASE WHEN upper(valid) <= :at THEN edition_to END))
    FROM grid_row
    WHERE level = :level AND lower(valid) <= :at
      AND geom && ST_Transform(
          ST_TileEnvelope(:z, :x, :y, margin => CAST(:buffer AS float8) / :extent), 4326)
    """
)


def last_touch(session: Session, level: int, z: int, x: int, y: int, at: datetime) -> int | None:
    """Number of the last edition up to an instant that brought or closed a row in a tile; None if none did.

    Parameters
    ----------
    level, z, x, y
        The tile, as in `geo_grid.store.queries.tile`.
    at
        Aware instant.
    """
    asked = {"level": level, "z": z, "x": x, "y": y, "at": at, "extent": EXTENT, "buffer": BUFFER}
    found: int | None = session.scalar(_LAST_TOUCH, asked)
    return found
