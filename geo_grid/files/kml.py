"""Reading KML and KMZ: every Placemark is a feature, ExtendedData its attributes.

GDAL's two KML readers differ in what they keep (one drops ExtendedData, both invent fields), so we read it
here.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84
from geo_grid.core.errors import UnreadableFile
from geo_grid.files import xml_text
from geo_grid.files.columns import from_records
from geo_grid.files.features import Note
from geo_grid.files.found import Content, FoundCrs, Layer, array_of
from geo_grid.files.geojson_geometry import NotAGeometry, Reading
from geo_grid.files.xml_text import local_name

_GEOMETRIES = frozenset({"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track"})
_Placed = tuple[str, ET.Element]


def layers(path: Path) -> list[Layer]:
    """The folders of a KML document that hold placemarks; one layer where there are no folders.

    Raises
    ------
    UnreadableFile
        Errors of `xml_text.check`; ``not_spatial`` where it holds no Placemark.
    """
    try:
        placed = list(_placemarks(xml_text.root(path), path.stem))
    except RecursionError:
        raise UnreadableFile("xml_too_deep", file=path.name) from None
    if not placed:
        raise UnreadableFile("not_spatial", file=path.name)
    return [
        Layer(name, "KML", _polygonal(members), partial(_load, members))
        for name, members in _by_folder(placed).items()
    ]


def _by_folder(placed: list[_Placed]) -> dict[str, list[ET.Element]]:
    folders: dict[str, list[ET.Element]] = {}
    for folder, element in placed:
        folders.setdefault(folder, []).append(element)
    return folders


def _polygonal(placemarks: list[ET.Element]) -> bool:
    return any(local_name(part) == "Polygon" for element in placemarks for part in element.iter())


def _placemarks(element: ET.Element, folder: str) -> Iterator[_Placed]:
    for child in element:
        name = local_name(child)
        if name == "Placemark":
            yield folder, child
        elif name in ("Document", "Folder"):
            own = _text(child, "name") if name == "Folder" else None
            yield from _placemarks(child, own or folder)


def _text(element: ET.Element, name: str) -> str | None:
    for child in element:
        if local_name(child) == name:
            return (child.text or "").strip()
    return None


def _load(placemarks: list[ET.Element]) -> Content:
    geometries: list[shapely.Geometry | None] = []
    notes: list[Note] = []
    for row, element in enumerate(placemarks):
        reading = Reading()
        try:
            geometries.append(_geometry_of(element, reading))
        except NotAGeometry as error:
            geometries.append(None)
            notes.append(Note(row, str(error)))
        if reading.unclosed:
            notes.append(Note(row, "ring_unclosed"))
    table = from_records([_attributes(element) for element in placemarks])
    return Content(array_of(geometries), table, FoundCrs(WGS84, explicit=False), tuple(notes))


def _attributes(placemark: ET.Element) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for element in placemark.iter():
        kind = local_name(element)
        if kind == "Data" and "name" in element.attrib:
            found[element.attrib["name"]] = _text(element, "value")
        elif kind == "SimpleData" and "name" in element.attrib:
            found[element.attrib["name"]] = (element.text or "").strip()
    for name in ("name", "description"):
        text = _text(placemark, name)
        if text is not None and name not in found:
            found[name] = text
    if "id" in placemark.attrib and "id" not in found:
        found["id"] = placemark.attrib["id"]
    return found


def _geometry_of(placemark: ET.Element, reading: Reading) -> shapely.Geometry | None:
    found = [child for child in placemark if local_name(child) in _GEOMETRIES]
    if not found:
        return None
    return _geometry(found[0], reading)


def _geometry(element: ET.Element, reading: Reading) -> shapely.Geometry:
    kind = local_name(element)
    if kind == "MultiGeometry":
        return _multi([_geometry(part, reading) for part in element if local_name(part) in _GEOMETRIES])
    if kind == "Polygon":
        rings = [ring for name in ("outerBoundaryIs", "innerBoundaryIs") for ring in _rings(element, name)]
        return reading.geometry({"type": "Polygon", "coordinates": rings})
    if kind not in ("Point", "LineString", "LinearRing"):
        raise NotAGeometry("geometry_unreadable")
    positions = _coordinates(element).tolist()
    if kind == "Point":
        return reading.geometry({"type": "Point", "coordinates": positions[0] if positions else []})
    return reading.geometry({"type": "LineString", "coordinates": positions})


def _multi(parts: list[shapely.Geometry]) -> shapely.Geometry:
    kinds = {part.geom_type for part in parts}
    if kinds == {"Polygon"}:
        return shapely.multipolygons(parts)
    if kinds == {"LineString"}:
        return shapely.multilinestrings(parts)
    return shapely.multipoints(parts) if kinds == {"Point"} else shapely.geometrycollections(parts)


def _rings(polygon: ET.Element, boundary: str) -> list[list[list[float]]]:
    return [
        _coordinates(ring).tolist()
        for side in polygon
        if local_name(side) == boundary
        for ring in side
        if local_name(ring) == "LinearRing"
    ]


def _coordinates(element: ET.Element) -> NDArray[np.float64]:
    """(n, 2 or 3) lon/lat and height out of "lon,lat[,height] lon,lat …"."""
    tuples = (_text(element, "coordinates") or "").replace(", ", ",").split()
    counts = {position.count(",") for position in tuples}
    if not counts <= {1, 2}:
        raise NotAGeometry("geometry_unreadable")
    if len(counts) > 1:  # some positions have a height and some have not
        tuples = [",".join(position.split(",")[:2]) for position in tuples]
        counts = {1}
    try:
        numbers = np.array(",".join(tuples).split(",") if tuples else [], dtype=np.float64)
    except ValueError:
        raise NotAGeometry("geometry_unreadable") from None
    return numbers.reshape(-1, counts.pop() + 1 if counts else 2)
