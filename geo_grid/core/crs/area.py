"""Authalic area of polygons whose edges are straight in longitude and latitude."""

from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: WGS 84.
_AXIS_M = 6378137.0
_FLATTENING = 1.0 / 298.257223563
_E2 = _FLATTENING * (2.0 - _FLATTENING)
_E = float(np.sqrt(_E2))

#: Gauss–Legendre nodes by the difference of latitude along an edge (radians): two are exact to rounding up to
#: 2 km, three up to half a degree, and twenty-four from pole to pole.
_NODES = ((2, 0.0, 3.2e-4), (3, 3.2e-4, 8.7e-3), (24, 8.7e-3, np.inf))

#: Vertices worked on at a time.
_BLOCK = 50_000

_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7


def area_m2(geometries: NDArray[Any]) -> Array:
    """Area on the WGS 84 ellipsoid of polygons with edges straight in lon/lat.

    The area under an edge is ½a²∫(q(φ) − q(φ₀))dλ with q the authalic function of Snyder, *Map Projections:
    A Working Manual* (USGS PP 1395, 1987), eq. 3-12. It is integrated along the edge by Gauss–Legendre, with
    φ₀ the first latitude of the ring and the difference of q written without cancellation, so that a face of
    1 cm² is as exact as a province.

    Parameters
    ----------
    geometries
        (n,) shapely geometries, EPSG:4326 lon/lat degrees. Polygons inside collections count, holes subtract,
        lines and points are 0, and so is None. The orientation of rings does not matter.

    Returns
    -------
    (n,) square metres.
    """
    geometries = np.atleast_1d(np.asarray(geometries, dtype=object))
    polygons, owner = _polygons(geometries)
    if len(polygons) == 0:
        return np.zeros(len(geometries))
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    areas = np.concatenate([_ring_areas(block) for block in _blocks(rings)])
    is_shell = np.ones(len(rings), dtype=bool)
    is_shell[1:] = polygon_of_ring[1:] != polygon_of_ring[:-1]
    signed = np.where(is_shell, areas, -areas)
    return _sum_by(owner[polygon_of_ring], signed, len(geometries))


def _polygons(geometries: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Every polygon in the array, however deep, with the index of its owner."""
    parts, owner = geometries, np.arange(len(geometries))
    while True:
        kinds = shapely.get_type_id(parts)
        if not np.isin(kinds, (_MULTIPOLYGON, _COLLECTION)).any():
            keep = kinds == _POLYGON
            return parts[keep], owner[keep]
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]


def _blocks(rings: NDArray[Any]) -> list[NDArray[Any]]:
    """Cut a list of rings where the vertices reach `_BLOCK`, so that scratch memory stays small."""
    block = np.cumsum(shapely.get_num_coordinates(rings)) // _BLOCK
    return np.split(rings, np.flatnonzero(np.diff(block)) + 1)


def _ring_areas(rings: NDArray[Any]) -> Array:
    """Unsigned area of closed rings, square metres."""
    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    lengths = np.bincount(ring, minlength=len(rings))
    first = np.cumsum(lengths) - lengths
    lat = np.ascontiguousarray(degrees[:, 1])
    # Differences are taken in degrees, where neighbouring coordinates subtract exactly.
    d_lon = np.radians(np.diff(degrees[:, 0])[same])
    d_lat = np.radians(np.diff(lat)[same])
    start = lat[:-1][same]
    base = lat[first][ring[:-1][same]]
    rise = np.radians(start - base)
    base = np.radians(base)
    mean = np.empty(len(d_lon))
    size = np.abs(d_lat)
    for nodes, above, up_to in _NODES:
        chosen = np.flatnonzero((size >= above) & (size < up_to))
        mean[chosen] = _mean_q(base[chosen], rise[chosen], d_lat[chosen], nodes)
    total = _sum_by(ring[:-1][same], mean * d_lon, len(rings))
    return np.asarray(np.abs(0.5 * _AXIS_M**2 * total))


def _sum_by(index: NDArray[np.int64], values: Array, size: int) -> Array:
    return np.asarray(np.bincount(index, weights=values, minlength=size), dtype=np.float64)


def _mean_q(base: Array, rise: Array, d_lat: Array, nodes: int) -> Array:
    """Mean along edges of q(φ) − q(base), φ going from base + rise by d_lat; radians."""
    total = np.zeros(len(base))
    sin_base = np.sin(base)
    for position, weight in zip(*_gauss_legendre(nodes), strict=True):
        total += weight * _q_difference(base, sin_base, rise + position * d_lat)
    return total


def _q_difference(base: Array, sin_base: Array, rise: Array) -> Array:
    """q(base + rise) − q(base) to full relative precision, also where rise is 1e-9."""
    d_sin = 2.0 * np.cos(base + 0.5 * rise) * np.sin(0.5 * rise)
    sin = sin_base + d_sin
    below = (1.0 - _E2 * sin * sin) * (1.0 - _E2 * sin_base * sin_base)
    rational = d_sin * (1.0 + _E2 * sin * sin_base) / below
    logarithm = np.arctanh(_E * d_sin / (1.0 - _E2 * sin * sin_base)) / _E
    return np.asarray((1.0 - _E2) * (rational + logarithm))


@lru_cache(maxsize=8)
def _gauss_legendre(nodes: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Positions and weights on 0…1."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    return tuple((0.5 * (x + 1.0)).tolist()), tuple((0.5 * w).tolist())
