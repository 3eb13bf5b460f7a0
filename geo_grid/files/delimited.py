"""Reading CSV: a column of WKT, or two columns of coordinates. Every cell stays text."""

import csv
import io
import re
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import UnreadableFile
from geo_grid.files.encoding import decode
from geo_grid.files.features import Note
from geo_grid.files.found import Content, FoundCrs, Layer

_GEOMETRY_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "wkt_geom", "wkb_geometry", "shape", "几何")
_LON = ("lon", "lng", "long", "longitude", "经度", "經度", "x", "lon_wgs84", "wgs84_lon", "经度x", "东经")
_LAT = ("lat", "latitude", "纬度", "緯度", "y", "lat_wgs84", "wgs84_lat", "纬度y", "北纬")
_EWKT = re.compile(r"^\s*SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)
_HEX = re.compile(r"^[0-9A-Fa-f]{18,}$")


class Coordinates(NamedTuple):
    """Names of the columns that hold a point."""

    lon: str
    lat: str


def read_table(path: Path, encoding: str | None) -> tuple[pd.DataFrame, str]:
    """Read a CSV with a header; every cell is text, an empty one None.

    Parameters
    ----------
    path
        Separated by comma, semicolon, tab or bar, whichever the header shows.
    encoding
        What the user declared; None to find out.

    Raises
    ------
    UnreadableFile
        ``encoding_wrong``, ``table_broken``.
    """
    text, name = decode(path.read_bytes(), encoding=encoding, file=path.name)
    header = text.split("\n", 1)[0]
    separator = max(",;\t|", key=header.count)
    csv.field_size_limit(2**31 - 1)  # a province as WKT is longer than the default
    if "\0" in text:
        raise UnreadableFile("not_spatial", file=path.name)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=True,
            index_col=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError):
        raise UnreadableFile("table_broken", file=path.name) from None
    for column in frame.columns:
        cells = frame[column].to_numpy(dtype=object)
        frame[column] = pd.Series(np.where(cells == "", None, cells), dtype=object, index=frame.index)
    frame.columns = pd.Index([str(column).strip() for column in frame.columns])
    return frame, name


def coordinate_columns(names: list[str]) -> Coordinates | None:
    """The columns of longitude and latitude, by their usual names; None where there are none."""
    folded = {name.strip().casefold(): name for name in reversed(names)}
    lon = next((folded[name] for name in _LON if name in folded), None)
    lat = next((folded[name] for name in _LAT if name in folded), None)
    return Coordinates(lon, lat) if lon is not None and lat is not None else None


def layers(path: Path, encoding: str | None) -> list[Layer]:
    """The one layer of a CSV.

    Raises
    ------
    UnreadableFile
        ``not_spatial`` where no column holds geometry; errors of `read_table`.
    """
    frame, name = read_table(path, encoding)
    names = [str(column) for column in frame.columns]
    folded = {column.casefold(): column for column in reversed(names)}
    column = next((folded[usual] for usual in _GEOMETRY_COLUMNS if usual in folded), None)
    if column is not None and len(set(names)) == len(names):
        return [Layer(path.stem, "CSV", polygonal=True, load=partial(_wkt, frame, column, name))]
    pair = coordinate_columns(names)
    if pair is None or len(set(names)) != len(names):
        raise UnreadableFile("not_spatial", file=path.name)
    return [Layer(path.stem, "CSV", polygonal=False, load=partial(_points, frame, pair, name))]


def _wkt(frame: pd.DataFrame, column: str, encoding: str) -> Content:
    cells = frame[column].tolist()
    srids = {match[1] for cell in cells if cell and (match := _EWKT.match(cell))}
    found = (
        FoundCrs(Crs.parse(srids.pop()), explicit=True) if len(srids) == 1 else FoundCrs(None, explicit=False)
    )
    geometry = np.empty(len(cells), dtype=object)
    notes = []
    for row, cell in enumerate(cells):
        if cell is None:
            continue
        bare = _EWKT.sub("", cell).strip()
        read = shapely.from_wkb if _HEX.match(bare) else shapely.from_wkt
        geometry[row] = read(bare, on_invalid="ignore")
        if geometry[row] is None:
            notes.append(Note(row, "geometry_unreadable"))
    return Content(geometry, frame.drop(columns=[column]), found, tuple(notes), encoding)


def _points(frame: pd.DataFrame, pair: Coordinates, encoding: str) -> Content:
    xy = numbers(frame, pair)
    geometry = np.asarray(shapely.points(xy), dtype=object)
    bad = np.flatnonzero(~np.isfinite(xy).all(axis=1))
    geometry[bad] = None
    notes = tuple(Note(int(row), "geometry_unreadable") for row in bad)
    is_lonlat = pair.lon.strip().casefold() != "x"
    return Content(geometry, frame, FoundCrs(WGS84 if is_lonlat else None, explicit=False), notes, encoding)


def numbers(frame: pd.DataFrame, pair: Coordinates) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """(n, 2) coordinates of two columns; NaN where a cell is no number."""
    columns = [pd.to_numeric(frame[name], errors="coerce") for name in pair]
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])
