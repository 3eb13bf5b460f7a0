"""The rings of a grid's border in short pieces, each with who is beyond it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import Ints, edges_of, pack
from geo_grid.core.coverage import edge_lengths_m
from geo_grid.core.crs.plane import Plane
from geo_grid.core.lattice import to_degrees

Floats = NDArray[np.float64]

#: Nobody of those given is beyond: the coverage ends, or a void begins.
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring of a border, walked with the grid on the right.

    Parameters
    ----------
    part
        Which part of the grid it is of, the largest first.
    is_hole
        Whether it goes round something inside.
    vertices
        (n, 2) lattice units, not closed.
    metres
        (n,) geodesic length of the edge from each vertex to the next.
    beyond
        (n,) position of the neighbour behind each edge, or `NOBODY`.
    """

    part: int
    is_hole: bool
    vertices: Ints
    metres: Floats
    beyond: Ints

    def from_vertex(self, first: int) -> "Ring":
        """The same ring, begun at another vertex."""
        return Ring(
            self.part,
            self.is_hole,
            np.roll(self.vertices, -first, axis=0),
            np.roll(self.metres, -first),
            np.roll(self.beyond, -first),
        )


@dataclass(frozen=True, slots=True)
class Pieces:
    """A ring cut into pieces of one length at most.

    Parameters
    ----------
    edge
        (k,) which edge of the ring each is of.
    start, middle, end
        (k, 2) metres on the plane.
    metres
        (k,) geodesic lengths; those of an edge add up to it.
    """

    edge: Ints
    start: Floats
    middle: Floats
    end: Floats
    metres: Floats

    @property
    def heading(self) -> Floats:
        """(k, 2) unit vectors."""
        along = self.end - self.start
        unit: Floats = along / np.hypot(along[:, 0], along[:, 1])[:, None]
        return unit


def rings_of(own: Any, neighbours: Sequence[Any]) -> list[Ring]:
    """The rings of a grid, shells clockwise and holes counter-clockwise, the largest part first.

    Parameters
    ----------
    own
        Polygon or multipolygon, lattice units.
    neighbours
        (n,) others that meet it edge to edge, lattice units.
    """
    edges = edges_of(as_array(list(neighbours)), np.zeros(len(neighbours), dtype=np.int32))
    # Where a neighbour's border runs with its ground on the left, ours runs with our ground on the right.
    beyond = dict(
        zip(zip(edges.start.tolist(), edges.end.tolist(), strict=True), edges.owner.tolist(), strict=True)
    )
    parts = shapely.get_parts(shapely.orient_polygons(own, exterior_cw=True))
    rings: list[Ring] = []
    for part, polygon in enumerate(parts[np.argsort(-shapely.area(parts), kind="stable")]):
        for hole, ring in enumerate([polygon.exterior, *polygon.interiors]):
            vertices = shapely.get_coordinates(ring)[:-1].astype(np.int64)
            packed = pack(vertices)
            after = np.roll(packed, -1)
            whose = [beyond.get(pair, NOBODY) for pair in zip(packed.tolist(), after.tolist(), strict=True)]
            rings.append(
                Ring(part, hole > 0, vertices, edge_lengths_m(packed, after), np.array(whose, dtype=np.int64))
            )
    return rings


def pieces_of(ring: Ring, plane: Plane, longest_m: float) -> Pieces:
    """A ring in pieces, in order."""
    counts = np.array([max(1, math.ceil(metres / longest_m)) for metres in ring.metres.tolist()])
    edge = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    corners = plane.to_metres(to_degrees(ring.vertices))
    from_corner, along = corners[edge], (np.roll(corners, -1, axis=0) - corners)[edge]
    share = 1.0 / counts[edge]
    return Pieces(
        edge.astype(np.int64),
        from_corner + along * (number * share)[:, None],
        from_corner + along * ((number + 0.5) * share)[:, None],
        from_corner + along * ((number + 1) * share)[:, None],
        ring.metres[edge] * share,
    )
