"""Shapes of a base layer come onto the lattice, each on its own; many at a time.

Unlike grids (`geo_grid.core.entry`) nothing is proved of them, so a polygon that is slightly invalid, as
other people's often are, is made valid and counted; what cannot be used is left out with its reason.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType

from geo_grid.core.crs import Crs, looks_swapped, suggest
from geo_grid.core.lattice import Geometries, to_degrees, to_units
from geo_grid.core.layers.kinds import Family

_LINES = (GeometryType.LINESTRING, GeometryType.LINEARRING, GeometryType.MULTILINESTRING)
_AREAS = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)
_POINTS = (GeometryType.POINT, GeometryType.MULTIPOINT)

_ACCEPTED = {
    Family.POINT: _POINTS,
    Family.LINE: _LINES,
    Family.AREA: _AREAS,
    Family.LINE_OR_AREA: (*_LINES, *_AREAS),
}


@dataclass(frozen=True)
class EnteredShapes:
    """Shapes on the lattice.

    Parameters
    ----------
    geometry
        (n,) EPSG:4326 degrees on the lattice: Point, MultiLineString or MultiPolygon; None where the row is
        left out.
    dropped
        Row → code and parameters of the reason: ``no_geometry``, ``wrong_type``, ``out_of_range``,
        ``swapped_axes``, ``too_short``, ``too_small``, ``not_mendable``.
    mended
        Rows whose polygon was made valid.
    """

    geometry: Geometries
    dropped: dict[int, tuple[str, dict[str, Any]]]
    mended: tuple[int, ...]


def enter_shapes(given: Geometries, crs: Crs, family: Family) -> EnteredShapes:
    """Bring shapes onto the lattice.

    Parameters
    ----------
    given
        (n,) shapely geometries or None, two-dimensional, in `crs`, x east and y north.
    crs
        Their coordinate reference system.
    family
        What the layer is made of.
    """
    dropped: dict[int, tuple[str, dict[str, Any]]] = {}
    kinds = shapely.get_type_id(given)
    missing = shapely.is_missing(given) | shapely.is_empty(given)
    fits = np.isin(kinds, _ACCEPTED[family])
    # Several points are no address: which of them?
    fits &= (kinds != GeometryType.MULTIPOINT) | (shapely.get_num_geometries(given) == 1)
    for row in np.flatnonzero(missing).tolist():
        dropped[row] = ("no_geometry", {})
    for row in np.flatnonzero(~missing & ~fits).tolist():
        dropped[row] = ("wrong_type", {"type": given[row].geom_type})
    rows = np.flatnonzero(~missing & fits)
    units, rows = _on_lattice(given, rows, crs, dropped)
    geometry = np.full(len(given), None, dtype=object)
    is_area = np.isin(shapely.get_type_id(units), _AREAS)
    is_line = np.isin(shapely.get_type_id(units), _LINES)
    is_point = ~is_area & ~is_line
    geometry[rows[is_point]] = _points(units[is_point])
    geometry[rows[is_line]], short = _lines(units[is_line])
    areas, mended, lost = _areas(units[is_area])
    geometry[rows[is_area]] = areas
    for row in rows[is_line][short].tolist():
        dropped[row] = ("too_short", {})
    for place, code in lost.items():
        dropped[int(rows[is_area][place])] = (code, {})
    return EnteredShapes(
        np.asarray(shapely.transform(geometry, to_degrees)),
        dropped,
        tuple(rows[is_area][mended].tolist()),
    )


def _on_lattice(
    given: Geometries,
    rows: NDArray[np.int64],
    crs: Crs,
    dropped: dict[int, tuple[str, dict[str, Any]]],
) -> tuple[Geometries, NDArray[np.int64]]:
    """Shapes of some rows in whole lattice units, without those that are out of the world."""
    xy, index = shapely.get_coordinates(given[rows], return_index=True)
    with np.errstate(invalid="ignore"):
        finite = np.isfinite(xy).all(axis=1)
        lonlat = np.full_like(xy, np.nan)
        lonlat[finite] = crs.to_lonlat(xy[finite])
        inside = (np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90)
    kept = np.ones(len(rows), dtype=bool)
    if not inside.all():
        outside = np.unique(index[~inside])
        kept[outside] = False
        for place in outside.tolist():
            own = xy[index == place] if len(outside) < 100 else xy[np.searchsorted(index, [place])]
            dropped[int(rows[place])] = _out_of_range(own, crs)
        lonlat = lonlat[kept[index]]
        rows = rows[kept]
    units = to_units(lonlat).astype(np.float64)
    # shapely.transform hands over all coordinates in the order get_coordinates gives them.
    return np.asarray(shapely.transform(given[rows], lambda _: units)), rows


def _out_of_range(xy: NDArray[np.float64], crs: Crs) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {"x": str(xy[0, 0]), "y": str(xy[0, 1]), "crs": crs.name}
    finite = xy[np.isfinite(xy).all(axis=1)]
    if len(finite) and looks_swapped(finite):
        return "swapped_axes", params
    if len(finite):
        low, high = finite.min(axis=0).tolist(), finite.max(axis=0).tolist()
        likely = suggest((low[0], low[1], high[0], high[1]))
        if likely:
            return "out_of_range", {**params, "likely": likely}
    return "out_of_range", params


def _points(units: Geometries) -> Geometries:
    return np.asarray(shapely.points(shapely.get_coordinates(units)), dtype=object)


def _lines(units: Geometries) -> tuple[Geometries, NDArray[np.bool_]]:
    """(n,) MultiLineStrings of the parts that have a length, and which rows have none."""
    # Not so for areas: GEOS refuses rings that collapsed.
    units = np.asarray(shapely.remove_repeated_points(units, 0.0))
    parts, owner = shapely.get_parts(units, return_index=True)
    long = shapely.length(parts) > 0
    short = np.ones(len(units), dtype=bool)
    short[owner[long]] = False
    joined = np.full(len(units), None, dtype=object)
    if long.any():
        # Rings become lines like all others.
        xy, index = shapely.get_coordinates(parts[long], return_index=True)
        plain = np.asarray(shapely.linestrings(xy, indices=index), dtype=object)
        shapely.multilinestrings(plain, indices=owner[long], out=joined)
    return joined, short


def _areas(units: Geometries) -> tuple[Geometries, NDArray[np.bool_], dict[int, str]]:
    """(n,) MultiPolygons, which of them were mended, and why those that are None are."""
    valid = shapely.is_valid(units)
    mended = ~valid
    lost: dict[int, str] = {}
    sound = units.copy()
    sound[valid] = shapely.remove_repeated_points(units[valid], 0.0)
    for place in np.flatnonzero(mended).tolist():
        sound[place] = _region(units[place])
        if sound[place] is None:
            lost[place] = "too_small" if shapely.area(units[place]) == 0 else "not_mendable"
            mended[place] = False
    parts, owner = shapely.get_parts(sound, return_index=True)
    joined = np.full(len(units), None, dtype=object)
    if len(parts):
        shapely.multipolygons(parts, indices=owner, out=joined)
    return joined, mended, lost


def _region(polygon: shapely.Geometry) -> shapely.Geometry | None:
    """The ground that an invalid polygon covers, valid on the lattice; None where there is none.

    What overlaps within it is joined: two wings of a building that overlap are no hole in it.
    """
    low = np.floor(np.asarray(shapely.bounds(polygon))[:2])
    try:
        local = shapely.transform(polygon, lambda xy: xy - low)
        whole = shapely.make_valid(local, method="structure", keep_collapsed=False)
        whole = shapely.union_all([shapely.set_precision(whole, 1.0)], grid_size=1.0)
    except shapely.GEOSException:
        return None
    parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    if not parts:
        return None
    region = shapely.transform(shapely.multipolygons(parts), lambda xy: xy + low)
    return region if shapely.is_valid(region) else None
