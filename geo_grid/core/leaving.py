"""Leaving the lattice: changed polygons back in the coordinates of their file."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.chain import pack
from geo_grid.core.entry import Entered
from geo_grid.core.lattice import Geometries, to_degrees


def leave(geometry: Geometries, entered: Entered, rows: Sequence[int]) -> Geometries:
    """Polygons in lattice units as polygons of the file they came from.

    A vertex that any row of the file has keeps exactly the coordinates given there; a new one is the lattice
    point itself. Either way it enters the lattice at the same place again.

    Parameters
    ----------
    geometry
        (n,) polygons in lattice units.
    entered
        The file's rows as they entered.
    rows
        Rows of `entered` whose vertices are looked up first where several share a lattice point.

    Returns
    -------
    (n,) polygons in the file's CRS.
    """
    source = entered.source
    present = np.flatnonzero(~shapely.is_missing(entered.snapped))
    first = np.array(
        [row for row in rows if row < len(entered) and entered.snapped[row] is not None], dtype=np.int64
    )
    order = np.concatenate([first, np.setdiff1d(present, first)])
    known = pack(shapely.get_coordinates(entered.snapped[order]).astype(np.int64))
    xy = shapely.get_coordinates(source.geometry[order])
    points, at = np.unique(known, return_index=True)

    def back(units: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> object:
        packed = pack(units.astype(np.int64))
        where = np.minimum(np.searchsorted(points, packed), max(0, len(points) - 1))
        found = points[where] == packed if len(points) else np.zeros(len(packed), dtype=bool)
        out = source.crs.from_lonlat(to_degrees(units))
        out[found] = xy[at[where[found]]]
        return out

    return np.asarray(shapely.transform(geometry, back))
