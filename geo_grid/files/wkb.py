"""Geometries out of WKB and WKT: lines and polygons with straight edges, and which rows are not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.files.features import Note

Geometries = NDArray[Any]

#: Types that hold, or may hold inside them, curves and surfaces; shapely refuses those, or worse, passes them
#: on inside a collection.
_PERHAPS_CURVED = frozenset(range(7, 18))


def from_wkb(
    wkb: NDArray[Any], straightened: Callable[[], NDArray[Any]] | None = None
) -> tuple[Geometries, tuple[Note, ...]]:
    """Parse a column of WKB.

    Parameters
    ----------
    wkb
        (n,) bytes or None.
    straightened
        Gives the same column with curves made into lines; None where nobody can.

    Returns
    -------
    (n,) geometries or None, and a note for each row that has bytes but no geometry.
    """
    present = np.array([value is not None for value in wkb], dtype=bool)
    odd = np.array([value is not None and _type_of(value) in _PERHAPS_CURVED for value in wkb], dtype=bool)
    plain = wkb.copy()
    plain[odd] = None
    geometry = np.asarray(shapely.from_wkb(plain, on_invalid="ignore"), dtype=object)
    if odd.any():
        source = straightened() if straightened is not None else wkb
        for row in np.flatnonzero(odd):
            geometry[row] = _one(shapely.from_wkb, source[row])
    lost = np.flatnonzero(present & shapely.is_missing(geometry))
    return geometry, tuple(Note(int(row), "geometry_unreadable") for row in lost)


def from_text(text: str) -> shapely.Geometry | None:
    """Parse WKT, or WKB in hexadecimal; None where it is neither, or curved."""
    is_hex = len(text) >= 18 and not set(text) - set("0123456789abcdefABCDEF")
    return _one(shapely.from_wkb if is_hex else shapely.from_wkt, text)


def _one(parse: Callable[..., Any], value: Any) -> shapely.Geometry | None:
    try:
        geometry = parse(value, on_invalid="ignore")
        if geometry is not None:
            _walk(geometry)
    except NotImplementedError:  # shapely has no class for curves
        return None
    return geometry


def _walk(geometry: shapely.Geometry) -> None:
    """Touch every part, which is where shapely notices a curve inside a collection."""
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection":
            _walk(part)


def _type_of(wkb: bytes) -> int:
    """Type of a geometry without the flags for Z, M and SRID."""
    if len(wkb) < 5:
        return 0
    return (int.from_bytes(wkb[1:5], "little" if wkb[0] == 1 else "big") & 0xFFFF) % 1000
