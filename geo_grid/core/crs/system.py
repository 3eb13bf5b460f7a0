"""One coordinate reference system and the way between it and WGS 84 lon/lat."""

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Self

import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.exceptions import CRSError as PyprojCrsError

from geo_grid.core.crs import gcj02
from geo_grid.core.errors import CrsError
from geo_grid.core.lattice import UNITS_PER_DEGREE

Array = NDArray[np.float64]

#: One lattice unit along a meridian or the equator, metres.
LATTICE_STEP_M = 6378137.0 * np.pi / 180.0 / UNITS_PER_DEGREE

#: Spellings people use, folded to lower case without blanks, dashes and underscores.
_ALIASES = MappingProxyType(
    {
        "wgs84": "EPSG:4326",
        "crs84": "EPSG:4326",
        "ogc:crs84": "EPSG:4326",
        "lonlat": "EPSG:4326",
        "cgcs2000": "EPSG:4490",
        "国家2000": "EPSG:4490",
        "2000国家大地坐标系": "EPSG:4490",
        "webmercator": "EPSG:3857",
        "gcj02": "GCJ-02",
        "火星坐标": "GCJ-02",
        "火星坐标系": "GCJ-02",
        "高德": "GCJ-02",
        "amap": "GCJ-02",
        "bd09": "BD-09",
        "bd09ll": "BD-09",
        "百度": "BD-09",
        "百度坐标系": "BD-09",
        "baidu": "BD-09",
    }
)

#: A user's CRS definition longer than this is refused unread.
_LONGEST_DEFINITION = 20_000

_CODE = re.compile(r"^[A-Za-z]+:[A-Za-z0-9_.]+(\+[0-9]+)?$")
_URN = re.compile(r"^(urn:|https?://www\.opengis\.net/)", re.IGNORECASE)
_WKT = re.compile(r"^\s*[A-Za-z0-9_]+\s*\[")

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Crs:
    """A horizontal coordinate reference system.

    Parameters
    ----------
    name
        ``EPSG:4547``, ``GCJ-02``, ``BD-09``; the CRS's own name where no authority lists it.
    definition
        WKT of a CRS that no authority lists, else empty.
    """

    name: str
    definition: str = ""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a user wrote: ``EPSG:4547``, ``4547``, ``CGCS2000``, ``GCJ-02``, a full name, WKT.

        Raises
        ------
        CrsError
            ``crs_unknown`` where nobody knows it; ``crs_unusable`` where it has no horizontal axes
            (vertical, geocentric, engineering).
        """
        given = text.strip()
        folded = re.sub(r"[\s_-]", "", given.lower())
        name = _ALIASES.get(folded, given)
        if name in ("GCJ-02", "BD-09"):
            return cls(name)
        if re.fullmatch(r"[0-9]+", name):
            name = f"EPSG:{name}"
        if not name or len(name) > _LONGEST_DEFINITION:
            raise CrsError("crs_unknown", given=given[:80])
        try:
            system = pyproj.CRS.from_user_input(_without_grids(name))
        except PyprojCrsError:
            raise CrsError("crs_unknown", given=given[:80]) from None
        exact = _CODE.match(name) or _URN.match(name) or _WKT.match(name) or name.startswith(("+proj", "{"))
        if not exact and _fold(system.name) != _fold(name):
            # PROJ takes the nearest name it knows ("beijing" is New Beijing to it); we do not guess.
            raise CrsError("crs_unknown", given=given[:80])
        return cls._of(system, given)

    @classmethod
    def from_wkt(cls, wkt: str) -> Self:
        """Read the WKT (or ``AUTHORITY:CODE``) that a file carries; errors as in `parse`."""
        try:
            system = pyproj.CRS.from_user_input(_without_grids(wkt.strip()))
        except PyprojCrsError:
            raise CrsError("crs_unknown", given=wkt.strip()[:80]) from None
        return cls._of(system, system.name)

    @classmethod
    def _of(cls, system: pyproj.CRS, given: str) -> Self:
        if system.is_compound:
            system = system.sub_crs_list[0]
        if not (system.is_geographic or system.is_projected):
            raise CrsError("crs_unusable", given=given[:80], kind=system.type_name)
        if len(system.axis_info) > 2:
            system = system.to_2d()
        authority = system.to_authority()
        if authority == ("OGC", "CRS84"):
            return cls("EPSG:4326")
        if authority is not None and not system.is_bound:
            return cls(":".join(authority))
        return cls(system.name if system.name != "unknown" else given[:80], system.to_wkt())

    @property
    def is_lonlat(self) -> bool:
        """True where coordinates are longitude and latitude rather than metres."""
        return self.name in _SHIFTED or bool(_system(self).is_geographic)

    @property
    def is_shifted(self) -> bool:
        """True for GCJ-02 and BD-09, which no file can state and only a user can declare."""
        return self.name in _SHIFTED

    def same_as(self, other: "Crs") -> bool:
        """True where both give every coordinate the same place on the earth."""
        if self == other:
            return True
        if self.is_shifted or other.is_shifted:
            return False
        if self.is_identity or other.is_identity:
            return self.is_identity and other.is_identity
        return bool(_system(self).equals(_system(other), ignore_axis_order=True))

    @property
    def is_identity(self) -> bool:
        """True where coordinates are stored as they are, bit for bit."""
        return self.name not in _SHIFTED and _route(self) is None

    @property
    def lattice_step(self) -> float:
        """Size of one lattice unit in this CRS's own units: 1e-7 in degrees, 0.0111 in metres."""
        if self.name in _SHIFTED:
            return 1.0 / UNITS_PER_DEGREE
        system = _system(self)
        factor = float(system.axis_info[0].unit_conversion_factor)
        if system.is_geographic:
            return float(np.radians(1.0 / UNITS_PER_DEGREE) / factor)
        return float(LATTICE_STEP_M / factor)

    def to_wkt(self) -> str:
        """WKT for a file's header; GCJ-02 and BD-09 have none and give an empty string."""
        return "" if self.name in _SHIFTED else str(_system(self).to_wkt("WKT1_GDAL"))

    def to_projjson(self) -> dict[str, object] | None:
        """PROJJSON for a file's header, as a dict; None for GCJ-02 and BD-09."""
        return None if self.name in _SHIFTED else dict(_system(self).to_json_dict())

    def to_lonlat(self, xy: Array) -> Array:
        """Coordinates of this CRS as WGS 84 lon/lat.

        Parameters
        ----------
        xy
            (n, 2), easting and northing or lon and lat in the CRS's own units.

        Returns
        -------
        (n, 2) degrees; equal inputs give equal outputs whatever stands beside them; infinite where the
        point has no place on the earth. The input itself is returned where nothing is to be done.
        """
        if self.name in _SHIFTED:
            return _SHIFTED[self.name][0](np.asarray(xy, dtype=np.float64))
        return _through(_route(self), xy, inverse=False)

    def from_lonlat(self, xy: Array) -> Array:
        """WGS 84 lon/lat degrees as coordinates of this CRS; the inverse of `to_lonlat`."""
        if self.name in _SHIFTED:
            return _SHIFTED[self.name][1](np.asarray(xy, dtype=np.float64))
        return _through(_route(self), xy, inverse=True)


_SHIFTED = MappingProxyType(
    {
        "GCJ-02": (gcj02.gcj02_to_wgs84, gcj02.wgs84_to_gcj02),
        "BD-09": (gcj02.bd09_to_wgs84, gcj02.wgs84_to_bd09),
    }
)


def _fold(name: str) -> str:
    return re.sub(r"[\s_/-]", "", name.lower())


def _without_grids(definition: str) -> str:
    """Refuse definitions that name files: a CRS comes from a stranger's file or form."""
    if re.search(r"grids\s*=|\+init\s*=|PARAMETERFILE\s*\[|proj=pipeline", definition, re.IGNORECASE):
        raise CrsError("crs_unknown", given=definition[:80])
    return definition


@lru_cache(maxsize=256)
def _system(crs: Crs) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(crs.definition or crs.name)
    except PyprojCrsError:
        raise CrsError("crs_unknown", given=crs.name) from None


@lru_cache(maxsize=256)
def _ends(crs: Crs) -> tuple[pyproj.CRS, pyproj.CRS] | None:
    """Both ends of the transformation, or None where it is the identity."""
    system = _system(crs)
    base = system.geodetic_crs
    if base is not None and not system.is_bound:
        same_datum = any(
            base.to_2d().equals(pyproj.CRS.from_epsg(code), ignore_axis_order=True) for code in (4326, 4490)
        )
        if same_datum:
            # To its own base, so that PROJ has one way to go and no datum question to answer.
            return None if system.is_geographic else (system, base.to_2d())
    return system, pyproj.CRS.from_epsg(4326)


def _route(crs: Crs) -> pyproj.Transformer | None:
    ends = _ends(crs)
    if ends is None:
        return None
    # PROJ objects belong to the thread that made them.
    made: dict[Crs, pyproj.Transformer] = _local.__dict__.setdefault("transformers", {})
    if crs not in made:
        made[crs] = pyproj.Transformer.from_crs(*ends, always_xy=True)
    return made[crs]


def _through(transformer: pyproj.Transformer | None, xy: Array, *, inverse: bool) -> Array:
    xy = np.asarray(xy, dtype=np.float64)
    if transformer is None:
        return xy
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    direction = "INVERSE" if inverse else "FORWARD"
    return np.column_stack(transformer.transform(x, y, direction=direction))


WGS84 = Crs("EPSG:4326")
GCJ02 = Crs("GCJ-02")
BD09 = Crs("BD-09")
