"""Where a photo was taken, as its camera says: offered to whoever sent it, and not kept."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD

_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, ZeroDivisionError)


def photo_position(source: Path) -> tuple[float, float] | None:
    """Longitude and latitude of a photo, EPSG:4326 degrees; None where it says none that can be.

    A picture that cannot be read says none: `geo_grid.files.photo` tells what is wrong with it.
    """
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP")) as image:
            told = image.getexif().get_ifd(IFD.GPSInfo)
            lon = _degrees(told, GPS.GPSLongitude, GPS.GPSLongitudeRef, "W")
            lat = _degrees(told, GPS.GPSLatitude, GPS.GPSLatitudeRef, "S")
    except _BROKEN:
        return None
    except Image.DecompressionBombError:
        return None
    # Cameras without a fix write zeros.
    if lon is None or lat is None or (lon == 0 and lat == 0) or abs(lon) > 180 or abs(lat) > 90:
        return None
    return round(lon, 7), round(lat, 7)


def _degrees(told: Mapping[int, Any], value: int, side: int, minus: str) -> float | None:
    given = told.get(value)
    if given is None:
        return None
    parts = [float(part) for part in given]
    if not 1 <= len(parts) <= 3 or not all(math.isfinite(part) for part in parts):
        return None
    found = math.fsum(part / 60.0**place for place, part in enumerate(parts))
    return -found if str(told.get(side, "")).strip().upper().startswith(minus) else found
