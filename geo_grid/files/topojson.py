"""Reading TopoJSON: each object is a layer, each member of its collection a feature."""

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84
from geo_grid.core.errors import UnreadableFile
from geo_grid.core.lattice import UNITS_PER_DEGREE, to_degrees
from geo_grid.files.found import FoundCrs, Layer
from geo_grid.files.geojson import Rows, content_of
from geo_grid.files.geojson_geometry import NotAGeometry, Reading
from geo_grid.files.json_text import Members

_DEFAULT = FoundCrs(WGS84, explicit=False)
_POLYGONS = ("Polygon", "MultiPolygon", "GeometryCollection", None)


def layers(members: Members, path: Path, encoding: str) -> list[Layer]:
    """The objects of a topology.

    Parameters
    ----------
    members
        Top-level members of the text.
    path
        For messages.
    encoding
        Of the text.

    Raises
    ------
    UnreadableFile
        ``topology_broken`` where its arcs or objects are not what TopoJSON says.
    """
    objects = members.values.get("objects")
    if not isinstance(objects, dict):
        raise UnreadableFile("topology_broken", file=path.name)
    try:
        arcs = Arcs(members.values.get("arcs"), members.values.get("transform"))
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        raise UnreadableFile("topology_broken", file=path.name) from None
    return [_layer(str(name), value, arcs, encoding) for name, value in objects.items()]


def _layer(name: str, value: Any, arcs: "Arcs", encoding: str) -> Layer:
    is_collection = isinstance(value, dict) and value.get("type") == "GeometryCollection"
    members = value.get("geometries") if is_collection else [value]
    members = members if isinstance(members, list) else []
    kinds = {member.get("type") for member in members if isinstance(member, dict)}

    def load() -> Any:
        rows = Rows()
        for member in members:
            if not isinstance(member, dict):
                rows.note("not_a_feature")
                rows.add(None, {}, (0, 0))
                continue
            reading = TopologyReading(arcs)
            try:
                geometry = reading.geometry(member if member.get("type") is not None else None)
            except (NotAGeometry, RecursionError) as error:
                rows.note(str(error) if isinstance(error, NotAGeometry) else "geometry_unreadable")
                geometry = None
            if reading.unclosed:
                rows.note("ring_unclosed")
            rows.add(geometry, member, (0, 0))
        return content_of(rows, _DEFAULT, encoding, None)

    return Layer(name, "TopoJSON", any(kind in _POLYGONS for kind in kinds), load)


class Arcs:
    """The shared lines of a topology, and the grid of whole numbers they may stand on."""

    def __init__(self, arcs: Any, transform: Any) -> None:
        self.scale = self.translate = None
        if transform is not None:
            self.scale = np.array(transform["scale"], dtype=np.float64)[:2]
            self.translate = np.array(transform["translate"], dtype=np.float64)[:2]
        self.lines = self._lines([list(arc) for arc in arcs or []])

    def _lines(self, arcs: list[list[Any]]) -> list[NDArray[np.float64]]:
        """Every arc as (n, 2) coordinates, all worked out at once."""
        counts = np.array([len(arc) for arc in arcs], dtype=np.int64)
        positions = np.array([position[:2] for arc in arcs for position in arc]).reshape(-1, 2)
        if positions.dtype.kind not in "iuf":
            raise TypeError(positions.dtype)
        ends = np.cumsum(counts)
        if self.scale is not None and len(positions):
            # Steps from position to position; each arc starts anew. Whole numbers add up without rounding.
            sums = np.cumsum(positions, axis=0)
            before = np.concatenate([np.zeros((1, 2), dtype=sums.dtype), sums])[ends - counts]
            positions = sums - np.repeat(before, counts, axis=0)
        return np.split(self.place(positions.astype(np.float64)), ends[:-1]) if len(arcs) else []

    def place(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Coordinates of positions on the grid of whole numbers, if there is one."""
        if self.scale is None or self.translate is None:
            return positions
        if not self.translate.any() and (self.scale == 1.0 / UNITS_PER_DEGREE).all():
            return to_degrees(positions)  # our own lattice; k·1e-7 would be off by one bit
        return positions * self.scale + self.translate

    def joined(self, indices: Any) -> NDArray[np.float64]:
        """One line out of several arcs; ~i is arc i backwards, and joints are written once."""
        if not isinstance(indices, list):
            raise NotAGeometry("geometry_unreadable")
        pieces: list[NDArray[np.float64]] = []
        for index in indices:
            if type(index) is not int or not -len(self.lines) <= index < len(self.lines):
                raise NotAGeometry("geometry_unreadable")
            line = self.lines[index] if index >= 0 else self.lines[~index][::-1]
            pieces.append(line[1:] if pieces else line)
        return np.concatenate(pieces) if pieces else np.empty((0, 2))


class TopologyReading(Reading):
    """A geometry object whose lines and rings are lists of arcs."""

    def __init__(self, arcs: Arcs) -> None:
        super().__init__()
        self.arcs = arcs

    def geometry(self, value: Any) -> shapely.Geometry | None:
        """Build a geometry; as in GeoJSON, but lines and polygons have ``arcs``."""
        if isinstance(value, dict) and "arcs" in value:
            value = {"type": value.get("type"), "coordinates": value["arcs"]}
        return super().geometry(value)

    def _positions(self, value: Any) -> NDArray[np.float64]:
        if isinstance(value, list) and value and isinstance(value[0], list):
            return self.arcs.place(super()._positions(value)[:, :2])
        return self.arcs.joined(value)
