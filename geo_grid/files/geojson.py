"""Reading GeoJSON, feature by feature: none dropped, none repaired in silence, order and numbers kept.

We do not read it through GDAL, which drops or repairs what it does not like, gives integer ids as floats, and
cannot say where in the text a feature stood.
"""

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import CrsError, UnreadableFile
from geo_grid.files import columns
from geo_grid.files.features import Note, SourceText
from geo_grid.files.found import Content, FoundCrs, Layer, array_of
from geo_grid.files.geojson_geometry import NotAGeometry, Reading
from geo_grid.files.json_text import JsonText, Members, Span

_GEOMETRY_TYPES = frozenset(
    {
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
        "GeometryCollection",
    }
)


class Rows:
    """Features gathered from a GeoJSON or TopoJSON text."""

    def __init__(self) -> None:
        self._geometry: list[shapely.Geometry | None] = []
        self._point_rows: list[int] = []
        self._positions: list[list[float]] = []
        self.attributes: list[dict[str, Any]] = []
        self.spans: list[Span] = []
        self.notes: list[Note] = []

    def note(self, code: str) -> None:
        """Say something about the row to be added next."""
        self.notes.append(Note(len(self._geometry), code))

    def add(self, geometry: shapely.Geometry | None, feature: dict[str, Any], span: Span) -> None:
        """Add a row; an ``id`` beside the properties becomes the field ``id`` where they have none."""
        properties = feature.get("properties")
        attributes = dict(properties) if isinstance(properties, dict) else {}
        if "id" in feature and "id" not in attributes:
            attributes["id"] = feature["id"]
        self._geometry.append(geometry)
        self.attributes.append(attributes)
        self.spans.append(span)

    def feature(self, value: Any, span: Span) -> None:
        """Add an element of a FeatureCollection, whatever it is."""
        if not isinstance(value, dict) or value.get("type") in ("FeatureCollection", "Topology"):
            self.note("not_a_feature")
            self.add(None, {}, span)
        elif value.get("type") in _GEOMETRY_TYPES and "geometry" not in value:
            self.add(self._read(value), {}, span)
        else:
            if value.get("type") != "Feature" and "geometry" not in value:
                self.note("not_a_feature")
            geometry = value.get("geometry")
            self.add(None if self._is_point(geometry) else self._read(geometry), value, span)

    def geometries(self) -> NDArray[Any]:
        """(n,) the geometries of all rows."""
        geometries = array_of(self._geometry)
        if self._point_rows:
            geometries[self._point_rows] = shapely.points(np.array(self._positions))
        return geometries

    def _is_point(self, value: Any) -> bool:
        """Keep a plain point's position, to make all such points at once: they come by millions."""
        if type(value) is not dict or value.get("type") != "Point":
            return False
        position = value.get("coordinates")
        if type(position) is not list or len(position) != 2:
            return False
        if type(position[0]) is not float or type(position[1]) is not float:
            return False
        self._point_rows.append(len(self._geometry))
        self._positions.append(position)
        return True

    def _read(self, value: Any) -> shapely.Geometry | None:
        reading = Reading()
        try:
            geometry = reading.geometry(value)
        except NotAGeometry as error:
            self.note(str(error))
            return None
        except RecursionError:
            self.note("geometry_unreadable")
            return None
        if reading.unclosed:
            self.note("ring_unclosed")
        return geometry


def content_of(rows: Rows, crs: FoundCrs, encoding: str, source: SourceText | None) -> Content:
    """The gathered rows as a layer's content."""
    return Content(
        geometry=rows.geometries(),
        table=columns.from_records(rows.attributes),
        crs=crs,
        notes=tuple(rows.notes),
        encoding=encoding,
        source=source,
    )


def layers(json: JsonText, path: Path, encoding: str) -> list[Layer] | Members:
    """The one layer of a GeoJSON text, or its members where it is some other JSON.

    A text of several objects one after another (newline-delimited, RFC 8142) is one layer too.

    Raises
    ------
    UnreadableFile
        ``json_broken`` with line and column, ``json_too_deep``, ``not_spatial``.
    """
    rows = Rows()
    start = json.next_text(0)
    members, end = json.members(start, stream="features", each=rows.feature)
    driver = "GeoJSON"
    following = json.next_text(end)
    if following < len(json.text):
        driver = "GeoJSONSeq"
        _single(json, members, (start, end), rows)
        while following < len(json.text):
            value, end = json.value(following)
            rows.feature(value, (following, end))
            following = json.next_text(end)
    elif not members.streamed:
        if not _is_single(members):
            return members
        _single(json, members, (start, end), rows)
    elif rows.attributes and "type" not in members.values and "geometryType" in members.values:
        return members  # ESRI's own JSON
    name = members.values.get("name")
    crs = _crs(members.values.get("crs"))
    return [
        Layer(
            name=name if isinstance(name, str) and name else path.stem,
            driver=driver,
            polygonal=True,
            load=lambda: content_of(rows, crs, encoding, SourceText(json.text, rows.spans)),
        )
    ]


def _is_single(members: Members) -> bool:
    kind = members.values.get("type")
    return kind == "Feature" or (isinstance(kind, str) and kind in _GEOMETRY_TYPES)


def _single(json: JsonText, members: Members, span: Span, rows: Rows) -> None:
    if members.streamed:
        return
    if not _is_single(members):
        raise UnreadableFile("not_spatial", file=json.file)
    rows.feature(members.values, span)


def _crs(member: Any) -> FoundCrs:
    """The reference system of the ``crs`` member of 2008, which RFC 7946 dropped and people still write."""
    if not isinstance(member, dict):
        return FoundCrs(WGS84, explicit=False)
    properties = member.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    named = properties.get("name", properties.get("code"))
    if named is None or isinstance(named, (dict, list)):
        raise CrsError("crs_unknown", given=str(member.get("type", "crs"))[:80])
    return FoundCrs(Crs.parse(str(named)), explicit=True)
