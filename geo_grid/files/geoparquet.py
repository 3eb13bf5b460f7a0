"""Reading GeoParquet; its reference system stands in the file's metadata."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import UnreadableFile
from geo_grid.files import columns
from geo_grid.files.found import Content, FoundCrs, Layer
from geo_grid.files.wkb import from_wkb

_FAILURES = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, AttributeError)


def layers(path: Path) -> list[Layer]:
    """The one layer of a GeoParquet file.

    Raises
    ------
    UnreadableFile
        ``file_broken``; ``not_spatial`` where the table has no geometry column.
    """
    try:
        metadata = pq.read_schema(path).metadata or {}
        geo = json.loads(metadata[b"geo"]) if b"geo" in metadata else None
    except _FAILURES as error:
        raise UnreadableFile("file_broken", file=path.name, reason=_first_line(error)) from None
    if not isinstance(geo, dict) or not isinstance(geo.get("columns"), dict):
        raise UnreadableFile("not_spatial", file=path.name)
    primary = geo.get("primary_column")
    if (
        not isinstance(primary, str)
        or primary not in geo["columns"]
        or not isinstance(geo["columns"][primary], dict)
    ):
        raise UnreadableFile("not_spatial", file=path.name)
    kinds = geo["columns"][primary].get("geometry_types") or ["Unknown"]
    polygonal = any("Polygon" in kind or "Collection" in kind or kind == "Unknown" for kind in kinds)
    return [Layer(path.stem, "Parquet", polygonal, partial(_load, path, primary, geo["columns"]))]


def _load(path: Path, primary: str, described: dict[str, Any]) -> Content:
    column = described[primary]
    try:
        table = pq.ParquetFile(path).read()
        if column.get("encoding", "WKB") == "WKB":
            wkb = table.column(primary).to_numpy(zero_copy_only=False)
            geometry, notes = from_wkb(wkb)
        else:
            geometry = np.asarray(geopandas.read_parquet(path, columns=[primary]).geometry, dtype=object)
            notes = ()
        table = table.drop_columns([name for name in described if name in table.column_names])
        frame = columns.from_arrow(table.replace_schema_metadata(None))
    except _FAILURES as error:
        raise UnreadableFile("file_broken", file=path.name, reason=_first_line(error)) from None
    return Content(geometry, frame, _crs(column), notes)


def _crs(column: dict[str, Any]) -> FoundCrs:
    if "crs" not in column:
        return FoundCrs(WGS84, explicit=True)  # what the standard says of a column without the member
    if column["crs"] is None:
        return FoundCrs(None, explicit=False)
    given = column["crs"]
    return FoundCrs(Crs.from_wkt(given if isinstance(given, str) else json.dumps(given)), explicit=True)


def _first_line(error: Exception) -> str:
    return (str(error).split("\n") or [""])[0][:200]
