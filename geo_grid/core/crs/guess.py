"""Guesses for messages about coordinates that do not fit; never applied to data."""

import numpy as np
from numpy.typing import NDArray

#: Northings of China from the equator, metres.
_NORTHINGS = (1.5e6, 6.2e6)
#: Eastings of a transverse Mercator zone around its false easting of 500 km, metres.
_EASTINGS = (1.4e5, 8.6e5)


def suggest(bounds: tuple[float, float, float, float]) -> list[str]:
    """Likely coordinate reference systems of coordinates that are not lon/lat.

    Parameters
    ----------
    bounds
        West, south, east, north in the unknown system's units, as given.

    Returns
    -------
    Names for a message, the likeliest first; a row of zones is written ``EPSG:4534…EPSG:4554``. Empty where
    nothing fits.
    """
    west, south, east, north = bounds
    if not np.all(np.isfinite(bounds)) or _fits(bounds, (-180.0, -90.0, 180.0, 90.0)):
        return []
    found = []
    if south >= _NORTHINGS[0] and north <= _NORTHINGS[1]:
        found += _zone_with_prefix(west, east)
        if _EASTINGS[0] <= west and east <= _EASTINGS[1]:
            if south >= 2.4e6 and north <= 2.85e6 and west < 3.6e5:
                found.append("EPSG:3826")
            found += ["EPSG:4534…EPSG:4554", "EPSG:4502…EPSG:4512", "EPSG:32643…EPSG:32653"]
    if _fits(bounds, (7.9e5, 7.9e5, 8.8e5, 8.6e5)):
        found.append("EPSG:2326")
    if _fits(bounds, (8.0e6, 3.0e5, 1.51e7, 7.2e6)):
        found.append("EPSG:3857")
    return found


def _zone_with_prefix(west: float, east: float) -> list[str]:
    """Gauss–Krüger eastings that begin with the zone's number, e.g. 38 512 345 m."""
    zone = int(west // 1_000_000)
    low, high = zone * 1e6 + _EASTINGS[0], zone * 1e6 + _EASTINGS[1]
    if not (low <= west and east <= high):
        return []
    if 25 <= zone <= 45:
        return [f"EPSG:{4513 + zone - 25}"]
    if 13 <= zone <= 23:
        return [f"EPSG:{4491 + zone - 13}"]
    return []


def _fits(inner: tuple[float, float, float, float], outer: tuple[float, float, float, float]) -> bool:
    return bool(
        outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
    )


def looks_swapped(xy: NDArray[np.float64]) -> bool:
    """Tell whether x holds latitudes and y longitudes, or x northings and y eastings, by all appearance.

    Parameters
    ----------
    xy
        (n, 2), degrees or metres.
    """
    xy = np.asarray(xy, dtype=np.float64)
    xy = xy[np.isfinite(xy).all(axis=1)]
    if len(xy) == 0:
        return False
    (x_low, y_low), (x_high, y_high) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    if _fits((x_low, y_low, x_high, y_high), (-90.0, -180.0, 90.0, 180.0)):
        beyond_the_pole = y_high > 90.0 or y_low < -90.0
        in_china_when_swapped = _fits((x_low, y_low, x_high, y_high), (3.0, 73.0, 54.0, 136.0))
        return bool(beyond_the_pole or in_china_when_swapped)
    northing_first = _NORTHINGS[0] <= x_low and x_high <= _NORTHINGS[1]
    return bool(northing_first and _zone_with_prefix(y_low, y_high))
