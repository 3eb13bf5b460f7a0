"""Reading through GDAL/OGR: shapefiles, GeoPackage, FlatGeobuf, GML and whatever else it knows.

Attributes come as Arrow columns: GDAL's other way turns whole numbers beside missing ones into floats.
"""

import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import CRSError as PyogrioCrsError
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from geo_grid.core.crs import Crs
from geo_grid.core.errors import CrsError, UnreadableFile
from geo_grid.files import columns, dbf
from geo_grid.files.encoding import declared
from geo_grid.files.features import Note
from geo_grid.files.found import Content, FoundCrs, Geometries, Layer
from geo_grid.files.wkb import from_wkb

#: Formats that hold features and point nowhere else.
DRIVERS = frozenset(
    {
        "AVCE00", "DGN", "DXF", "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GML", "GPKG", "GPX", "GeoRSS",
        "MapInfo File", "OGR_GMT", "OpenFileGDB", "SQLite",
    }
)  # fmt: skip

#: Names that GDAL gives to a row number that is no field of the table.
_ROW_NUMBER_COLUMNS = frozenset({"", "fid", "ogc_fid", "objectid"})
_FAILURES = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, PyogrioCrsError)
_one_at_a_time = threading.RLock()
_GAVE_UP = re.compile(r"NONE geometry|geometry|shape|corrupt|Unsupported", re.IGNORECASE)
_NO_CRS = re.compile(r"Undefined|^\s*(ENGCRS|LOCAL_CS)|Unknown engineering", re.IGNORECASE)


def layers(path: Path, encoding: str | None, *, driver: str | None = None) -> list[Layer]:
    """The layers GDAL finds in a file.

    Parameters
    ----------
    path
        A file, or a file geodatabase's folder.
    encoding
        What the user declared, for shapefiles.
    driver
        The only format it may be; None for any of `DRIVERS`.

    Raises
    ------
    UnreadableFile
        ``not_spatial``, ``geodatabase_without_tables``, ``file_broken``,
        ``file_truncated``, ``shapefile_incomplete``, ``encoding_wrong``.
    """
    try:
        with _complaints():
            found = pyogrio.list_layers(path)
            if len(found) == 0:
                raise UnreadableFile("not_spatial", file=path.name)
            # In an encoding that no name can fail in; the names are not used.
            name = str(pyogrio.read_info(path, layer=found[0][0], encoding="ISO-8859-1")["driver"])
    except (*_FAILURES, UnicodeDecodeError) as error:
        if path.is_dir() and not any(part.suffix == ".gdbtable" for part in path.iterdir()):
            raise UnreadableFile("geodatabase_without_tables", file=path.name) from None
        raise UnreadableFile("file_broken", file=path.name, reason=_reason(error, path)) from None
    if name not in DRIVERS or (driver is not None and name != driver):
        raise UnreadableFile("not_spatial", file=path.name)
    return [
        Layer(
            name=str(layer),
            driver=name,
            polygonal=kind is not None and ("Polygon" in kind or "Unknown" in kind or "Collection" in kind),
            load=partial(_load, path, str(layer), name, encoding),
        )
        for layer, kind in found
        if kind is not None or len(found) == 1
    ]


def _reason(error: Exception, path: Path) -> str:
    """GDAL's own words without the folder the file happens to lie in."""
    return str(error).replace(str(path), path.name).replace(f"{path.parent}/", "").split("\n")[0][:200]


def _load(path: Path, layer: str, driver: str, encoding: str | None) -> Content:
    options: dict[str, Any] = {"WRITE_GFS": "NO"} if driver == "GML" else {}
    is_shapefile = driver == "ESRI Shapefile"
    try:
        with _complaints() as complaints:
            info = pyogrio.read_info(
                path, layer=layer, encoding="ISO-8859-1", force_feature_count=True, **options
            )
            key = info.get("fid_column") or ""
            meta, table = pyogrio.raw.read_arrow(
                path,
                layer=layer,
                # Byte for byte, to be decoded here: the table's own word on its encoding is often wrong.
                encoding="ISO-8859-1" if is_shapefile else None,
                return_fids=key.lower() not in _ROW_NUMBER_COLUMNS,
                # GDAL 3.12 reads past its buffer where a FlatGeobuf has rows without geometry.
                read_geometry=driver != "FlatGeobuf",
                **options,
            )
            expected = int(info["features"])
            if 0 <= expected != table.num_rows:
                raise UnreadableFile("file_truncated", file=path.name)
            geometry, notes = _geometries(path, layer, meta, table, options)
            attributes, encoding_name = _attributes(path, table, meta, is_shapefile, encoding)
        notes = notes or _lost_by_gdal(geometry, complaints)
    except UnicodeDecodeError:
        return _in_other_encoding(path, layer, encoding, options)
    except (*_FAILURES, pa.ArrowException, OSError) as error:
        raise UnreadableFile("file_broken", file=path.name, reason=_reason(error, path)) from None
    return Content(geometry, attributes, _crs(meta.get("crs")), notes, encoding_name)


def _in_other_encoding(path: Path, layer: str, encoding: str | None, options: dict[str, Any]) -> Content:
    """Rows of a file whose text GDAL hands over undecoded (MapInfo without a charset); Arrow refuses such."""
    tried = [declared(encoding)] if encoding is not None else ["utf-8", "gb18030"]
    for name in tried:
        try:
            with _complaints() as complaints:
                meta, _, wkb, cells = pyogrio.raw.read(path, layer=layer, encoding=name, **options)
        except UnicodeDecodeError:
            continue
        except _FAILURES as error:
            raise UnreadableFile("file_broken", file=path.name, reason=_reason(error, path)) from None
        geometry, notes = from_wkb(wkb)
        columns_of = {
            field: pd.Series(values, dtype=object if values.dtype == object else None)
            for field, values in zip(meta["fields"], cells, strict=True)
        }
        table = pd.DataFrame(columns_of, index=pd.RangeIndex(len(geometry)))
        notes = notes or _lost_by_gdal(geometry, complaints)
        return Content(geometry, table, _crs(meta.get("crs")), notes, name)
    raise UnreadableFile("encoding_wrong", file=path.name, tried=[name.upper() for name in tried])


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What GDAL has to say inside the block, kept from the terminal."""
    said: list[str] = []
    # What catches warnings is one for the whole process; threads that serve uploads take turns.
    with _one_at_a_time, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield said
        said += [str(warning.message) for warning in caught]


def _lost_by_gdal(geometry: Geometries, complaints: list[str]) -> tuple[Note, ...]:
    """Rows without geometry, where GDAL says that it gave some up: those were not empty in the file."""
    if not any(_GAVE_UP.search(complaint) for complaint in complaints):
        return ()
    return tuple(
        Note(int(row), "geometry_unreadable") for row in np.flatnonzero(shapely.is_missing(geometry))
    )


def _geometries(
    path: Path, layer: str, meta: dict[str, Any], table: pa.Table, options: dict[str, Any]
) -> tuple[Geometries, tuple[Note, ...]]:
    def row_by_row() -> Geometries:
        """GDAL's other, slower way of reading, in which it also straightens curves."""
        wkb = pyogrio.raw.read(path, layer=layer, columns=[], **options)[2]
        if wkb is None:
            raise UnreadableFile("not_spatial", file=path.name)
        return np.asarray(wkb, dtype=object)

    name = meta["geometry_name"] or "wkb_geometry"
    if name in table.column_names:
        return from_wkb(table.column(name).to_numpy(zero_copy_only=False), row_by_row)
    wkb = row_by_row()
    if len(wkb) != table.num_rows:
        raise UnreadableFile("file_truncated", file=path.name)
    return from_wkb(wkb)


def _attributes(
    path: Path, table: pa.Table, meta: dict[str, Any], is_shapefile: bool, encoding: str | None
) -> tuple[pd.DataFrame, str]:
    geometry_name = meta["geometry_name"] or "wkb_geometry"
    if geometry_name in table.column_names and geometry_name not in meta["fields"]:
        table = table.drop_columns([geometry_name])
    key = meta.get("fid_column") or ""
    if key.lower() in _ROW_NUMBER_COLUMNS and key in table.column_names and key not in meta["fields"]:
        table = table.drop_columns([key])
    frame = columns.from_arrow(table)
    dbf_path = _beside(path, ".dbf")
    if not is_shapefile or dbf_path is None:
        return frame, "utf-8"
    return _decoded(frame, dbf_path, encoding)


def _decoded(frame: pd.DataFrame, path: Path, wanted: str | None) -> tuple[pd.DataFrame, str]:
    """Decode names and text cells that came byte for byte."""
    name = dbf.encoding_of(path, wanted)
    widths = dict(zip(*_latin_widths(path), strict=True))
    try:
        for column in frame.columns:
            if frame[column].dtype == object:
                width = widths.get(column, 254)
                frame[column] = pd.Series(
                    [_again(cell, name, width) for cell in frame[column]], dtype=object, index=frame.index
                )
        frame.columns = pd.Index([_again(column, name, 10) for column in frame.columns])
    except UnicodeDecodeError:
        raise UnreadableFile("encoding_wrong", file=path.name, tried=[name.upper()]) from None
    return frame, name


def _latin_widths(path: Path) -> tuple[list[str], list[int]]:
    top = dbf.header(path)
    return [name.decode("latin-1").strip() for name in top.names], list(top.widths)


def _again(cell: Any, encoding: str, width: int) -> Any:
    return dbf.decode_cell(cell.encode("latin-1"), encoding, width) if isinstance(cell, str) else cell


def _beside(path: Path, ending: str) -> Path | None:
    for candidate in (path.with_suffix(ending), path.with_suffix(ending.upper())):
        if candidate.exists():
            return candidate
    return None


def check_shapefile(path: Path) -> Path:
    """The .shp of a shapefile named by any of its parts, its parts being there and whole.

    Raises
    ------
    UnreadableFile
        ``shapefile_incomplete`` where .shx is missing, ``file_truncated`` where a part is cut short.
    """
    main = path if path.suffix.lower() == ".shp" else (_beside(path, ".shp") or path)
    index = _beside(main, ".shx")
    if index is None:
        raise UnreadableFile("shapefile_incomplete", file=main.name, missing=[f"{main.stem}.shx"])
    for part in (main, index):
        with part.open("rb") as file:
            head = file.read(100)
        if len(head) < 100 or part.stat().st_size < 2 * int.from_bytes(head[24:28], "big"):
            raise UnreadableFile("file_truncated", file=part.name)
    attributes = _beside(main, ".dbf")
    if attributes is not None:
        dbf.header(attributes)
    return main


def _crs(wkt: str | None) -> FoundCrs:
    if not wkt or _NO_CRS.search(wkt):
        return FoundCrs(None, explicit=False)
    try:
        return FoundCrs(Crs.from_wkt(wkt), explicit=True)
    except CrsError as error:
        if error.code == "crs_unusable":
            return FoundCrs(None, explicit=False)
        raise
