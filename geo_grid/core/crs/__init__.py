"""Coordinate reference systems; the only user of pyproj.

Everything inside works in EPSG:4326 lon/lat degrees; this is the way in and out. The axis order is always
x = east or longitude, y = north or latitude, whatever the authority says.

CGCS2000 is taken to be WGS 84 (they agree to a few centimetres, and public transformations between them are
the identity), so EPSG:4490 coordinates pass unchanged, bit for bit, and a CGCS2000 Gauss–Krüger zone is only
unprojected. Other datums (Beijing 1954, Xi'an 1980, TWD97 …) are shifted by what PROJ knows offline.
"""

from geo_grid.core.crs.area import area_m2
from geo_grid.core.crs.distance import between_m, distance_m, length_m, local_projection
from geo_grid.core.crs.guess import looks_swapped, suggest
from geo_grid.core.crs.system import BD09, GCJ02, WGS84, Crs

__all__ = [
    "BD09",
    "GCJ02",
    "WGS84",
    "Crs",
    "area_m2",
    "between_m",
    "distance_m",
    "length_m",
    "local_projection",
    "looks_swapped",
    "suggest",
]
