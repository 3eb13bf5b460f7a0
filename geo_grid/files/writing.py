"""Writing spatial files, by the ending of the name; whole or not at all."""

import tempfile
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import shapely

from geo_grid.core.errors import InputError, UnreadableFile
from geo_grid.files import (
    geojson_writing,
    geoparquet_writing,
    kml_writing,
    ogr_writing,
    topojson_writing,
)
from geo_grid.files.encoding import known
from geo_grid.files.features import Features
from geo_grid.files.found import array_of
from geo_grid.files.geojson_writing import Added
from geo_grid.files.output import Output, Written
from geo_grid.files.replacing import replaced, replaced_family

#: Ending → format.
ENDINGS = MappingProxyType(
    {
        ".geojson": "GeoJSON",
        ".json": "GeoJSON",
        ".gpkg": "GPKG",
        ".shp": "ESRI Shapefile",
        ".zip": "ESRI Shapefile",
        ".kml": "KML",
        ".topojson": "TopoJSON",
        ".parquet": "Parquet",
        ".geoparquet": "Parquet",
        ".fgb": "FlatGeobuf",
    }
)
_SEVERAL_LAYERS = frozenset({"GPKG", "KML", "TopoJSON", "ESRI Shapefile"})
_LONLAT_ONLY = frozenset({"KML", "TopoJSON"})
#: The same archive for the same layers: members carry no time of their own (1980-01-01 is zip's zero).
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write(path: Path | str, outputs: Sequence[Output] | Output, *, encoding: str = "UTF-8") -> Written:
    """Write layers into one file, in the format its name ends in.

    Parameters
    ----------
    path
        ``.geojson`` ``.json`` ``.gpkg`` ``.shp`` ``.zip`` (shapefiles) ``.kml`` ``.topojson`` ``.parquet``
        ``.fgb``.
    outputs
        The layers; several only in a GeoPackage, KML, TopoJSON or zip.
    encoding
        Of a shapefile: ``UTF-8`` or ``GBK``.

    Raises
    ------
    InputError
        ``file_format_unknown``, ``layers_unwritable``, ``crs_unwritable``, ``geometry_unwritable``,
        ``encoding_unwritable``, ``folder_missing``, ``file_not_written``.
    """
    path = Path(path)
    outputs = [outputs] if isinstance(outputs, Output) else list(outputs)
    driver = format_of(path)
    several = driver in _SEVERAL_LAYERS and path.suffix.lower() != ".shp"
    if not outputs or (len(outputs) > 1 and not several):
        raise InputError("layers_unwritable", driver=driver, layers=[output.layer for output in outputs])
    for output in outputs:
        if driver in _LONLAT_ONLY and not (output.crs.is_identity or output.crs.is_shifted):
            raise InputError("crs_unwritable", driver=driver, crs=output.crs.name)
    if driver == "ESRI Shapefile":
        return _shapefiles(path, outputs, _shapefile_encoding(encoding))
    with replaced(path) as temporary:
        renamed = _single_file(temporary, outputs, driver)
    return Written((path,), renamed)


def format_of(path: Path) -> str:
    """Format of an output by the ending of its name; InputError ``file_format_unknown`` where none fits."""
    driver = ENDINGS.get(path.suffix.lower())
    if driver is None:
        raise InputError("file_format_unknown", file=path.name, endings=sorted(ENDINGS))
    return driver


def _single_file(path: Path, outputs: Sequence[Output], driver: str) -> dict[str, str]:
    renamed: dict[str, str] = {}
    if driver == "GeoJSON":
        geojson_writing.write(path, outputs[0])
    elif driver == "KML":
        kml_writing.write(path, outputs)
    elif driver == "TopoJSON":
        topojson_writing.write(path, outputs)
    elif driver == "Parquet":
        renamed = geoparquet_writing.write(path, outputs[0])
    elif driver == "FlatGeobuf":
        renamed = ogr_writing.write_flatgeobuf(path, outputs[0])
    else:
        for place, output in enumerate(outputs):
            renamed |= ogr_writing.write_geopackage(path, output, append=place > 0)
    return renamed


def _shapefile_encoding(wanted: str) -> str:
    name = known(wanted)
    if name == "utf-8":
        return "UTF-8"
    if name == "gb18030":
        return "GBK"
    raise InputError("encoding_unknown", given=wanted)


def _shapefiles(path: Path, outputs: Sequence[Output], encoding: str) -> Written:
    if path.suffix.lower() == ".shp":
        with replaced_family(path, last=".shp") as temporary:
            names, cut = ogr_writing.write_shapefile(temporary, outputs[0], encoding=encoding)
            parts = [path, *sorted(path.with_name(part.name) for part in temporary.parent.iterdir())]
        return Written(tuple(dict.fromkeys(parts)), names, cut)
    renamed: dict[str, str] = {}
    truncated: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="geo-grid-") as folder, replaced(path) as archive:
        for output in outputs:
            part = Path(folder) / f"{_file_name(output.layer)}.shp"
            names, cut = ogr_writing.write_shapefile(part, output, encoding=encoding)
            renamed |= names
            truncated |= cut
        with zipfile.ZipFile(archive, "w") as packed:
            for part in sorted(Path(folder).iterdir()):
                packed.writestr(zipfile.ZipInfo(part.name, _NO_TIME), part.read_bytes(), zipfile.ZIP_DEFLATED)
    return Written((path,), renamed, truncated)


def _file_name(layer: str) -> str:
    """A layer's name as a file's: no separators, never empty."""
    return "".join("_" if c in '/\\:*?"<>|\0' or c < " " else c for c in layer).strip(". ") or "layer"


def write_edited(
    path: Path | str,
    features: Features,
    changed: Mapping[int, shapely.Geometry | None],
    *,
    removed: Collection[int] = (),
    added: Added = (),
) -> Written:
    """Write a copy of a file in which only some features differ.

    From GeoJSON to GeoJSON the text itself is copied and only the geometry of a changed feature is replaced,
    so an untouched feature is the same to the byte. Into other formats untouched features keep their
    coordinates (heights too), their attributes and their reference system, as far as the format can hold
    them.

    Parameters
    ----------
    path
        Where to write; never the file the features came from.
    features
        As they were read.
    changed
        Row → its new geometry, in the file's own reference system.
    removed
        Rows to leave out.
    added
        Geometries, in the file's own reference system, and attributes of new rows.

    Raises
    ------
    UnreadableFile
        ``file_is_input``.
    InputError
        As `write`.
    """
    path = Path(path)
    if path.exists() and features.path.exists() and path.samefile(features.path):
        raise UnreadableFile("file_is_input", file=str(path))
    driver = format_of(path)
    source = features.source
    if source is not None and driver == "GeoJSON":
        start, end = source.spans[0][0], source.spans[-1][1]
        is_bare = len(source.spans) == 1 and not (source.text[:start].strip() or source.text[end:].strip())
        if not (is_bare and (removed or added)):
            with replaced(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
                file.writelines(geojson_writing.edited(source, changed, removed, added))
            return Written((path,))
    return write(path, edited_output(features, changed, removed, added), encoding=_encoding_of(features))


def _encoding_of(features: Features) -> str:
    return "GBK" if features.encoding == "gb18030" else "UTF-8"


def edited_output(
    features: Features,
    changed: Mapping[int, shapely.Geometry | None],
    removed: Collection[int] = (),
    added: Added = (),
) -> Output:
    """A layer in which only some features differ, as `write_edited` takes them."""
    geometry = (features.geometry if features.original is None else features.original).copy()
    for row, new in changed.items():
        geometry[row] = new
    keep = np.ones(len(features), dtype=bool)
    keep[list(removed)] = False
    table = features.table[keep]
    geometry = geometry[keep]
    if added:
        new_rows = pd.DataFrame([dict(attributes) for _, attributes in added], dtype=object)
        names = [*table.columns, *(name for name in new_rows.columns if name not in table.columns)]
        new_rows = new_rows.reindex(columns=names)
        new_rows = new_rows.where(new_rows.notna(), None)
        table = pd.concat([table.reindex(columns=names).astype(object), new_rows], ignore_index=True)
        table = table.where(table.notna(), None).infer_objects()
        geometry = np.concatenate([geometry, array_of([shape for shape, _ in added])])
    return Output(features.layer, geometry, table.reset_index(drop=True), features.crs, verbatim=True)
