"""The drawing board: metres east and north of the town's middle, and the lattice they stand for."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.lattice import UNITS_PER_DEGREE, Geometries, to_degrees

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Where the middle of the board lies, degrees (flat land in the Yangtze delta).
LONGITUDE, LATITUDE = 120.9, 30.6
#: Metres in one degree there (GRS80).
_METRES = np.array([95_889.0, 110_863.0])
_ORIGIN = np.array([LONGITUDE, LATITUDE]) * UNITS_PER_DEGREE
_UNITS_PER_METRE = UNITS_PER_DEGREE / _METRES


def units_of(metres: Floats) -> Ints:
    """(n, 2) metres on the board as whole lattice units, rounded as everywhere."""
    units: Ints = np.floor(metres * _UNITS_PER_METRE + _ORIGIN + 0.5).astype(np.int64)
    return units


def metres_of(units: NDArray[Any]) -> Floats:
    """(n, 2) lattice units as metres on the board."""
    metres: Floats = (np.asarray(units, dtype=np.float64) - _ORIGIN) / _UNITS_PER_METRE
    return metres


def shapes_in_units(shapes: Geometries) -> Geometries:
    """Shapes in metres snapped to the lattice."""
    return np.asarray(shapely.transform(shapes, lambda xy: units_of(xy).astype(np.float64)), dtype=object)


def shapes_in_metres(shapes: Geometries) -> Geometries:
    """Shapes in lattice units, in metres."""
    return np.asarray(shapely.transform(shapes, metres_of), dtype=object)


def shapes_in_degrees(shapes: Geometries) -> Geometries:
    """Shapes in metres as EPSG:4326 degrees on the lattice."""
    return np.asarray(shapely.transform(shapes, lambda xy: to_degrees(units_of(xy))), dtype=object)


def polygons_of(rings: Sequence[Floats]) -> Geometries:
    """Polygons of open rings, metres."""
    if not rings:
        return array_of([])
    of = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    return np.asarray(shapely.polygons(shapely.linearrings(np.concatenate(rings), indices=of)), dtype=object)


def array_of(shapes: list[Any]) -> Geometries:
    """A list of shapes as an object array, also when it is empty."""
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found
