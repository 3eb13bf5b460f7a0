"""Entering the lattice: shapes as a file gives them become polygons in whole lattice units.

All vertices enter once and alike, so a vertex that two polygons share stays shared. What cannot take part in
a proof is named as a Problem and left out; nothing is dropped in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core import crs as reference
from geo_grid.core.crs import Crs
from geo_grid.core.lattice import Geometries, geometries_to_degrees, to_degrees, to_units
from geo_grid.core.problem import Problem

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class Source:
    """Shapes as they were given.

    Parameters
    ----------
    geometry
        (n,) shapely geometries or None, in the units of `crs`, x east and y north.
    crs
        Their coordinate reference system.
    unreadable
        Row → why its geometry could not be read at all.
    unclosed
        Rows with a ring that was not closed, and was closed in reading.
    """

    geometry: Geometries
    crs: Crs
    unreadable: dict[int, str] = field(default_factory=dict)
    unclosed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Entered:
    """Polygons on the lattice, with what was wrong about them.

    Parameters
    ----------
    ids
        (n,) names of the rows.
    geometry
        (n,) valid polygons or multipolygons in lattice units; None where the row takes no part.
    snapped
        (n,) the same before an invalid one was replaced by the region it covers.
    source
        What was given, row for row.
    invalid
        (n,) True where the shape given is not a valid polygon.
    replaced
        (n,) True where `geometry` no longer follows the shape given, vertex for vertex.
    problems
        What was found: not_polygon, empty, multipart, coordinates_out_of_range, invalid_geometry.
    """

    ids: tuple[str, ...]
    geometry: Geometries
    snapped: Geometries
    source: Source
    invalid: NDArray[np.bool_]
    replaced: NDArray[np.bool_]
    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        return len(self.ids)


def region_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """The ground an invalid polygon covers (even-odd rule), as a valid polygon on the lattice.

    Intersections are rounded once, by snap rounding, so the result is valid by construction.
    """
    low = np.floor(np.asarray(shapely.bounds(geometry))[:2])
    local = shapely.transform(geometry, lambda xy: xy - low)
    whole = shapely.set_precision(shapely.make_valid(local, method="linework"), 1.0)
    parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    for part in shapely.get_parts(whole):
        if part.geom_type == "MultiPolygon":
            parts.extend(shapely.get_parts(part))
    region = shapely.union_all(parts, grid_size=1.0) if len(parts) > 1 else None
    if region is None:
        region = parts[0] if parts else shapely.Polygon()
    return shapely.transform(region, lambda xy: xy + low)


def _lonlat(source: Source, rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Longitude and latitude of all coordinates of some rows, with the row each belongs to."""
    xy, index = shapely.get_coordinates(source.geometry[rows], return_index=True)
    finite = np.isfinite(xy).all(axis=1)
    if finite.all():
        return source.crs.to_lonlat(xy), index
    lonlat = np.full_like(xy, np.nan)
    lonlat[finite] = source.crs.to_lonlat(xy[finite])
    return lonlat, index


def _out_of_range(source: Source, row: int, name: str) -> Problem:
    xy = shapely.get_coordinates(source.geometry[row])
    bad = xy[~np.isfinite(xy).all(axis=1)]
    lonlat = source.crs.to_lonlat(xy) if len(bad) == 0 else xy
    out = ~((np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90))
    first = xy[np.flatnonzero(out)[0]]
    finite = xy[np.isfinite(xy).all(axis=1)]
    hint = "none"
    likely: list[str] = []
    if len(finite):
        if source.crs.is_lonlat and reference.looks_swapped(finite):
            hint = "swapped"
        else:
            bounds = (*finite.min(axis=0), *finite.max(axis=0))
            likely = list(reference.suggest((bounds[0], bounds[1], bounds[2], bounds[3])))
            hint = "projected" if likely else "none"
    return Problem(
        "coordinates_out_of_range",
        (name,),
        params={
            "row": row + 1,
            "x": str(first[0]),
            "y": str(first[1]),
            "crs": source.crs.name,
            "hint": hint,
            "likely": likely,
        },
    )


def enter(source: Source, ids: Sequence[str]) -> Entered:
    """Bring shapes onto the lattice and judge each of them on its own.

    Parameters
    ----------
    source
        n shapes in any supported CRS.
    ids
        n names, as problems are to call the rows.

    Returns
    -------
    Entered with n rows.
    """
    given = source.geometry
    count = len(given)
    problems: list[Problem] = []
    missing = shapely.is_missing(given) | shapely.is_empty(given)
    kind = shapely.get_type_id(given)
    polygonal = np.isin(kind, _POLYGONAL) & ~missing
    problems += [_without_shape(source, int(row), ids[int(row)]) for row in np.flatnonzero(missing)]
    problems += [
        _not_polygon(source, int(row), ids[int(row)]) for row in np.flatnonzero(~missing & ~polygonal)
    ]

    rows = np.flatnonzero(polygonal)
    snapped = np.full(count, None, dtype=object)
    if len(rows):
        lonlat, index = _lonlat(source, rows)
        with np.errstate(invalid="ignore"):
            inside = (np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90)
        if not inside.all():
            refused = np.unique(index[~inside])
            problems += [_out_of_range(source, int(row), ids[int(row)]) for row in rows[refused]]
            kept = np.ones(len(rows), dtype=bool)
            kept[refused] = False
            lonlat = lonlat[kept[index]]
            rows = rows[kept]
        units = to_units(lonlat).astype(np.float64)
        del lonlat
        # shapely.transform hands over all coordinates in the order get_coordinates gives them.
        snapped[rows] = shapely.transform(given[rows], lambda _: units)

    geometry = snapped.copy()
    invalid = np.zeros(count, dtype=bool)
    sound = shapely.is_valid(snapped[rows])
    for row in rows[~sound]:
        invalid[row] = True
        region = region_of(snapped[row])
        geometry[row] = None if region.is_empty else region
        problems.append(_invalid(snapped[row], ids[int(row)], int(row)))
    for row in sorted(source.unclosed):
        if geometry[row] is not None and not invalid[row]:
            invalid[row] = True
            problems.append(_unclosed(geometry[row], ids[row], row))
    parts = shapely.get_num_geometries(geometry)
    problems += [
        _multipart(geometry[row], ids[int(row)], int(row), int(parts[row]))
        for row in np.flatnonzero((parts > 1) & ~invalid)
    ]
    return Entered(tuple(ids), geometry, snapped, source, invalid, invalid.copy(), tuple(problems))


def _without_shape(source: Source, row: int, name: str) -> Problem:
    reason = source.unreadable.get(row)
    if reason is None:
        return Problem("empty", (name,), params={"row": row + 1})
    return Problem("invalid_geometry", (name,), params={"row": row + 1, "reason": reason})


def _unclosed(snapped: shapely.Geometry, name: str, row: int) -> Problem:
    first = shapely.get_point(shapely.get_exterior_ring(shapely.get_geometry(snapped, 0)), 0)
    place = shapely.transform(first, to_degrees)
    return Problem(
        "invalid_geometry", (name,), geometry=place, params={"row": row + 1, "reason": "ring_unclosed"}
    )


def _not_polygon(source: Source, row: int, name: str) -> Problem:
    return Problem(
        "not_polygon",
        (name,),
        geometry=_place(source, row),
        params={"row": row + 1, "type": source.geometry[row].geom_type},
    )


def _place(source: Source, row: int) -> shapely.Geometry | None:
    """The row's shape in lon/lat, for the map; None where it lies nowhere on earth."""
    xy = shapely.get_coordinates(source.geometry[row])
    if not np.isfinite(xy).all():
        return None
    lonlat = source.crs.to_lonlat(xy)
    if not (np.isfinite(lonlat).all() and (np.abs(lonlat) <= (180.0, 90.0)).all()):
        return None
    return shapely.transform(shapely.force_2d(source.geometry[row]), lambda _: lonlat)


def _invalid(snapped: shapely.Geometry, name: str, row: int) -> Problem:
    reason = str(shapely.is_valid_reason(snapped))
    text, _, place = reason.partition("[")
    point = None
    if place:
        x, y = (float(number) for number in place.rstrip("]").split()[:2])
        point = shapely.Point(to_degrees(np.array([x, y])))
    words = text.strip().lower().replace("-", "_").replace(" ", "_")
    return Problem("invalid_geometry", (name,), geometry=point, params={"row": row + 1, "reason": words})


def _multipart(geometry: shapely.Geometry, name: str, row: int, parts: int) -> Problem:
    degrees = geometries_to_degrees(np.array([geometry], dtype=object))
    areas = reference.area_m2(np.asarray(shapely.get_parts(degrees)))
    return Problem(
        "multipart",
        (name,),
        geometry=degrees[0],
        params={"row": row + 1, "parts": parts, "areas_m2": [round(float(a), 1) for a in areas]},
    )
