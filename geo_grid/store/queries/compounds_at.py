"""Which estates, schools, factories … are at a place?"""

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

_AT = text(
    """
    SELECT name, ST_AsBinary(geom) AS shape FROM compound
    WHERE ST_Intersects(geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))
    ORDER BY ST_Area(geom), id
    """
)


def compounds_at(session: Session, lon: float, lat: float) -> list[tuple[str | None, shapely.Geometry]]:
    """Name and shape (EPSG:4326 degrees) of the compounds at a place, the smallest first."""
    return [
        (row.name, shapely.from_wkb(bytes(row.shape)))
        for row in session.execute(_AT, {"lon": lon, "lat": lat})
    ]
