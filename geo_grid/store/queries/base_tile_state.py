"""Which version of each base layer is in force, and where the layers lie?"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

_EXTENT = text(
    """
    SELECT min(ST_XMin(box)), min(ST_YMin(box)), max(ST_XMax(box)), max(ST_YMax(box)) FROM (
        SELECT ST_Extent(geom) AS box FROM street
        UNION ALL SELECT ST_Extent(geom) FROM water
        UNION ALL SELECT ST_Extent(geom) FROM railway
        UNION ALL SELECT ST_Extent(geom) FROM compound
        UNION ALL SELECT ST_Extent(geom) FROM building
    ) AS layer
    """
)


def base_versions(session: Session) -> Mapping[str, int]:
    """Layer → version; a layer that was never loaded is not there."""
    rows = session.execute(text("SELECT layer, version FROM layer_version ORDER BY layer")).all()
    return {row.layer: row.version for row in rows}


def base_extent(session: Session) -> tuple[float, float, float, float] | None:
    """West, south, east, north of what the base map draws, EPSG:4326 degrees; None where there is nothing."""
    west, south, east, north = session.execute(_EXTENT).one()
    return None if west is None else (west, south, east, north)
