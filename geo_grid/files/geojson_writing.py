"""Writing GeoJSON (RFC 7946): one feature a line, the same bytes for the same features.

Numbers are written in the shortest form that reads back as the same float, so a lattice coordinate has at
most seven decimals and any other keeps all it had.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import orjson
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import Crs
from geo_grid.files.columns import as_json_column, as_json_value
from geo_grid.files.features import SourceText
from geo_grid.files.json_text import JsonText
from geo_grid.files.output import Output

_OPTIONS = orjson.OPT_NON_STR_KEYS

Added = Sequence[tuple[shapely.Geometry, Mapping[str, Any]]]


def geometry_object(geometry: shapely.Geometry | None) -> dict[str, Any] | None:
    """A geometry as a GeoJSON geometry object; None stays None."""
    if geometry is None:
        return None
    kind = geometry.geom_type
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [geometry_object(part) for part in geometry.geoms]}
    if kind == "LinearRing":
        kind = "LineString"
    return {"type": kind, "coordinates": _coordinates(geometry)}


def _coordinates(geometry: shapely.Geometry) -> list[Any]:
    kind = geometry.geom_type
    if kind.startswith("Multi"):
        return [_coordinates(part) for part in geometry.geoms]
    if kind == "Polygon":
        return [_positions(ring) for ring in shapely.get_rings(geometry)] if not geometry.is_empty else []
    positions = _positions(geometry)
    return (positions[0] if positions else []) if kind == "Point" else positions


def _positions(geometry: shapely.Geometry) -> list[Any]:
    positions: list[Any] = shapely.get_coordinates(geometry, include_z=bool(geometry.has_z)).tolist()
    return positions


def write(path: Path, output: Output) -> None:
    """Write one layer as a FeatureCollection."""
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection"')
        if output.layer:
            file.write(b',"name":' + orjson.dumps(output.layer))
        if not output.crs.is_identity and not output.crs.is_shifted:
            # RFC 7946 knows lon/lat only; the older member says what these coordinates are.
            file.write(b',"crs":' + orjson.dumps(_crs_member(output.crs)))
        file.write(b',"features":[')
        separator = b"\n"
        for line in _lines(output):
            file.write(separator + line)
            separator = b",\n"
        file.write(b"\n]}\n")


def _crs_member(crs: Crs) -> dict[str, Any]:
    authority, _, code = crs.name.partition(":")
    name = f"urn:ogc:def:crs:{authority}::{code}" if code and not crs.definition else crs.to_wkt()
    return {"type": "name", "properties": {"name": name}}


def _lines(output: Output) -> Iterator[bytes]:
    names = [str(name) for name in output.table.columns]
    columns = [as_json_column(output.table.iloc[:, place]) for place in range(len(names))]
    rows: Iterable[tuple[Any, ...]] = zip(*columns, strict=True) if columns else repeat(())
    for geometry, cells in zip(_geometry_objects(output.shapes), rows, strict=bool(columns)):
        properties = dict(zip(names, cells, strict=True))
        yield _dumps({"type": "Feature", "properties": properties, "geometry": geometry})


def _geometry_objects(geometries: NDArray[Any]) -> Iterator[dict[str, Any] | None]:
    """Every geometry as a GeoJSON object; plain points all at once, because they come by millions."""
    is_point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    if is_point.all() and not (shapely.is_empty(geometries) | shapely.has_z(geometries)).any():
        for position in shapely.get_coordinates(geometries).tolist():
            yield {"type": "Point", "coordinates": position}
    else:
        yield from map(geometry_object, geometries)


def feature_line(geometry: shapely.Geometry | None, attributes: Mapping[str, Any]) -> bytes:
    """One feature as compact JSON."""
    properties = {name: as_json_value(value) for name, value in attributes.items()}
    return _dumps({"type": "Feature", "properties": properties, "geometry": geometry_object(geometry)})


def _dumps(value: Any) -> bytes:
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except TypeError:
        # Whole numbers beyond 64 bits; the standard library writes them, digit for digit.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def edited(
    source: SourceText,
    changed: Mapping[int, shapely.Geometry | None],
    removed: Collection[int],
    added: Added,
) -> Iterator[str]:
    """Pieces of a GeoJSON text in which only the named features differ.

    Parameters
    ----------
    source
        The text and the span of each feature.
    changed
        Row → its new geometry; everything else in the feature stays, to the byte.
    removed
        Rows to leave out.
    added
        Geometries and attributes to append.
    """
    text, spans = source.text, source.spans
    yield text[: spans[0][0]]
    separator = text[spans[0][1] : spans[1][0]] if len(spans) > 1 else ",\n"
    is_first = True
    for row, (start, end) in enumerate(spans):
        if row in removed:
            continue
        if not is_first:
            yield text[spans[row - 1][1] : start] if row - 1 not in removed else separator
        is_first = False
        if row in changed:
            yield _with_geometry(text, start, end, changed[row])
        else:
            yield text[start:end]
    for geometry, attributes in added:
        if not is_first:
            yield separator
        is_first = False
        yield feature_line(geometry, attributes).decode()
    yield text[spans[-1][1] :]


def _with_geometry(text: str, start: int, end: int, geometry: shapely.Geometry | None) -> str:
    """One feature's text with another geometry in the place of its own."""
    new = _dumps(geometry_object(geometry)).decode()
    members, _ = JsonText(text, "").members(start, stream="", each=lambda *_: None)
    if members.values.get("type") != "Feature" and "geometry" not in members.values:
        return new  # a bare geometry among the features
    replacements = [(members.spans["geometry"], new)] if "geometry" in members.spans else []
    bbox = members.values.get("bbox")
    if isinstance(bbox, list) and geometry is not None and not geometry.is_empty:
        replacements.append((members.spans["bbox"], _dumps(list(geometry.bounds)).decode()))
    if "geometry" not in members.spans:
        replacements.append(((start + 1, start + 1), f'"geometry":{new}' + ("," if members.values else "")))
    pieces, place = [], start
    for (begin, finish), replacement in sorted(replacements):
        pieces += [text[place:begin], replacement]
        place = finish
    return "".join([*pieces, text[place:end]])
