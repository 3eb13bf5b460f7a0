"""GeoJSON geometry objects as shapely geometries, exactly, or the reason why not."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
import shapely
from numpy.typing import NDArray


class NotAGeometry(Exception):
    """A geometry object that cannot be read; its argument is the code of the note."""


class Reading:
    """One geometry being read; `unclosed` becomes True where a ring had to be closed."""

    def __init__(self) -> None:
        self.unclosed = False

    def geometry(self, value: Any) -> shapely.Geometry | None:
        """Build a geometry.

        Parameters
        ----------
        value
            A parsed GeoJSON geometry object, or None.

        Raises
        ------
        NotAGeometry
            ``geometry_unreadable`` or ``ring_too_short``.
        """
        if value is None:
            return None
        if not isinstance(value, dict):
            raise NotAGeometry("geometry_unreadable")
        kind = value.get("type")
        if kind == "GeometryCollection":
            parts = self._list(value.get("geometries"))
            return shapely.geometrycollections([self.geometry(part) for part in parts])
        build = self._builders.get(kind) if isinstance(kind, str) else None
        if build is None:
            raise NotAGeometry("geometry_unreadable")
        return build(self, self._list(value.get("coordinates")))

    @staticmethod
    def _list(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise NotAGeometry("geometry_unreadable")
        return value

    def _positions(self, value: Any) -> NDArray[np.float64]:
        """(n, 2 or 3) coordinates of a list of positions; every number as it stands."""
        positions = self._list(value)
        if not positions:
            return np.empty((0, 2))
        try:
            array = np.array(positions)
        except ValueError:  # some positions have a height and some have not
            try:
                array = np.array([position[:2] for position in positions])
            except (TypeError, ValueError):
                raise NotAGeometry("geometry_unreadable") from None
        if array.ndim != 2 or array.shape[1] < 2 or array.dtype.kind not in "iuf":
            raise NotAGeometry("geometry_unreadable")
        return array[:, :3].astype(np.float64)

    def _point(self, coordinates: list[Any]) -> shapely.Geometry:
        return shapely.points(self._positions([coordinates])[0]) if coordinates else shapely.Point()

    def _line(self, coordinates: Any) -> shapely.Geometry:
        positions = self._positions(coordinates)
        if len(positions) == 1:
            raise NotAGeometry("geometry_unreadable")
        return shapely.linestrings(positions) if len(positions) else shapely.LineString()

    def _ring(self, coordinates: Any) -> shapely.Geometry:
        positions = self._positions(coordinates)
        if len(positions) == 0:
            return shapely.LinearRing()
        (x, y), (last_x, last_y) = positions[0, :2].tolist(), positions[-1, :2].tolist()
        if x != x or y != y or last_x != last_x or last_y != last_y:
            # No ring can be closed at what is no number.
            raise NotAGeometry("geometry_unreadable")
        closed = x == last_x and y == last_y
        if len(positions) < (4 if closed else 3):
            raise NotAGeometry("ring_too_short")
        if not closed:
            self.unclosed = True
            positions = np.vstack([positions, positions[:1]])
        return shapely.linearrings(positions)

    def _polygon(self, coordinates: Any) -> shapely.Geometry:
        rings = [self._ring(ring) for ring in self._list(coordinates)]
        if not rings:
            return shapely.Polygon()
        holes = [ring for ring in rings[1:] if not ring.is_empty]
        if rings[0].is_empty and holes:
            raise NotAGeometry("geometry_unreadable")
        return shapely.Polygon(rings[0], holes) if holes else shapely.polygons(rings[0])

    def _multi_point(self, coordinates: list[Any]) -> shapely.Geometry:
        return shapely.multipoints([self._point(self._list(position)) for position in coordinates])

    def _multi_line(self, coordinates: list[Any]) -> shapely.Geometry:
        return shapely.multilinestrings([self._line(line) for line in coordinates])

    def _multi_polygon(self, coordinates: list[Any]) -> shapely.Geometry:
        return shapely.multipolygons([self._polygon(polygon) for polygon in coordinates])

    _builders: ClassVar[Mapping[str, Callable[[Any, Any], shapely.Geometry]]] = {
        "Point": _point,
        "LineString": _line,
        "Polygon": _polygon,
        "MultiPoint": _multi_point,
        "MultiLineString": _multi_line,
        "MultiPolygon": _multi_polygon,
    }
