"""What lies inside a piece of ground, what on its border, and how much of a line is its own.

Each answer depends on one polygon alone, so that a polygon that stays needs no second look when its
neighbours change.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import length_m

Geometries = NDArray[Any]
Bools = NDArray[np.bool_]
Indices = NDArray[np.int64]


def lies(polygons: Geometries, owner: Indices, points: NDArray[np.float64]) -> tuple[Bools, Bools]:
    """Which points lie inside their polygon, and which exactly on its border.

    Parameters
    ----------
    polygons
        (n,) any one CRS.
    owner
        (m,) position of the polygon that each point is asked of.
    points
        (m, 2) x and y.

    Returns
    -------
    (m,) inside, (m,) on the border; a point outside is neither.
    """
    shapely.prepare(polygons)
    asked = polygons[owner]
    touching = shapely.intersects_xy(asked, points[:, 0], points[:, 1])
    inside = touching.copy()
    inside[touching] = shapely.contains_properly(asked[touching], shapely.points(points[touching]))
    return inside, touching & ~inside


def own_millimetres(polygons: Geometries, owner: Indices, lines: Geometries) -> Indices:
    """Length of lines within their polygons; what runs along the border is shared, and counts half.

    Parameters
    ----------
    polygons
        (n,) EPSG:4326 lon/lat degrees.
    owner
        (m,) position of the polygon that each line is asked of.
    lines
        (m,) EPSG:4326 lon/lat degrees.

    Returns
    -------
    (m,) whole millimetres on the WGS 84 ellipsoid; whole numbers add up the same in any order.
    """
    shapely.prepare(polygons)
    borders = shapely.boundary(polygons)
    shapely.prepare(borders)
    asked = polygons[owner]
    whole = shapely.contains_properly(asked, lines)
    metres = np.zeros(len(lines))
    metres[whole] = length_m(lines[whole])
    partly = np.flatnonzero(~whole & shapely.intersects(asked, lines))
    metres[partly] = length_m(shapely.intersection(asked[partly], lines[partly]))
    # Lines along the border are found in the intersection whole, and half of them belongs to the other side.
    along = shapely.intersection(borders[owner[partly]], lines[partly])
    metres[partly] -= length_m(along) / 2
    return np.asarray(np.floor(metres * 1000 + 0.5), dtype=np.int64)
