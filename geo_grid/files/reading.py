"""Reading any spatial file into Features.

The one rule on reference systems: what stands in the file holds; what the user declares fills a gap, replaces
a format's mere default, or names the GCJ-02 or BD-09 shift that no file can state; a declaration against the
file is refused.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import Crs
from geo_grid.core.errors import CrsError, NoFeatures, UnreadableFile
from geo_grid.files import archive, delimited, geojson, geoparquet, gml, kml, ogr, topojson, xml_text
from geo_grid.files.encoding import decode
from geo_grid.files.features import Features
from geo_grid.files.found import FoundCrs, Layer, choose
from geo_grid.files.json_text import JsonText
from geo_grid.files.sniffing import Kind, sniff

#: Largest file that is read where the caller sets no limit, bytes.
LIMIT_BYTES = 2 * 1024**3

#: Endings of members of an archive that are read; the other parts of a shapefile come with its .shp.
_SPATIAL = frozenset(
    {
        ".shp", ".geojson", ".json", ".topojson", ".geojsonl", ".geojsons", ".gpkg", ".kml", ".gml", ".fgb",
        ".parquet", ".geoparquet", ".tab", ".mif", ".dxf", ".csv", ".sqlite",
    }
)  # fmt: skip


def read(
    path: Path | str,
    *,
    layer: str | None = None,
    crs: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
    encoding: str | None = None,
) -> Features:
    """Read one layer of a file.

    Parameters
    ----------
    path
        GeoJSON, TopoJSON, KML, KMZ, GeoPackage, Shapefile, GeoParquet, FlatGeobuf, GML, CSV with WKT, a zip
        with one of these, or what else GDAL reads.
    layer
        Name of the layer; needed where several hold polygons.
    crs
        Reference system declared by the user, as `Crs.parse` reads it.
    limit_bytes
        Largest size, unpacked, that is read.
    encoding
        Encoding of the text, declared by the user.

    Returns
    -------
    Every row of the layer in its order; a geometry that could not be read is None and has a note.

    Raises
    ------
    UnreadableFile
        The file cannot be read: the code says why.
    CrsError
        ``crs_missing``, ``crs_conflict``, ``crs_unknown``, ``crs_unusable``.
    FieldError
        ``layer_missing``.
    NoFeatures
        ``no_features``.
    """
    path = Path(path)
    declared = Crs.parse(crs) if crs is not None else None
    # A coordinate that is no number is kept for the core to judge; numpy need not mention it.
    with np.errstate(invalid="ignore"), _layers(path, limit_bytes, encoding) as layers:
        chosen = choose(layers, layer, file=path.name)
        content = chosen.load()
    if len(content.geometry) == 0:
        raise NoFeatures("no_features", file=path.name, layer=chosen.name)
    flat, original = _flat(content.geometry)
    return Features(
        geometry=flat,
        crs=settle(content.crs, declared, file=path.name),
        table=content.table,
        layer=chosen.name,
        driver=chosen.driver,
        path=path,
        notes=content.notes,
        encoding=content.encoding,
        original=original,
        source=content.source,
    )


def list_layers(path: Path | str, *, limit_bytes: int = LIMIT_BYTES) -> list[str]:
    """Names of the layers of a file, in its order; errors as in `read`."""
    with _layers(Path(path), limit_bytes, None) as layers:
        return [layer.name for layer in layers]


def settle(found: FoundCrs, declared: Crs | None, *, file: str) -> Crs:
    """The reference system of a layer: what the file says and what the user declares, reconciled.

    Raises
    ------
    CrsError
        ``crs_missing`` where neither says; ``crs_conflict`` where they differ.
    """
    if declared is None:
        if found.crs is None:
            raise CrsError("crs_missing", file=file)
        return found.crs
    if found.crs is None or not found.explicit:
        return declared
    if declared.is_shifted and found.crs.is_lonlat:
        return declared
    if declared.same_as(found.crs):
        return found.crs
    raise CrsError("crs_conflict", file=file, found=found.crs.name, declared=declared.name)


def _flat(geometry: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Two-dimensional geometries, and the given ones where they had more."""
    deep = shapely.has_z(geometry) | shapely.has_m(geometry)
    if not deep.any():
        return geometry, None
    flat = geometry.copy()
    flat[deep] = shapely.force_2d(geometry[deep])
    return flat, geometry


@contextmanager
def _layers(path: Path, limit_bytes: int, encoding: str | None) -> Iterator[list[Layer]]:
    """The layers of a file, loadable inside the block."""
    kind = sniff(path)
    size = _size(path, kind)
    if size > limit_bytes:
        raise UnreadableFile("file_too_large", file=path.name, size=size, limit=limit_bytes)
    with ExitStack() as stack:
        if kind is Kind.ZIP:
            folder = stack.enter_context(archive.unpacked(path, limit_bytes=limit_bytes))
            yield _archived_layers(path, folder, encoding, stack)
        else:
            yield _plain_layers(path, kind, encoding, stack)


def _size(path: Path, kind: Kind) -> int:
    if path.is_dir():
        return sum(part.stat().st_size for part in path.rglob("*") if part.is_file())
    if kind is Kind.SHAPEFILE:
        return sum(part.stat().st_size for part in path.parent.glob(f"{_escaped(path.stem)}.*"))
    return path.stat().st_size


def _escaped(stem: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in stem)


def _plain_layers(path: Path, kind: Kind, encoding: str | None, stack: ExitStack) -> list[Layer]:
    if kind is Kind.JSON:
        return _json_layers(path, encoding)
    if kind is Kind.KML:
        return kml.layers(path)
    if kind is Kind.PARQUET:
        return geoparquet.layers(path)
    if kind is Kind.DELIMITED:
        return delimited.layers(path, encoding)
    if kind is Kind.SHAPEFILE:
        return ogr.layers(ogr.check_shapefile(path), encoding, driver="ESRI Shapefile")
    if kind is Kind.GML:
        xml_text.check(path)
        return ogr.layers(stack.enter_context(gml.without_remote_schema(path)), encoding, driver="GML")
    return ogr.layers(path, encoding)


def _json_layers(path: Path, encoding: str | None) -> list[Layer]:
    text, name = decode(path.read_bytes(), encoding=encoding, file=path.name)
    found = geojson.layers(JsonText(text, path.name), path, name)
    if isinstance(found, list):
        return found
    if found.values.get("type") == "Topology":
        return topojson.layers(found, path, name)
    if found.streamed:
        return ogr.layers(path, encoding, driver="ESRIJSON")
    raise UnreadableFile("not_spatial", file=path.name)


def _archived_layers(path: Path, folder: Path, encoding: str | None, stack: ExitStack) -> list[Layer]:
    """The layers of all spatial files in an archive, named by member where there are several."""
    members = sorted(
        part
        for part in folder.rglob("*")
        if (part.is_file() and part.suffix.lower() in _SPATIAL)
        or (part.is_dir() and part.suffix.lower() == ".gdb")
    )
    found: list[tuple[str, Layer]] = []
    refused: list[UnreadableFile] = []
    for member in members:
        try:
            layers = _plain_layers(member, sniff(member), encoding, stack)
        except UnreadableFile as error:
            refused.append(error)
            continue
        found += [(member.relative_to(folder).as_posix(), layer) for layer in layers]
    if not found:
        raise refused[0] if refused else UnreadableFile("archive_no_spatial_file", file=path.name)
    if refused and len(members) > 1 and not any(layer.polygonal for _, layer in found):
        raise refused[0]
    if len({member for member, _ in found}) == 1:
        return [layer for _, layer in found]
    return [_renamed(layer, member) for member, layer in found]


def _renamed(layer: Layer, member: str) -> Layer:
    stem = member.rpartition(".")[0]
    name = stem if stem.rpartition("/")[2] == layer.name else f"{member}/{layer.name}"
    return Layer(name, layer.driver, layer.polygonal, layer.load)
