"""Writing through GDAL/OGR: GeoPackage, FlatGeobuf, shapefiles."""

import warnings
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from geo_grid.core.errors import InputError
from geo_grid.files import arrow_table
from geo_grid.files.columns import as_text, is_text
from geo_grid.files.field_names import shortened, unlike
from geo_grid.files.output import Output

_FAILURES = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, pa.ArrowException)
#: dBase text fields hold no more bytes.
_LONGEST_TEXT = 254
#: Language driver id of code page 936.
_LDID_CHINESE = 0x4D


def write_geopackage(path: Path, output: Output, *, append: bool) -> dict[str, str]:
    """Write one layer into a GeoPackage; gives the fields that had to be renamed."""
    names = unlike([str(name) for name in output.table.columns], reserved=("fid", "geom"))
    _write(path, output, names, "GPKG", geometry_name="geom", append=append, FID="fid")
    return _changed(names)


def write_flatgeobuf(path: Path, output: Output) -> dict[str, str]:
    """Write one layer as FlatGeobuf in the order given (a spatial index would sort the features)."""
    names = unlike([str(name) for name in output.table.columns])
    _write(path, output, names, "FlatGeobuf", SPATIAL_INDEX="NO")
    return _changed(names)


def write_shapefile(path: Path, output: Output, *, encoding: str) -> tuple[dict[str, str], dict[str, int]]:
    """Write one layer as a shapefile with a .cpg.

    Parameters
    ----------
    path
        The .shp.
    output
        The layer; shells become clockwise, as the format has them.
    encoding
        ``UTF-8`` or ``GBK``.

    Returns
    -------
    Fields that had to be renamed, and how many texts of a field were cut to 254 bytes.

    Raises
    ------
    InputError
        ``encoding_unwritable`` where a text has no place in the encoding; ``geometry_unwritable`` where
        points, lines and polygons are mixed.
    """
    kinds = {kind.removeprefix("Multi") for kind in arrow_table.types_of(output)}
    if len(kinds) > 1 or "GeometryCollection" in kinds:
        raise InputError("geometry_unwritable", driver="Shapefile", type=", ".join(sorted(kinds)))
    table = output.table.copy(deep=False)
    truncated: dict[str, int] = {}
    for place, column in enumerate(table.columns):
        _writable(str(column), encoding)
        if is_text(table.iloc[:, place]):
            cells, cut = _text_cells(table.iloc[:, place].tolist(), encoding)
            table.isetitem(place, cells)
            if cut:
                truncated[str(column)] = cut
    names = shortened([str(name) for name in output.table.columns], encoding=encoding)
    shortened_output = Output(output.layer, output.geometry, table, output.crs, output.verbatim)
    _write(path, shortened_output, names, "ESRI Shapefile", encoding=encoding)
    path.with_suffix(".cpg").write_text(encoding, encoding="ascii")
    if encoding == "GBK":
        with path.with_suffix(".dbf").open("r+b") as file:
            file.seek(29)
            file.write(bytes([_LDID_CHINESE]))
    return _changed(names), truncated


def _changed(names: dict[str, str]) -> dict[str, str]:
    return {name: new for name, new in names.items() if name != new}


def _writable(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        shown = text[error.start : error.end]
        raise InputError("encoding_unwritable", encoding=encoding, text=shown) from None


def _text_cells(cells: list[Any], encoding: str) -> tuple[list[Any], int]:
    """Cells with over-long texts cut at a whole character, and how many were."""
    cut = 0
    found = []
    for cell in cells:
        value = as_text(cell) if isinstance(cell, (list, dict)) else cell
        if isinstance(value, str):
            raw = _writable(value, encoding)
            if len(raw) > _LONGEST_TEXT:
                cut += 1
                value = raw[:_LONGEST_TEXT].decode(encoding, "ignore")
        found.append(value)
    return found, cut


def _write(
    path: Path,
    output: Output,
    names: dict[str, str],
    driver: str,
    *,
    geometry_name: str = "geometry",
    append: bool = False,
    encoding: str | None = None,
    **layer_options: str,
) -> None:
    output = _of_one_dimension(output)
    has_z = bool(shapely.has_z(output.geometry).any())
    columns = arrow_table.attributes(output.table, names)
    geometry_column = geometry_name if geometry_name not in columns else f"{geometry_name}_"
    columns[geometry_column] = arrow_table.geometries(_promoted(output), with_z=has_z)
    extension = {"ARROW:extension:name": "geoarrow.wkb"}
    fields = [pa.field(name, array.type) for name, array in columns.items() if name != geometry_column]
    fields.append(pa.field(geometry_column, pa.binary(), metadata=extension))
    table = pa.table(list(columns.values()), schema=pa.schema(fields))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a layer without CRS, which GCJ-02 has to be
            pyogrio.raw.write_arrow(
                table,
                path,
                layer=output.layer,
                driver=driver,
                geometry_name=geometry_column,
                geometry_type=_geometry_type(output, has_z=has_z),
                crs=output.crs.to_wkt() or None,
                append=append,
                encoding=encoding,
                layer_options=layer_options,
            )
    except _FAILURES as error:
        reason = str(error).split("\n")[0][:200]
        raise InputError("file_not_written", file=path.name, reason=reason) from None


def _of_one_dimension(output: Output) -> Output:
    """Shapes of a layer that has heights: a new one without gets height 0, because the layer demands one."""
    flat = ~shapely.has_z(output.geometry) & ~shapely.is_missing(output.geometry)
    if not flat.any() or not shapely.has_z(output.geometry).any():
        return output
    geometry = output.geometry.copy()
    geometry[flat] = shapely.force_3d(geometry[flat], 0.0)
    return Output(output.layer, geometry, output.table, output.crs, output.verbatim)


def _geometry_type(output: Output, *, has_z: bool) -> str:
    kinds = arrow_table.types_of(output)
    if not output.verbatim and set(kinds) == {"MultiPolygon", "Polygon"}:
        kinds = ["MultiPolygon"]
    return (kinds[0] if len(kinds) == 1 else "Unknown") + (" Z" if has_z else "")


def _promoted(output: Output) -> Output:
    """Polygons among multipolygons made one of them, so that the layer has one type."""
    if output.verbatim or set(arrow_table.types_of(output)) != {"MultiPolygon", "Polygon"}:
        return output
    geometry = output.geometry.copy()
    single = shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON
    for row in single.nonzero()[0]:
        geometry[row] = shapely.multipolygons([geometry[row]])
    return Output(output.layer, geometry, output.table, output.crs)
