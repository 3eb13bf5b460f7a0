"""Which grid a point lies in, for one point in microseconds or for a million at once.

A point on a border belongs to the grid whose code comes first by string order (code points, as Python and
``COLLATE "C"`` sort); points are not snapped. A million points are sorted into a raster of cells once, so
that the candidates of a grid are a few slices of that order, and only those are asked of GEOS.
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
#: Cells along each side of the raster that sorts the points.
_CELLS = 1024


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
        candidates = self._tree.query(shapely.Point(x, y))
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
        low = np.min(self._bounds[:, :2], axis=0)
        high = np.max(self._bounds[:, 2:], axis=0)
        near = np.flatnonzero(np.all((points >= low) & (points <= high), axis=1))
        raster = _Raster.over(points[near], low, high)
        for grid, candidate in raster.candidates(self._bounds):
            x, y = points[near[candidate]].T
            west, south, east, north = self._bounds[grid].T
            boxed = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
            grid, candidate = grid[boxed], candidate[boxed]
            covered = shapely.intersects_xy(self._geometry[grid], x[boxed], y[boxed])
            # Written backwards, so that the lowest code stays; an earlier batch is lower still.
            place, winner = near[candidate[covered]][::-1], grid[covered][::-1]
            free = found[place] == NOWHERE
            found[place[free]] = winner[free]
        inside = found != NOWHERE
        found[inside] = self._order[found[inside]]
        return found


@dataclass(frozen=True, slots=True)
class _Raster:
    """Points in the order of their cells, row by row."""

    low: Floats
    per_unit: Floats
    order: Indices
    starts: Indices

    #: Candidates handed out at a time.
    _BATCH = 4_000_000

    @classmethod
    def over(cls, points: Floats, low: Floats, high: Floats) -> "_Raster":
        extent = high - low
        per_unit = _CELLS / np.where(extent > 0, extent, 1.0)
        cell = _cells(points, low, per_unit)
        key = (cell[:, 1] * _CELLS + cell[:, 0]).astype(np.int32)
        order = np.argsort(key)
        starts = np.zeros(_CELLS * _CELLS + 1, dtype=np.int64)
        np.cumsum(np.bincount(key, minlength=_CELLS * _CELLS), out=starts[1:])
        return cls(low, per_unit, order, starts)

    def candidates(self, bounds: Floats) -> Iterator[tuple[Indices, Indices]]:
        """Pairs (polygon, point) of points in the cells that a polygon's bounds touch, polygons ascending."""
        first, last = (
            _cells(bounds[:, :2], self.low, self.per_unit),
            _cells(bounds[:, 2:], self.low, self.per_unit),
        )
        rows = last[:, 1] - first[:, 1] + 1
        polygon = np.repeat(np.arange(len(bounds)), rows)
        row = first[polygon, 1] + _ramp(rows)
        begin = self.starts[row * _CELLS + first[polygon, 0]]
        length = self.starts[row * _CELLS + last[polygon, 0] + 1] - begin
        batch = np.cumsum(length) // self._BATCH
        for here in np.split(np.arange(len(polygon)), np.flatnonzero(np.diff(batch)) + 1):
            position = np.repeat(begin[here], length[here]) + _ramp(length[here])
            yield np.repeat(polygon[here], length[here]), self.order[position]


def _cells(points: Floats, low: Floats, per_unit: Floats) -> Indices:
    """Column and row of the cell of each point; the same monotone formula for points and for bounds."""
    cell: Indices = np.minimum((points - low) * per_unit, _CELLS - 1).astype(np.int64)
    return cell


def _ramp(lengths: Indices) -> Indices:
    """0 … length-1 for each length, one after another."""
    ends = np.cumsum(lengths)
    ramp: Indices = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return ramp
