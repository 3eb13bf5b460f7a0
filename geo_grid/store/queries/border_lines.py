"""Which streets, waters and railways lie near a piece of ground?"""

import numpy as np
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.bounds.lines import NamedLine
from geo_grid.core.lattice import geometries_to_units

Window = tuple[float, float, float, float]

# Lines are cut at the window, since some run through the whole town. Areas are not: a cut would be a bank.
_LINES = text(
    """
    WITH box AS (SELECT ST_MakeEnvelope(:west, :south, :east, :north, 4326) AS shape), found AS (
        SELECT 1 AS layer, id, name, NULL AS kind, geom FROM street, box WHERE geom && box.shape
        UNION ALL
        SELECT 2, id, name, kind, geom FROM water, box WHERE geom && box.shape
        UNION ALL
        SELECT 3, id, name, NULL, geom FROM railway, box WHERE geom && box.shape
    ), cut AS (
        SELECT layer, id, name, kind,
               CASE WHEN ST_Dimension(geom) = 1 THEN ST_ClipByBox2D(geom, box.shape) ELSE geom END AS geom
        FROM found, box
    )
    SELECT layer, name, kind, ST_AsBinary(geom) FROM cut WHERE NOT ST_IsEmpty(geom) ORDER BY layer, id
    """
)
_LAYERS = {1: "street", 2: "water", 3: "railway"}


def border_lines(session: Session, window: Window) -> list[NamedLine]:
    """Streets, then waters, then railways in a window (west, south, east, north; EPSG:4326 degrees).

    Their geometry is in lattice units, cut at the window where they are lines.
    """
    west, south, east, north = window
    rows = session.execute(_LINES, {"west": west, "south": south, "east": east, "north": north}).all()
    shapes = geometries_to_units(np.asarray(shapely.from_wkb([bytes(row[3]) for row in rows]), dtype=object))
    return [
        NamedLine(_LAYERS[layer], name, shape, kind)  # type: ignore[arg-type]
        for (layer, name, kind, _), shape in zip(rows, shapes, strict=True)
    ]
