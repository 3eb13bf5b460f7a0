"""Locate a file of points in a file of grids."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import looks_swapped
from geo_grid.core.entry import Source, enter
from geo_grid.core.errors import InputError
from geo_grid.core.locating import Locator
from geo_grid.core.problem import Problem
from geo_grid.core.rules.ids import check_ids, name_rows
from geo_grid.files.features import Features
from geo_grid.files.output import Written
from geo_grid.files.points import Points, read_points, write_points
from geo_grid.files.reading import read
from geo_grid.services.option_names import OF_POINTS, called

#: Called with a step's name as it begins: reading, locating, writing.
Progress = Callable[[str], None]

#: Name of the field that is added.
FIELD = "grid"

#: Problems of a grid that keep it from holding points.
_KEEPING_OUT = frozenset({"not_polygon", "empty", "coordinates_out_of_range", "invalid_geometry"})

Rows = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LocatedFile:
    """What was located.

    Parameters
    ----------
    points, inside
        Rows of the file, and how many lie in a grid.
    skipped
        What keeps rows of the grids' file from holding points.
    ids
        Ids that are missing or not unique, so that the answers do not tell their grids apart.
    swapped
        1-based rows of points that lie in no grid, but would with their coordinates swapped.
    off_earth
        1-based rows of points that are no place on earth.
    written
        The files, and fields that had to be renamed.
    """

    points: int
    inside: int
    skipped: tuple[Problem, ...]
    ids: tuple[Problem, ...]
    swapped: Rows
    off_earth: Rows
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
    points_encoding: str | None = None,
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
    points, points_layer, points_crs, points_encoding
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
        A file cannot be used; ``file_is_input`` where `out` is one of them; ``locate_no_grids`` where no grid
        can hold a point; ``points_swapped`` where the points have latitude first.
    """
    if out.exists() and any(each.exists() and out.samefile(each) for each in (grids, points)):
        raise InputError("file_is_input", file=str(out))
    progress("reading")
    features = read(grids, layer=layer, crs=crs, limit_bytes=limit_bytes, encoding=encoding)
    ids, _ = features.ids(id_field)
    with called(OF_POINTS):
        asked = read_points(
            points, layer=points_layer, crs=points_crs, limit_bytes=limit_bytes, encoding=points_encoding
        )
    progress("locating")
    names = name_rows(ids)
    usable, skipped = _usable(features, names)
    shapes, xy = _in_one_system(usable, features, asked)
    found = locate_points(shapes, names, xy)
    inside = sum(code is not None for code in found)
    swapped = _swapped(asked, found, usable, features)
    finite = np.isfinite(asked.xy).all(axis=1)
    if not inside and (len(swapped) or (asked.crs.is_lonlat and looks_swapped(asked.xy))):
        row = int(swapped[0]) if len(swapped) else int(np.flatnonzero(finite)[0])
        x, y = asked.xy[row].tolist()
        raise InputError("points_swapped", file=points.name, row=row + 1, x=str(x), y=str(y))
    off_earth = np.flatnonzero(finite & ~(np.abs(asked.lonlat) <= (180.0, 90.0)).all(axis=1))
    progress("writing")
    written = write_points(out, asked, found, field=FIELD)
    return LocatedFile(
        len(asked), inside, skipped, tuple(check_ids(ids)), _counted(swapped), _counted(off_earth), written
    )


def _counted(rows: NDArray[np.int64]) -> Rows:
    return tuple(int(row) + 1 for row in rows)


def _usable(features: Features, names: list[str]) -> tuple[NDArray[Any], tuple[Problem, ...]]:
    """The geometries with None for what can hold no point, and why that cannot.

    Raises
    ------
    InputError
        ``locate_no_grids``.
    """
    entered = enter(Source(features.geometry, features.crs, features.unreadable, features.unclosed), names)
    # What only the lattice made invalid is sound as the file has it.
    sound = shapely.is_valid(features.geometry)
    skipped = tuple(
        problem
        for problem in entered.problems
        if problem.code in _KEEPING_OUT
        and not (problem.code == "invalid_geometry" and sound[problem.params["row"] - 1])
    )
    shapes = features.geometry.copy()
    shapes[[problem.params["row"] - 1 for problem in skipped]] = None
    if shapely.is_missing(shapes).all():
        raise InputError("locate_no_grids", file=features.path.name)
    return shapes, skipped


def _swapped(
    asked: Points, found: list[str | None], usable: NDArray[Any], features: Features
) -> NDArray[np.int64]:
    """Points that lie in no grid, but would if x were y."""
    nowhere = np.array([code is None for code in found], dtype=bool)
    rows: NDArray[np.int64] = np.flatnonzero(nowhere & np.isfinite(asked.xy).all(axis=1))
    if not len(rows):
        return rows
    shapes, xy = _in_one_system(usable, features, replace(asked, xy=asked.xy[rows][:, ::-1]))
    again = locate_points(shapes, [""] * len(shapes), xy)
    would: NDArray[np.int64] = rows[np.array([code is not None for code in again], dtype=bool)]
    return would


def _in_one_system(
    shapes: NDArray[Any], features: Features, asked: Points
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    if features.crs == asked.crs:
        return shapes, asked.xy
    return np.asarray(shapely.transform(shapes, features.crs.to_lonlat)), asked.lonlat


def locate_points(
    geometry: NDArray[Any],
    codes: Sequence[str],
    points: NDArray[np.float64],
    *,
    advance: Callable[[int], None] | None = None,
) -> list[str | None]:
    """Code of the grid that covers each point, for a file of grids and a file of points.

    Parameters
    ----------
    geometry
        (n,) polygons; None and empty ones cover nothing.
    codes
        (n,) their codes; on a border, and where grids overlap, the lowest by string order wins.
    points
        (m, 2) in the same CRS as the polygons; not snapped.
    advance
        Told the number of points done since the last call.

    Returns
    -------
    (m,) codes, None where no grid covers the point.
    """
    found = Locator(geometry, codes).many(points, advance=advance)
    # A code more for “nowhere”, which is position -1.
    labels = np.array([*codes, None], dtype=object)
    labelled: list[str | None] = labels[found].tolist()
    return labelled
