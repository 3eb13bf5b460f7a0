"""What are grids called and shaped now, or were they when they ended?"""

from collections.abc import Collection
from dataclasses import dataclass

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class LastShape:
    """The last row of a grid that has begun.

    Parameters
    ----------
    label
        Lon/lat of a point well inside, EPSG:4326 degrees.
    geometry
        EPSG:4326 degrees on the lattice.
    in_force
        Whether it holds now.
    """

    id: int
    code: str
    name: str
    level: int
    label: tuple[float, float]
    geometry: shapely.Geometry
    in_force: bool


_LAST = text(
    """
    SELECT DISTINCT ON (grid_id) grid_id, code, name, level, ST_X(label), ST_Y(label), ST_AsBinary(geom),
           valid @> now()
    FROM grid_row WHERE grid_id = ANY(:ids) AND lower(valid) <= now()
    ORDER BY grid_id, lower(valid) DESC
    """
)


def last_shapes(session: Session, ids: Collection[int]) -> dict[int, LastShape]:
    """Identity → its last row; a grid that has not begun yet is left out."""
    found = {}
    for identity, code, name, level, x, y, shape, in_force in session.execute(_LAST, {"ids": list(ids)}):
        geometry = shapely.from_wkb(bytes(shape))
        found[identity] = LastShape(identity, code, name, level, (x, y), geometry, in_force)
    return found
