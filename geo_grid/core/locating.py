"""Which grid a point lies in, for one point in microseconds or for a million at once.

A point on a border belongs to the grid whose code comes first by string order (code points, as Python and
``COLLATE "C"`` sort); points are not snapped. A million points are sorted once into upright strips, so that
the candidates of a grid are a few slices of that order, and only those are asked of GEOS.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[Any]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

#: What stands for “in no grid”.
NOWHERE = -1

#: Points that are looked up in one go: bounds the memory of the candidates to about 100 MB.
_POINTS_AT_ONCE = 1_000_000
#: Upright strips that the points are sorted into.
_STRIPS = 4096


class Locator:
    """Polygons made ready to be asked which of them covers a point.

    Parameters
    ----------
    geometry
        (n,) shapely polygons, any one CRS; None and empty geometries cover nothing. They need not tile.
    codes
        (n,) codes; where several polygons cover a point the lowest code wins, equal codes by position.
    """

    def __init__(self, geometry: Geometries, codes: Sequence[str]) -> None:
        order = np.array(sorted(range(len(codes)), key=lambda i: codes[i]), dtype=np.int64)
        sorted_geometry = np.empty(len(codes), dtype=object)
        sorted_geometry[:] = np.asarray(geometry, dtype=object)[order]
        usable = ~(shapely.is_missing(sorted_geometry) | shapely.is_empty(sorted_geometry))
        self._order: Indices = order[usable]
        self._geometry: Geometries = sorted_geometry[usable]
        self._bounds: Floats = shapely.bounds(self._geometry).reshape(-1, 4)
        self._tree = shapely.STRtree(self._geometry)
        shapely.prepare(self._geometry)

    def at(self, x: float, y: float) -> int:
        """Position of the polygon that covers one point, or `NOWHERE`."""
        candidates = self._tree.query(shapely.points([x, y]))
        if not len(candidates):
            return NOWHERE
        candidates.sort()
        covering = candidates[shapely.intersects_xy(self._geometry[candidates], x, y)]
        return int(self._order[covering[0]]) if len(covering) else NOWHERE

    def many(self, points: Floats, *, advance: Callable[[int], None] | None = None) -> Indices:
        """Position of the polygon that covers each point.

        Parameters
        ----------
        points
            (m, 2) x and y in the polygons' CRS; a point that is not finite lies nowhere.
        advance
            Called with the number of points done since the last call.

        Returns
        -------
        (m,) positions in the geometry given at first, `NOWHERE` where none covers the point.
        """
        found = np.full(len(points), NOWHERE, dtype=np.int64)
        for start in range(0, len(points), _POINTS_AT_ONCE):
            part = slice(start, start + _POINTS_AT_ONCE)
            found[part] = self._some(np.asarray(points[part], dtype=np.float64))
            if advance is not None:
                advance(len(found[part]))
        return found

    def _some(self, points: Floats) -> Indices:
        found = np.full(len(points), NOWHERE, dtype=np.int64)
        if not len(self._geometry):
            return found
        low, high = np.min(self._bounds[:, :2], axis=0), np.max(self._bounds[:, 2:], axis=0)
        near = np.flatnonzero(np.all((points >= low) & (points <= high), axis=1))
        x, y = points[near].T
        strips = _Strips.of(x, y, low, high)
        near, x, y = near[strips.order], x[strips.order], y[strips.order]
        for grid, place in strips.candidates(self._bounds):
            beside = (x[place] >= self._bounds[grid, 0]) & (x[place] <= self._bounds[grid, 2])
            grid, place = grid[beside], place[beside]
            covered = shapely.intersects_xy(self._geometry[grid], x[place], y[place])
            # Written backwards, so that the lowest code stays; an earlier batch is lower still.
            point, winner = near[place[covered]][::-1], grid[covered][::-1]
            free = found[point] == NOWHERE
            found[point[free]] = winner[free]
        inside = found != NOWHERE
        found[inside] = self._order[found[inside]]
        return found


@dataclass(frozen=True, slots=True)
class _Strips:
    """Points in the order of upright strips, and by y within a strip."""

    low: Floats
    extent: Floats
    order: Indices
    keys: Floats

    #: Candidates handed out at a time.
    _BATCH = 4_000_000

    @classmethod
    def of(cls, x: Floats, y: Floats, low: Floats, high: Floats) -> "_Strips":
        extent = np.where(high > low, high - low, 1.0)
        keys = _strip(x, low, extent) + _height(y, low, extent)
        order = np.argsort(keys)
        return cls(low, extent, order, keys[order])

    def candidates(self, bounds: Floats) -> Iterator[tuple[Indices, Indices]]:
        """Pairs (polygon, place in order) of points within a polygon's height in the strips it touches.

        Polygons ascend. Keys are monotone in x and in y, so that no point within the bounds is missed.
        """
        first = _strip(bounds[:, 0], self.low, self.extent)
        strips = (_strip(bounds[:, 2], self.low, self.extent) - first).astype(np.int64) + 1
        polygon = np.repeat(np.arange(len(bounds)), strips)
        strip = first[polygon] + _ramp(strips)
        south, north = (
            _height(bounds[:, 1], self.low, self.extent),
            _height(bounds[:, 3], self.low, self.extent),
        )
        begin = np.searchsorted(self.keys, strip + south[polygon], side="left")
        length = np.searchsorted(self.keys, strip + north[polygon], side="right") - begin
        batch = np.cumsum(length) // self._BATCH
        for here in np.split(np.arange(len(polygon)), np.flatnonzero(np.diff(batch)) + 1):
            yield (
                np.repeat(polygon[here], length[here]),
                np.repeat(begin[here], length[here]) + _ramp(length[here]),
            )


def _strip(x: Floats, low: Floats, extent: Floats) -> Floats:
    """Number of the strip that x lies in, a whole number."""
    return np.asarray(np.floor((x - low[0]) / extent[0] * (_STRIPS - 1)))


def _height(y: Floats, low: Floats, extent: Floats) -> Floats:
    """Height of y above the lowest bound, 0 to ½."""
    return np.asarray((y - low[1]) / extent[1] / 2)


def _ramp(lengths: Indices) -> Indices:
    """0 … length-1 for each length, one after another."""
    ends = np.cumsum(lengths)
    ramp: Indices = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return ramp
