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
    parts, owner = shapely.get_parts(degrees, return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    largest = parts[order[np.concatenate([[True], np.diff(owner[order]) > 0])]] if len(parts) else parts
    bounds = shapely.bounds(largest)
    # A circle on the ground is an ellipse in degrees; each part is brought near the origin and to scale.
    scale = np.stack([np.cos(np.radians((bounds[:, 1] + bounds[:, 3]) / 2)), np.ones(len(largest))], axis=1)
    xy, at = shapely.get_coordinates(largest, return_index=True)
    flat = shapely.set_coordinates(largest.copy(), (xy - bounds[at, :2]) * scale[at])
    circles = shapely.maximum_inscribed_circle(flat, tolerance=_TOLERANCE * np.sqrt(shapely.area(flat)))
    points: NDArray[np.float64] = (
        shapely.get_coordinates(shapely.get_point(circles, 0)) / scale + bounds[:, :2]
    )
    thin = ~shapely.contains_xy(largest, points)  # thinner than the tolerance
    points[thin] = shapely.get_coordinates(shapely.point_on_surface(largest[thin]))
    return points
