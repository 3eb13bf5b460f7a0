"""Lengths and distances on the WGS 84 ellipsoid, and a flat map around a point."""

from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from geo_grid.core.crs.system import Crs

Array = NDArray[np.float64]

_WGS84 = pyproj.Geod(ellps="WGS84")


def length_m(lines: NDArray[Any]) -> Array:
    """Geodesic length of lines, summed over their segments.

    Parameters
    ----------
    lines
        (n,) shapely geometries, EPSG:4326 lon/lat degrees; of polygons the boundary is measured, parts of
        collections add up, points and None are 0.

    Returns
    -------
    (n,) metres.
    """
    lines = np.atleast_1d(np.asarray(lines, dtype=object))
    parts, owner = lines, np.arange(len(lines))
    while np.any(shapely.get_type_id(parts) >= 4):  # multi-geometries and collections, perhaps nested
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
    is_polygon = shapely.get_type_id(parts) == 3
    rings, index = shapely.get_rings(parts[is_polygon], return_index=True)
    owner = np.concatenate([owner[~is_polygon], owner[is_polygon][index]])
    parts = np.concatenate([parts[~is_polygon], rings])
    xy, part = shapely.get_coordinates(parts, return_index=True)
    same = part[1:] == part[:-1]
    lon, lat = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    step = distance_m(lon[:-1][same], lat[:-1][same], lon[1:][same], lat[1:][same])
    total = np.bincount(owner[part[:-1][same]], weights=step, minlength=len(lines))
    return np.asarray(total, dtype=np.float64)


def distance_m(lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike) -> Array:
    """Geodesic distance between points, metres; arrays of degrees of one shape, or scalars."""
    arrays = np.broadcast_arrays(lon, lat, other_lon, other_lat)
    shape = arrays[0].shape
    from_lon, from_lat, to_lon, to_lat = (np.array(a, dtype=np.float64).ravel() for a in arrays)
    if from_lon.size == 0:
        return np.zeros(shape)
    _, _, metres = _WGS84.inv(from_lon, from_lat, to_lon, to_lat)
    return np.asarray(metres, dtype=np.float64).reshape(shape)


def between_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Geodesic distance between two points of (lon, lat) in degrees, metres; the same as `distance_m`'s."""
    _, _, metres = _WGS84.inv(*one, *other)
    return float(metres)


def local_projection(lon: float, lat: float) -> Crs:
    """Azimuthal equidistant map in metres around a point; true to 1e-6 within 20 km of it."""
    definition = f"+proj=aeqd +lat_0={lat:.9f} +lon_0={lon:.9f} +datum=WGS84 +units=m +type=crs"
    return Crs(f"aeqd {lon:.4f} {lat:.4f}", definition)
