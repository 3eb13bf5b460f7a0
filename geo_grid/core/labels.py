"""Where a grid's name is written: the middle of the largest circle that fits into it."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[Any]

#: How near to the best place is near enough, as a share of the grid's size.
_TOLERANCE = 0.02


def label_points(degrees: Geometries) -> NDArray[np.float64]:
    """A point well inside each polygon.

    Parameters
    ----------
    degrees
        (n,) valid polygons or multipolygons, EPSG:4326 lon/lat degrees. Of several parts the largest counts.

    Returns
    -------
    (n, 2) lon/lat degrees, inside its polygon.
    """
    points = np.empty((len(degrees), 2))
    for position, geometry in enumerate(degrees):
        parts = shapely.get_parts(geometry)
        part = parts[np.argmax(shapely.area(parts))]
        west, south, _, north = part.bounds
        # A circle on the ground is an ellipse in degrees; the part is brought near the origin and to scale.
        origin = np.array([west, south])
        scale = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
        flat = shapely.transform(part, lambda xy, o=origin, s=scale: (xy - o) * s)
        radius = shapely.maximum_inscribed_circle(flat, tolerance=_TOLERANCE * float(np.sqrt(flat.area)))
        middle = np.asarray(radius.coords[0]) / scale + origin
        if not shapely.contains_xy(part, *middle):  # thinner than the tolerance
            middle = shapely.get_coordinates(shapely.point_on_surface(part))[0]
        points[position] = middle
    return points
