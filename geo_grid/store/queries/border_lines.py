"""Which streets, waters and railways lie near a border?"""

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.bounds.lines import LineLayer, NamedLine
from geo_grid.core.canonical import as_array
from geo_grid.core.lattice import geometries_to_units, to_degrees

# Lines are cut at the window, since some run through the whole town. Areas are not: a cut would be a bank.
_LINES = text(
    """
    WITH box AS MATERIALIZED (
        SELECT ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326) AS shape
        FROM unnest(CAST(:west AS float8[]), CAST(:south AS float8[]), CAST(:east AS float8[]),
                    CAST(:north AS float8[])) AS box (west, south, east, north)
    ), found AS (
        SELECT 1 AS layer, id, name, NULL AS kind, geom FROM street
        WHERE id IN (SELECT it.id FROM box JOIN street it ON it.geom && box.shape)
        UNION ALL
        SELECT 2, id, name, kind, geom FROM water
        WHERE id IN (SELECT it.id FROM box JOIN water it ON it.geom && box.shape)
        UNION ALL
        SELECT 3, id, name, NULL, geom FROM railway
        WHERE id IN (SELECT it.id FROM box JOIN railway it ON it.geom && box.shape)
    ), cut AS (
        SELECT layer, id, name, kind,
               CASE WHEN ST_Dimension(geom) = 1 THEN ST_ClipByBox2D(geom, extent.box) ELSE geom END AS geom
        FROM found, (SELECT ST_Extent(shape) AS box FROM box) AS extent
    )
    SELECT layer, name, kind, ST_AsBinary(geom) FROM cut WHERE NOT ST_IsEmpty(geom) ORDER BY layer, id
    """
)
_LAYERS: Mapping[int, LineLayer] = {1: "street", 2: "water", 3: "railway"}


def border_lines(session: Session, boxes: NDArray[np.int64]) -> list[NamedLine]:
    """Streets, then waters, then railways whose bounds meet one of some boxes; geometry in lattice units.

    Parameters
    ----------
    boxes
        (k, 4) west, south, east, north, lattice units.
    """
    asked = dict(zip(("west", "south", "east", "north"), to_degrees(boxes).T.tolist(), strict=True))
    rows = session.execute(_LINES, asked).all()
    shapes = geometries_to_units(as_array(shapely.from_wkb([bytes(row[3]) for row in rows]).tolist()))
    return [
        NamedLine(_LAYERS[layer], name, shape, kind)
        for (layer, name, kind, _), shape in zip(rows, shapes, strict=True)
    ]
