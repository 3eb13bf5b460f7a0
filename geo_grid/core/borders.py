"""How far a point is from the nearest border, and who is on the other side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.chain import edges_of, unpack
from geo_grid.core.crs import between_m, distance_m
from geo_grid.core.crs.plane import metres_per_degree, metres_per_degree_at
from geo_grid.core.lattice import Geometries, geometries_to_units, to_degrees
from geo_grid.core.locating import NOWHERE

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
#: One coordinate of a point, or of many.
_Xs = float | Floats

#: Pairs of a point and an edge that are measured in one go; bounds the memory to about 200 MB.
_PAIRS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Border:
    """The nearest point of a border.

    Parameters
    ----------
    distance_m
        Geodesic distance to it, metres.
    lon, lat
        The point, EPSG:4326 degrees.
    grid
        Position of the grid whose border it is.
    neighbour
        Position of the grid on the other side, `NOWHERE` where the coverage ends.
    """

    distance_m: float
    lon: float
    lat: float
    grid: int
    neighbour: int


class Borders:
    """The edges of a coverage's grids, each knowing the grid on its other side.

    Parameters
    ----------
    geometry
        (n,) polygons or multipolygons on the lattice, EPSG:4326 degrees, that tile edge to edge.
    codes
        (n,) codes; where several neighbours are equally near the lowest code is named.

    Notes
    -----
    Nearness is measured on the plane that touches the ellipsoid at the point (metres per degree from the
    radii of curvature there), exact to 1e-5 within 10 km; the distance itself is geodesic.
    """

    def __init__(self, geometry: Geometries, codes: Sequence[str]) -> None:
        edges = edges_of(geometries_to_units(geometry), np.zeros(len(geometry), dtype=np.int32))
        owner = edges.owner.astype(np.int64)
        by_owner = np.argsort(owner, kind="stable")
        owner, start, end = owner[by_owner], edges.start[by_owner], edges.end[by_owner]
        self._start = to_degrees(unpack(start))
        self._along = to_degrees(unpack(end)) - self._start
        self._owner = owner
        self._neighbour = _other_sides(np.minimum(start, end), np.maximum(start, end), owner)
        self._first = np.searchsorted(owner, np.arange(len(geometry) + 1))
        self._outer = np.flatnonzero(self._neighbour == NOWHERE)
        rank = np.empty(len(codes) + 1, dtype=np.int64)
        rank[sorted(range(len(codes)), key=lambda i: codes[i])] = np.arange(len(codes))
        rank[NOWHERE] = len(codes)
        self._rank = rank

    def of(self, grid: int, lon: float, lat: float) -> Border:
        """The nearest point of one grid's border.

        Parameters
        ----------
        grid
            Position of the grid, normally the one that covers the point.
        lon, lat
            EPSG:4326 degrees.
        """
        return self._nearest(slice(int(self._first[grid]), int(self._first[grid + 1])), lon, lat)

    def outer(self, lon: float, lat: float) -> Border | None:
        """The nearest point of all edges with nothing on their other side; None where there are no grids.

        For a point outside the coverage, or in one of its voids, this is the way to the nearest grid.
        """
        return self._nearest(self._outer, lon, lat) if len(self._outer) else None

    def distances_m(self, grids: Indices, points: Floats) -> Floats:
        """Distance of many points to the border of the grid each lies in.

        Parameters
        ----------
        grids
            (m,) positions of grids; `NOWHERE` gives NaN.
        points
            (m, 2) lon/lat, EPSG:4326 degrees.

        Returns
        -------
        (m,) metres.
        """
        nearest = np.full((len(points), 2), np.nan)
        for grid, which in _grouped(grids):
            start = self._start[self._first[grid] : self._first[grid + 1]]
            along = self._along[self._first[grid] : self._first[grid + 1]]
            step = max(1, _PAIRS_AT_ONCE // max(1, len(start)))
            for part in (which[i : i + step] for i in range(0, len(which), step)):
                xy = points[part]
                metres = metres_per_degree(xy[:, 1])
                east, north, square = _feet(_columns(xy), _columns(metres), start[None], along[None])
                here = np.arange(len(part)), np.argmin(square, axis=1)
                nearest[part] = xy + np.stack([east[here], north[here]], axis=-1)
        known = np.isfinite(nearest[:, 0])
        distances = np.full(len(points), np.nan)
        distances[known] = distance_m(*points[known].T, *nearest[known].T)
        return distances

    def _nearest(self, which: slice | Indices, lon: float, lat: float) -> Border:
        metres = metres_per_degree_at(lat)
        east, north, square = _feet((lon, lat), metres, self._start[which], self._along[which])
        ties = np.flatnonzero(square <= square.min() * (1 + 1e-12))
        neighbour, owner = self._neighbour[which][ties], self._owner[which][ties]
        best = np.lexsort((self._rank[owner], self._rank[neighbour]))[0] if len(ties) > 1 else 0
        near = lon + float(east[ties[best]]), lat + float(north[ties[best]])
        return Border(between_m((lon, lat), near), *near, int(owner[best]), int(neighbour[best]))


def _feet(
    points: tuple[_Xs, _Xs], metres: tuple[_Xs, _Xs], start: Floats, along: Floats
) -> tuple[Floats, Floats, Floats]:
    """Offset in degrees from each point to the nearest point of each edge, east and north, and its m²."""
    # One coordinate at a time: for the few edges of a grid three times as fast as arrays of both.
    to_x, to_y = start[..., 0] - points[0], start[..., 1] - points[1]
    along_x, along_y = along[..., 0], along[..., 1]
    run_x, run_y = along_x * metres[0], along_y * metres[1]
    share = (to_x * metres[0] * run_x + to_y * metres[1] * run_y) / -(run_x * run_x + run_y * run_y)
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    east, north = to_x + share * along_x, to_y + share * along_y
    across, up = east * metres[0], north * metres[1]
    return east, north, across * across + up * up


def _columns(pairs: Floats) -> tuple[Floats, Floats]:
    return pairs[:, :1], pairs[:, 1:]


def _other_sides(low: Indices, high: Indices, owner: Indices) -> Indices:
    """For each edge the owner of the same edge in another polygon, else `NOWHERE`."""
    order = np.lexsort((high, low))
    pair = np.flatnonzero((low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1]))
    first, second = order[pair], order[pair + 1]
    sides = np.full(len(owner), NOWHERE, dtype=np.int64)
    apart = owner[first] != owner[second]
    sides[first[apart]] = owner[second[apart]]
    sides[second[apart]] = owner[first[apart]]
    return sides


def _grouped(grids: Indices) -> Iterator[tuple[int, Indices]]:
    """Each grid that occurs, with the positions where it does."""
    order = np.argsort(grids, kind="stable")
    values, starts = np.unique(grids[order], return_index=True)
    ends = np.append(starts, len(order))[1:]
    for grid, first, end in zip(values, starts, ends, strict=True):
        if grid != NOWHERE:
            yield int(grid), order[first:end]
