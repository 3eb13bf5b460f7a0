"""The coordinate lattice: longitude and latitude as whole numbers of 1e-7 degree (about 1 cm).

Rounding is floor(x·1e7 + ½), the same here, in SQL (``floor(x*1e7+0.5)/1e7``) and in JavaScript;
Python's and numpy's own ``round`` go half to even and are not used.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

#: Lattice units in one degree.
UNITS_PER_DEGREE = 10_000_000

Geometries = NDArray[Any]


def to_units(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round degrees to lattice units.

    Parameters
    ----------
    degrees
        Any shape, degrees; finite.

    Returns
    -------
    Same shape, whole lattice units (|value| ≤ 1.8e9, fits an int32).
    """
    units: NDArray[np.int64] = np.floor(degrees * UNITS_PER_DEGREE + 0.5).astype(np.int64)
    return units


def to_degrees(units: NDArray[Any]) -> NDArray[np.float64]:
    """Lattice units as degrees: the float nearest to k/1e7, identical in PostgreSQL and JavaScript."""
    degrees: NDArray[np.float64] = np.asarray(units, dtype=np.float64) / UNITS_PER_DEGREE
    return degrees


def geometries_to_degrees(geometries: Geometries) -> Geometries:
    """Geometries in lattice units as EPSG:4326 lon/lat geometries; None stays None."""
    return np.asarray(shapely.transform(geometries, to_degrees))


def geometries_to_units(geometries: Geometries) -> Geometries:
    """EPSG:4326 lon/lat geometries snapped to whole lattice units; None stays None.

    Only rounds: repeated points and collapsed rings are left for `geo_grid.core.entry` to judge.
    """
    return np.asarray(shapely.transform(geometries, lambda xy: to_units(xy).astype(np.float64)))
