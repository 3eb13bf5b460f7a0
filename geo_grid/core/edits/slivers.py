"""Grids that are too narrow to be ground that anybody could answer for."""

import math

import shapely

from geo_grid.core.crs.plane import metres_per_degree_at
from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE


def check_width(grid: Grid, before: Grid | None, narrowest_m: float) -> None:
    """See that every part of a grid is at least so wide somewhere.

    Parameters
    ----------
    grid
        A leaf or a parent that was redrawn.
    before
        The same as it was; a part that was as narrow already is not held against the edit.
    narrowest_m
        Metres; the width of a part is the diameter of the largest circle within.

    Raises
    ------
    Refusal
        ``sliver``.
    """
    if narrowest_m <= 0:
        return
    narrow = narrow_part(grid.geometry, narrowest_m)
    if narrow is None or (before is not None and narrow_part(before.geometry, narrowest_m) is not None):
        return
    width_m, (x, y) = narrow
    raise Refusal("sliver", grid=grid.key, width_m=width_m, at=[x, y])


def narrow_part(geometry: shapely.Geometry, narrowest_m: float) -> tuple[float, tuple[int, int]] | None:
    """Width in metres, rounded to centimetres, and middle of the first part that is too narrow."""
    west, south, _, north = geometry.bounds
    middle = (south + north) / 2 / UNITS_PER_DEGREE
    east_m, north_m = (each / UNITS_PER_DEGREE for each in metres_per_degree_at(middle))
    scale, origin = (east_m, north_m), (west, south)
    flat = shapely.transform(geometry, lambda xy: (xy - origin) * scale)
    for part in shapely.get_parts(flat):
        # Most are so wide that a look at area and length is enough: a part w wide has area ≤ w · length.
        if not shapely.is_empty(shapely.buffer(part, -narrowest_m / 2, quad_segs=2)):
            continue
        radius = shapely.maximum_inscribed_circle(part, tolerance=narrowest_m / 100)
        x, y = shapely.get_coordinates(radius)[0].tolist()
        place = math.floor(x / east_m + west + 0.5), math.floor(y / north_m + south + 0.5)
        return round(2 * float(shapely.length(radius)), 2), place
    return None
