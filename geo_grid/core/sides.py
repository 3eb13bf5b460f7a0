"""Which neighbour lies to the north, east, south and west (四至)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.chain import edges_of, unpack
from geo_grid.core.coverage import edge_lengths_m
from geo_grid.core.crs.plane import metres_per_degree
from geo_grid.core.lattice import geometries_to_units, to_degrees

Floats = NDArray[np.float64]

#: In the order in which the four bounds are written.
SIDES = ("east", "south", "west", "north")

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Stretch:
    """How much of a grid's border faces one side and belongs to one neighbour.

    Parameters
    ----------
    side
        One of `SIDES`.
    neighbour
        Position among the neighbours; None where the coverage ends.
    metres
        Length of the common border that faces that side.
    """

    side: str
    neighbour: int | None
    metres: float


def stretches(own: Any, neighbours: Sequence[Any]) -> list[Stretch]:
    """The border of a grid by the side that it faces and by who is beyond it, the longest first.

    A stretch faces the side that its outward normal is nearest to, so that a border that winds counts for
    each side by its length.

    Parameters
    ----------
    own
        Polygon or multipolygon on the lattice, EPSG:4326 degrees.
    neighbours
        (n,) others that meet it edge to edge.
    """
    shapes = np.empty(1 + len(neighbours), dtype=object)
    shapes[:] = [own, *neighbours]
    edges = edges_of(geometries_to_units(shapes), np.zeros(len(shapes), dtype=np.int32))
    mine = edges.owner == 0
    beyond = {
        (end, start): int(owner) - 1
        for start, end, owner in zip(
            edges.start[~mine].tolist(), edges.end[~mine].tolist(), edges.owner[~mine].tolist(), strict=True
        )
    }
    start, end = edges.start[mine], edges.end[mine]
    owners = [beyond.get(pair, _NOBODY) for pair in zip(start.tolist(), end.tolist(), strict=True)]
    lengths = edge_lengths_m(start, end)
    facing = _facing(to_degrees(unpack(start)), to_degrees(unpack(end)))
    sums: dict[tuple[str, int], float] = {}
    for side, owner, length in zip(facing, owners, lengths.tolist(), strict=True):
        sums[side, owner] = sums.get((side, owner), 0.0) + length
    found = [
        Stretch(side, owner if owner != _NOBODY else None, metres) for (side, owner), metres in sums.items()
    ]
    return sorted(found, key=lambda each: (-each.metres, SIDES.index(each.side), each.neighbour or 0))


def _facing(start: Floats, end: Floats) -> list[str]:
    """The side that each edge's right hand, which is outside, is nearest to."""
    metres = metres_per_degree((start[:, 1] + end[:, 1]) / 2)
    run = (end - start) * metres
    east, north = run[:, 1], -run[:, 0]
    wide = np.abs(east) >= np.abs(north)
    sides = np.where(wide, np.where(east > 0, "east", "west"), np.where(north > 0, "north", "south"))
    return [str(side) for side in sides]
