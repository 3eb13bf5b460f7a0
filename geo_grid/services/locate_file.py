"""Locate a file of points in a file of grids."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.errors import InputError
from geo_grid.core.rules.ids import name_rows
from geo_grid.files.features import Features
from geo_grid.files.output import Written
from geo_grid.files.points import Points, read_points, write_points
from geo_grid.files.reading import read
from geo_grid.services.locate import locate_points

#: Called with a step's name as it begins: reading, locating, writing.
Progress = Callable[[str], None]

#: Name of the field that is added.
FIELD = "grid"


@dataclass(frozen=True, slots=True)
class LocatedFile:
    """What was located.

    Parameters
    ----------
    points, inside
        Rows of the file, and how many lie in a grid.
    ignored
        Rows of the grids' file that are no polygons and so cover nothing.
    written
        The files, and fields that had to be renamed.
    """

    points: int
    inside: int
    ignored: int
    written: Written


def locate_file(
    grids: Path,
    points: Path,
    out: Path,
    *,
    layer: str | None = None,
    points_layer: str | None = None,
    id_field: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    points_crs: str | None = None,
    limit_bytes: int,
    progress: Progress = lambda _: None,
) -> LocatedFile:
    """Write the points again with the id of the grid each lies in.

    Points are not snapped. On a border, and where grids overlap, the lowest id by string order wins. Where
    both files have the same reference system the answer is that of `shapely.covers` in it; else it is found
    in WGS 84 degrees.

    Parameters
    ----------
    grids, layer, id_field, crs, encoding
        The grids; without `id_field` the field ``code``, then ``id``, then the 1-based row number. `crs`
        declares what the file does not, `encoding` how its text is written.
    points, points_layer, points_crs
        The points, likewise.
    out
        Where to write; its ending decides the format.
    limit_bytes
        Larger files are refused.
    progress
        Told what is being done.

    Raises
    ------
    InputError
        A file cannot be used; ``file_is_input`` where `out` is one of them.
    """
    if out.exists() and any(each.exists() and out.samefile(each) for each in (grids, points)):
        raise InputError("file_is_input", file=str(out))
    progress("reading")
    features = read(grids, layer=layer, crs=crs, limit_bytes=limit_bytes, encoding=encoding)
    ids, _ = features.ids(id_field)
    asked = read_points(points, layer=points_layer, crs=points_crs, limit_bytes=limit_bytes)
    progress("locating")
    shapes, ignored = _polygons(features)
    shapes, xy = _in_one_system(shapes, features, asked)
    found = locate_points(shapes, name_rows(ids), xy)
    progress("writing")
    written = write_points(out, asked, found, field=FIELD)
    return LocatedFile(len(asked), sum(code is not None for code in found), ignored, written)


def _polygons(features: Features) -> tuple[NDArray[Any], int]:
    """The geometries with None for what is no polygon, and how many those are."""
    is_polygon = np.isin(
        shapely.get_type_id(features.geometry),
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    )
    shapes = features.geometry.copy()
    shapes[~is_polygon] = None
    return shapes, int((~is_polygon).sum())


def _in_one_system(
    shapes: NDArray[Any], features: Features, asked: Points
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    if features.crs == asked.crs:
        return shapes, asked.xy
    return np.asarray(shapely.transform(shapes, features.crs.to_lonlat)), asked.lonlat
