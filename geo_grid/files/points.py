"""Points to be located: read column by column, and written back with one field more."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import Crs
from geo_grid.core.errors import InputError, NoFeatures, UnreadableFile
from geo_grid.files import arrow_table, delimited
from geo_grid.files.columns import from_arrow
from geo_grid.files.delimited import Sheet, coordinate_columns, found_crs, numbers
from geo_grid.files.features import Features
from geo_grid.files.found import FoundCrs
from geo_grid.files.output import Output, Written
from geo_grid.files.reading import LIMIT_BYTES, read, settle
from geo_grid.files.replacing import replaced
from geo_grid.files.sheet_writing import write_sheet
from geo_grid.files.sniffing import Kind, sniff
from geo_grid.files.writing import write

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """The rows of a file of points.

    Parameters
    ----------
    xy
        (n, 2) coordinates in `crs`; NaN where a row has none.
    crs
        Their reference system.
    table
        (n) attributes, the columns of coordinates included where the file has them as columns.
    path
        The file.
    geometry
        (n,) geometries where the file has such; None for a table of coordinates.
    sheet
        How the CSV was written, where it was one.
    """

    xy: Array
    crs: Crs
    table: pa.Table
    path: Path
    geometry: NDArray[Any] | None = None
    sheet: Sheet | None = None

    def __len__(self) -> int:
        return len(self.xy)

    @property
    def lonlat(self) -> Array:
        """(n, 2) WGS 84 degrees, not snapped; NaN where a row has no coordinates."""
        finite = np.isfinite(self.xy).all(axis=1)
        if finite.all():
            return self.crs.to_lonlat(self.xy)
        lonlat = np.full_like(self.xy, np.nan)
        lonlat[finite] = self.crs.to_lonlat(self.xy[finite])
        return lonlat


def read_points(
    path: Path | str,
    *,
    layer: str | None = None,
    crs: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
    encoding: str | None = None,
) -> Points:
    """Read a file of points.

    Parameters
    ----------
    path
        A CSV or Parquet with columns of coordinates (lon/lat, lng/lat, longitude/latitude, 经度/纬度, x/y, in
        any case), or points in any format that `read` knows.
    layer, crs, limit_bytes, encoding
        As for `read`.

    Raises
    ------
    InputError
        ``points_missing`` where no row can have a point; else as `read`.
    """
    path = Path(path)
    kind = sniff(path)
    if path.is_file() and path.stat().st_size > limit_bytes:
        raise UnreadableFile("file_too_large", file=path.name, size=path.stat().st_size, limit=limit_bytes)
    if kind is Kind.DELIMITED:
        sheet = delimited.read_sheet(path, encoding)
        return _of_columns(path, sheet.table, crs, sheet)
    if kind is Kind.PARQUET:
        found = _plain_parquet(path)
        if found is not None:
            return _of_columns(path, found, crs, None)
    return _of_features(read(path, layer=layer, crs=crs, limit_bytes=limit_bytes, encoding=encoding))


def _plain_parquet(path: Path) -> pa.Table | None:
    """The table of a Parquet without geometry; None where it is GeoParquet."""
    try:
        if b"geo" in (pq.read_schema(path).metadata or {}):
            return None
        return pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile("file_broken", file=path.name, reason=str(error).split("\n")[0][:200]) from None


def _of_columns(path: Path, table: pa.Table, crs: str | None, sheet: Sheet | None) -> Points:
    if table.num_rows == 0:
        raise NoFeatures("no_features", file=path.name, layer=path.stem)
    pair = coordinate_columns(table.column_names)
    if pair is None:
        raise InputError("points_missing", file=path.name)
    xy = numbers(table, pair)
    if not np.isfinite(xy).all(axis=1).any():
        raise InputError("points_missing", file=path.name)
    declared = Crs.parse(crs) if crs is not None else None
    found: FoundCrs = found_crs(table.column_names[pair.x], xy)
    return Points(xy, settle(found, declared, file=path.name), table, path, sheet=sheet)


def _of_features(features: Features) -> Points:
    geometry = features.geometry
    is_point = shapely.get_type_id(geometry) == shapely.GeometryType.POINT
    if not is_point.any():
        raise InputError("points_missing", file=features.path.name)
    xy = np.full((len(geometry), 2), np.nan)
    xy[is_point] = np.column_stack([shapely.get_x(geometry[is_point]), shapely.get_y(geometry[is_point])])
    kept = geometry if features.original is None else features.original
    table = pa.table(arrow_table.attributes(features.table))
    if table.num_columns == 0:
        table = pa.table({"row": pa.array(np.arange(1, len(geometry) + 1))})
    return Points(xy, features.crs, table, features.path, geometry=kept)


def write_points(
    path: Path | str, points: Points, grids: Sequence[str | None], *, field: str = "grid"
) -> Written:
    """Write the same table with one field more.

    Parameters
    ----------
    path
        ``.csv`` (in the separator and encoding of the CSV it came from), or any ending that `write` knows.
    points
        As they were read; rows keep their order, coordinates their value.
    grids
        (n) what to write into the field; None where a point lies in no grid.
    field
        Name of the field. A field that already has it gets a number after its name, and the answer says so.

    Raises
    ------
    UnreadableFile
        ``file_is_input``.
    InputError
        As `write`.
    """
    path = Path(path)
    if path.exists() and points.path.exists() and path.samefile(points.path):
        raise UnreadableFile("file_is_input", file=str(path))
    table, renamed = _with_field(points.table, field, grids)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        if points.geometry is not None and coordinate_columns(table.column_names) is None:
            table = table.add_column(0, "lon", pa.array(points.xy[:, 0], from_pandas=True))
            table = table.add_column(1, "lat", pa.array(points.xy[:, 1], from_pandas=True))
        with replaced(path) as temporary:
            write_sheet(temporary, table, points.sheet)
        return Written((path,), renamed)
    geometry = points.geometry
    if geometry is None:
        geometry = np.asarray(shapely.points(points.xy), dtype=object)
        geometry[~np.isfinite(points.xy).all(axis=1)] = None
    output = Output(points.path.stem, geometry, from_arrow(table), points.crs, verbatim=True)
    written = write(path, output)
    return Written(written.paths, renamed | dict(written.renamed), written.truncated)


def _with_field(table: pa.Table, field: str, grids: Sequence[str | None]) -> tuple[pa.Table, dict[str, str]]:
    names, renamed = list(table.column_names), {}
    for place, name in enumerate(names):
        if name == field:
            number = 1
            while f"{field}_{number}" in names:
                number += 1
            names[place] = renamed[name] = f"{field}_{number}"
    column = pa.array(grids, type=pa.string(), from_pandas=True)
    return table.rename_columns(names).append_column(field, column), renamed
