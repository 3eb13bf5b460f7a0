"""What borders may follow in a window: the loaded streets, railways and waters as lines on the lattice."""

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.crs.plane import metres_per_degree_at
from geo_grid.core.edits.points import Box
from geo_grid.core.errors import InputError
from geo_grid.core.lattice import UNITS_PER_DEGREE, geometries_to_units
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.waters import water_lines
from geo_grid.store.queries.lines_in_box import lines_in_box

#: Longest side of a window, and the lines that are looked at in it; a city has about 100 segments a km².
MOST_KM, _MOST_LINES = 12.0, 30_000

#: The bounds of the world, lattice units.
_EAST, _NORTH = 180 * UNITS_PER_DEGREE, 90 * UNITS_PER_DEGREE


def ground_lines(session: Session, box: Box) -> Lines:
    """Lines whose bounds meet a window, each as a whole.

    Parameters
    ----------
    box
        West, south, east, north, lattice units.

    Raises
    ------
    InputError
        ``window_too_large``.
    """
    west, south, east, north = box
    east_m, north_m = metres_per_degree_at((south + north) / 2 / UNITS_PER_DEGREE)
    widest_m = max((east - west) * east_m, (north - south) * north_m) / UNITS_PER_DEGREE
    if widest_m > MOST_KM * 1000:
        raise InputError("window_too_large", most_km=MOST_KM)
    degrees = (
        west / UNITS_PER_DEGREE,
        south / UNITS_PER_DEGREE,
        east / UNITS_PER_DEGREE,
        north / UNITS_PER_DEGREE,
    )
    rows = lines_in_box(session, degrees, _MOST_LINES)
    shapes = geometries_to_units(as_array([row.shape for row in rows]))
    is_water = np.array([row.layer == "water" for row in rows], dtype=bool)
    dry = np.flatnonzero(~is_water)
    parts, of = shapely.get_parts(shapes[dry], return_index=True)
    owner = dry[of].tolist()
    waters = np.flatnonzero(is_water).tolist()
    wet = water_lines(shapes[waters], [rows[i].name for i in waters], [rows[i].kind for i in waters])
    # A whole river comes along with its bends far away: only what is near is of use.
    near = np.flatnonzero(shapely.intersects(wet.geometry, shapely.box(*box))).tolist()
    wet = wet.only(near)
    return Lines(
        np.concatenate([parts, wet.geometry]),
        (*(rows[i].layer for i in owner), *wet.layer),
        (*(rows[i].name for i in owner), *wet.name),
        (*(rows[i].kind for i in owner), *wet.kind),
    )


def box_around(points: list[tuple[int, int]], margin_m: float) -> Box:
    """The box of some points with so many metres around it, as far as the world goes."""
    xs, ys = zip(*points, strict=True)
    east_m, north_m = metres_per_degree_at((min(ys) + max(ys)) / 2 / UNITS_PER_DEGREE)
    wide, high = (int(margin_m / side * UNITS_PER_DEGREE) for side in (east_m, north_m))
    return (
        max(min(xs) - wide, -_EAST),
        max(min(ys) - high, -_NORTH),
        min(max(xs) + wide, _EAST),
        min(max(ys) + high, _NORTH),
    )
