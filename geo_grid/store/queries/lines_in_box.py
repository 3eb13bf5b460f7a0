"""Which streets, railways and waters run through a window?"""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

Box = tuple[float, float, float, float]

_WINDOW = "ST_MakeEnvelope(:west, :south, :east, :north, 4326)"
_LINES = text(
    f"""
    SELECT 'street' AS layer, id, name, class AS kind, ST_AsBinary(geom) AS shape
    FROM street_segment WHERE geom && {_WINDOW}
    UNION ALL
    SELECT 'railway', id, name, NULL, ST_AsBinary(geom) FROM railway WHERE geom && {_WINDOW}
    UNION ALL
    SELECT 'water', id, name, kind, ST_AsBinary(geom) FROM water WHERE geom && {_WINDOW}
    ORDER BY layer, id LIMIT :most
    """  # noqa: S608 - constants of this module
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """Something that runs: its layer (``street``, ``railway``, ``water``), and its whole shape in degrees."""

    layer: str
    name: str | None
    kind: str | None
    shape: shapely.Geometry


def lines_in_box(session: Session, box: Box, most: int) -> Sequence[LineRow]:
    """Segments of streets, railways and waters whose bounds meet a window, each as a whole.

    Parameters
    ----------
    box
        West, south, east, north, EPSG:4326 degrees.
    most
        No more than so many, by layer and id.
    """
    west, south, east, north = box
    asked = {"west": west, "south": south, "east": east, "north": north, "most": most}
    rows = session.execute(_LINES, asked).all()
    shapes = shapely.from_wkb([bytes(row.shape) for row in rows])
    return [LineRow(row.layer, row.name, row.kind, shape) for row, shape in zip(rows, shapes, strict=True)]
