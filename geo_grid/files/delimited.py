"""Reading CSV: a column of WKT, or two columns of coordinates. Every cell stays text."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import UnreadableFile
from geo_grid.files import columns
from geo_grid.files.encoding import decode
from geo_grid.files.features import Note
from geo_grid.files.found import Content, FoundCrs, Layer
from geo_grid.files.wkb import from_text

#: Arrow reads in blocks, and a row may not be longer than one; bytes.
_LONGEST_BLOCK = 2**30
#: Characters in which the header has to end.
_LONGEST_HEADER = 1_000_000

_GEOMETRY_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "wkt_geom", "wkb_geometry", "shape", "几何")
_X = ("lon", "lng", "long", "longitude", "经度", "經度", "wgs84_lon", "lon_wgs84", "东经", "x", "easting")
_Y = ("lat", "latitude", "纬度", "緯度", "wgs84_lat", "lat_wgs84", "北纬", "y", "northing")
_EWKT = re.compile(r"^\s*SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)


class Coordinates(NamedTuple):
    """Places of the columns that hold a point."""

    x: int
    y: int


@dataclass(frozen=True)
class Sheet:
    """A CSV as it stands.

    Parameters
    ----------
    table
        Every column as text, empty cells empty.
    separator
        Between cells.
    encoding
        Of the file.
    has_mark
        True where it begins with a byte order mark, as Excel wants it.
    """

    table: pa.Table
    separator: str
    encoding: str
    has_mark: bool


def read_sheet(path: Path, encoding: str | None) -> Sheet:
    """Read a CSV with a header.

    Parameters
    ----------
    path
        Separated by comma, semicolon, tab or bar, whichever the header shows.
    encoding
        What the user declared; None to find out.

    Raises
    ------
    UnreadableFile
        ``encoding_wrong``, ``table_broken``, ``not_spatial``.
    """
    data = path.read_bytes()
    text, name = decode(data, encoding=encoding, file=path.name)
    if "\0" in text:
        raise UnreadableFile("not_spatial", file=path.name)
    separator = max(",;\t|", key=text.split("\n", 1)[0].count)
    names = _header(text, separator)
    utf8 = text.encode()
    del text
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(utf8),
            read_options=pyarrow.csv.ReadOptions(block_size=min(len(utf8) + 1, _LONGEST_BLOCK)),
            parse_options=pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except (pa.ArrowException, OSError, ValueError):
        raise UnreadableFile("table_broken", file=path.name) from None
    return Sheet(
        table.rename_columns(names), separator, name, data[:2] in (b"\xef\xbb", b"\xff\xfe", b"\xfe\xff")
    )


def _header(text: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(text[:_LONGEST_HEADER]), delimiter=separator), [])


def coordinate_columns(names: Sequence[str]) -> Coordinates | None:
    """The columns of longitude and latitude, or x and y, by their usual names; None where there are none."""
    folded = {name.strip().casefold(): place for place, name in reversed(list(enumerate(names)))}
    x = next((folded[name] for name in _X if name in folded), None)
    y = next((folded[name] for name in _Y if name in folded), None)
    return Coordinates(x, y) if x is not None and y is not None else None


def layers(path: Path, encoding: str | None) -> list[Layer]:
    """The one layer of a CSV.

    Raises
    ------
    UnreadableFile
        ``not_spatial`` where no column holds geometry; errors of `read_table`.
    """
    sheet = read_sheet(path, encoding)
    names = sheet.table.column_names
    folded = {name.strip().casefold(): place for place, name in reversed(list(enumerate(names)))}
    place = next((folded[usual] for usual in _GEOMETRY_COLUMNS if usual in folded), None)
    if place is not None:
        return [Layer(path.stem, "CSV", polygonal=True, load=partial(_wkt, sheet, place))]
    pair = coordinate_columns(names)
    if pair is None:
        raise UnreadableFile("not_spatial", file=path.name)
    return [Layer(path.stem, "CSV", polygonal=False, load=partial(_points, sheet, pair))]


def _frame(table: pa.Table) -> pd.DataFrame:
    """Attributes with None for empty cells; of columns with one name the later get a number."""
    blank = pa.scalar(None, pa.string())
    cleaned = [pc.if_else(pc.equal(column, ""), blank, column) for column in table.columns]
    return columns.from_arrow(pa.table(cleaned, names=_distinct(table.column_names)))


def _distinct(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number, wanted = 0, name
        while wanted in found:
            number += 1
            wanted = f"{name}_{number}"
        found.append(wanted)
    return found


def _wkt(sheet: Sheet, place: int) -> Content:
    cells = sheet.table.column(place).to_pylist()
    srids = {match[1] for cell in cells if (match := _EWKT.match(cell))}
    explicit = len(srids) == 1
    found = FoundCrs(Crs.parse(srids.pop()) if explicit else None, explicit=explicit)
    geometry = np.empty(len(cells), dtype=object)
    notes = []
    for row, cell in enumerate(cells):
        if not cell.strip():
            continue
        geometry[row] = from_text(_EWKT.sub("", cell).strip())
        if geometry[row] is None:
            notes.append(Note(row, "geometry_unreadable"))
    return Content(geometry, _frame(sheet.table.remove_column(place)), found, tuple(notes), sheet.encoding)


def _points(sheet: Sheet, pair: Coordinates) -> Content:
    xy = numbers(sheet.table, pair)
    geometry = np.asarray(shapely.points(xy), dtype=object)
    bad = np.flatnonzero(~np.isfinite(xy).all(axis=1))
    geometry[bad] = None
    notes = tuple(Note(int(row), "geometry_unreadable") for row in bad)
    crs = found_crs(sheet.table.column_names[pair.x], xy)
    return Content(geometry, _frame(sheet.table), crs, notes, sheet.encoding)


def found_crs(name: str, xy: NDArray[np.float64]) -> FoundCrs:
    """Lon/lat where the column's name says so, or where "x" holds nothing that lon/lat could not be."""
    says_nothing = name.strip().casefold() in ("x", "easting")
    fits = bool((np.nanmax(np.abs(xy), axis=0, initial=0.0) <= (180.0, 90.0)).all())
    return FoundCrs(WGS84 if fits or not says_nothing else None, explicit=False)


def numbers(table: pa.Table, pair: Coordinates) -> NDArray[np.float64]:
    """(n, 2) coordinates of two columns; NaN where a cell is no number."""
    return np.column_stack([_numbers(table.column(place)) for place in pair])


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.utf8_trim_whitespace(column)
        try:
            column = column.cast(pa.float64())
        except pa.ArrowInvalid:  # some cell is no number; slower, cell by cell
            return np.asarray(pd.to_numeric(column.to_pandas(), errors="coerce"), dtype=np.float64)
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        return np.full(len(column), np.nan)
    return np.asarray(column.cast(pa.float64()).fill_null(np.nan).to_numpy(), dtype=np.float64)
