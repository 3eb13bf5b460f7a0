"""A coverage: grids of one level that tile an area edge to edge. Immutable."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, edges_of, unpack
from geo_grid.core.crs import area_m2, distance_m
from geo_grid.core.lattice import Geometries, geometries_to_degrees, to_degrees


@dataclass(frozen=True, slots=True)
class SharedBorder:
    """The border two grids have in common.

    Parameters
    ----------
    first, second
        Positions of the grids, first < second.
    length_m
        Geodesic length of the edges they share, metres.
    """

    first: int
    second: int
    length_m: float


@dataclass(frozen=True)
class Coverage:
    """Grids of one level, in a fixed order.

    Parameters
    ----------
    ids
        (n,) names, unique.
    geometry
        (n,) polygons or multipolygons in lattice units.
    parents
        (n,) ids of their parents, None where there is no level above.
    """

    ids: tuple[str, ...]
    geometry: Geometries
    parents: tuple[str | None, ...]

    def __post_init__(self) -> None:
        if not len(self.ids) == len(self.geometry) == len(self.parents):
            raise ValueError("ids, geometry and parents must have one entry a grid")
        self.geometry.flags.writeable = False

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def degrees(self) -> Geometries:
        """(n,) the same polygons in EPSG:4326 lon/lat degrees."""
        return geometries_to_degrees(self.geometry)

    @cached_property
    def areas_m2(self) -> NDArray[np.float64]:
        """(n,) geodesic areas, square metres."""
        return area_m2(self.degrees)

    @cached_property
    def shared_borders(self) -> tuple[SharedBorder, ...]:
        """Every pair of neighbours, with the length of the border they share."""
        first, second, edge, edges = shared_edges(self.geometry)
        if len(first) == 0:
            return ()
        lengths = edge_lengths_m(edges.start[edge], edges.end[edge])
        pair = first.astype(np.int64) * len(self.ids) + second
        pairs, where = np.unique(pair, return_inverse=True)
        totals = np.bincount(where, weights=lengths)
        return tuple(
            SharedBorder(int(p // len(self.ids)), int(p % len(self.ids)), float(length))
            for p, length in zip(pairs, totals, strict=True)
        )

    def neighbours(self, position: int) -> list[tuple[int, float]]:
        """Grids that share an edge with one grid, with the shared length in metres, longest first."""
        found = [
            (border.second if border.first == position else border.first, border.length_m)
            for border in self.shared_borders
            if position in (border.first, border.second)
        ]
        return sorted(found, key=lambda item: (-item[1], self.ids[item[0]]))


def shared_edges(geometry: Geometries) -> tuple[NDArray[np.int32], NDArray[np.int32], Ints, Edges]:
    """Edges that two polygons have in common, whatever their direction.

    Parameters
    ----------
    geometry
        (n,) lattice polygons.

    Returns
    -------
    (k,) first owner, (k,) second owner (first < second), (k,) position of one of the two edges; all edges.
    """
    edges = edges_of(geometry, np.zeros(len(geometry), dtype=np.int32))
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    order = np.lexsort((edges.owner, high, low))
    same = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    at = np.flatnonzero(same)
    one, other = edges.owner[order[at]], edges.owner[order[at + 1]]
    apart = one != other
    first, second = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
    return first, second, order[at][apart], edges


def edge_lengths_m(start: Ints, end: Ints) -> NDArray[np.float64]:
    """Geodesic lengths of edges between packed lattice points, metres."""
    a, b = to_degrees(unpack(start)), to_degrees(unpack(end))
    return distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])


def coverage_of(ids: Sequence[str], geometry: Geometries, parents: Sequence[str | None]) -> Coverage:
    """A coverage of copies, so that nobody can change it from outside."""
    copied = np.array(geometry, dtype=object, copy=True)
    shapely.prepare(copied)
    return Coverage(tuple(ids), copied, tuple(parents))
