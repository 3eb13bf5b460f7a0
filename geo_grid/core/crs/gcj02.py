"""GCJ-02 and BD-09, the shifted coordinates of public Chinese maps.

The forward formulas are the published ones (as in PRCoords, gcoord, eviltransform): a shift of up to about
700 m on the Krasovsky ellipsoid for GCJ-02, and a second small twist for BD-09. The inverse is a fixed point,
reached here to far below a lattice unit. Outside a box around China all of them are the identity, as in every
public converter.

Each vertex is computed from its own two numbers alone, with a fixed number of steps, so equal vertices stay
equal however an array is cut.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Krasovsky 1940 semi-major axis, metres, and first eccentricity squared, as the published formula has them.
_AXIS_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323

#: West, south, east, north of the box in which the shift applies, degrees.
CHINA_BOX = (72.004, 0.8293, 137.8347, 55.8271)

_BD_TURN = math.pi * 3000.0 / 180.0
_BD_LON = 0.0065
_BD_LAT = 0.006

#: The shift's slope is below 0.02, so seven steps from a kilometre (0.01 degree) end below 1e-13 degree.
_STEPS = 7


def wgs84_to_gcj02(lonlat: Array) -> Array:
    """Shift WGS 84 to GCJ-02.

    Parameters
    ----------
    lonlat
        (n, 2) WGS 84 lon/lat, degrees.

    Returns
    -------
    (n, 2) GCJ-02 lon/lat, degrees; unchanged outside `CHINA_BOX`.
    """
    return _forward(lonlat, _shift)


def gcj02_to_wgs84(lonlat: Array) -> Array:
    """Undo `wgs84_to_gcj02` to better than 1e-9 degree (0.1 mm)."""
    return _inverse(lonlat, _shift)


def wgs84_to_bd09(lonlat: Array) -> Array:
    """Shift WGS 84 to BD-09 (Baidu): GCJ-02 and a twist; unchanged outside `CHINA_BOX`."""
    return _forward(lonlat, _shift_and_twist)


def bd09_to_wgs84(lonlat: Array) -> Array:
    """Undo `wgs84_to_bd09` to better than 1e-9 degree (0.1 mm)."""
    return _inverse(lonlat, _shift_and_twist)


def _in_china(lonlat: Array) -> NDArray[np.bool_]:
    west, south, east, north = CHINA_BOX
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def _forward(lonlat: Array, shift: Callable[[Array], Array]) -> Array:
    inside = _in_china(lonlat)
    out = np.array(lonlat, dtype=np.float64)
    out[inside] = shift(out[inside])
    return out


def _inverse(lonlat: Array, shift: Callable[[Array], Array]) -> Array:
    # A margin, because a point just inside the box may be shifted out of it.
    west, south, east, north = CHINA_BOX
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    near = (lon >= west - 0.05) & (lon <= east + 0.05) & (lat >= south - 0.05) & (lat <= north + 0.05)
    out = np.array(lonlat, dtype=np.float64)
    given = out[near]
    guess = given.copy()
    for _ in range(_STEPS):
        guess = guess - (shift(guess) - given)
    # Where the fixed point lies outside the box, the forward shift was the identity there.
    out[near] = np.where(_in_china(guess)[:, None], guess, given)
    return out


def _shift(lonlat: Array) -> Array:
    # Contiguous columns: numpy may take another code path, with other last bits, for strided ones.
    lon, lat = np.ascontiguousarray(lonlat[:, 0]), np.ascontiguousarray(lonlat[:, 1])
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    north_wave = _waves(y, 160.0, 320.0)
    east_wave = _waves(x, 150.0, 300.0)
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north_m = north_m + (wave + north_wave) * (2.0 / 3.0)
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east_m = east_m + (wave + east_wave) * (2.0 / 3.0)
    phi = np.radians(lat)
    w = 1.0 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    metres_per_lat = np.radians(_AXIS_M * (1.0 - _ECCENTRICITY_SQUARED)) / (w * np.sqrt(w))
    metres_per_lon = np.radians(_AXIS_M) * np.cos(phi) / np.sqrt(w)
    return np.column_stack([lon + east_m / metres_per_lon, lat + north_m / metres_per_lat])


def _waves(t: Array, twelfth: float, thirtieth: float) -> Array:
    """Sum the long waves along one axis, in units of 2/3 metre."""
    near: Array = 20.0 * np.sin(np.pi * t) + 40.0 * np.sin(np.pi / 3.0 * t)
    far: Array = twelfth * np.sin(np.pi / 12.0 * t) + thirtieth * np.sin(np.pi / 30.0 * t)
    return near + far


def _shift_and_twist(lonlat: Array) -> Array:
    gcj = _shift(lonlat)
    lon, lat = np.ascontiguousarray(gcj[:, 0]), np.ascontiguousarray(gcj[:, 1])
    radius = np.sqrt(lon * lon + lat * lat) + 2e-5 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_TURN)
    return np.column_stack([radius * np.cos(angle) + _BD_LON, radius * np.sin(angle) + _BD_LAT])
