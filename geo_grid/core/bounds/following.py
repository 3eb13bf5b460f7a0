"""Which line each piece of a border follows: one that is near, and runs the same way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.bounds.lines import STILL, NamedLine
from geo_grid.core.bounds.pieces import Pieces
from geo_grid.core.canonical import as_array
from geo_grid.core.chain import Ints
from geo_grid.core.crs.plane import Plane
from geo_grid.core.lattice import to_degrees

Floats = NDArray[np.float64]

#: A piece that follows nothing.
NOTHING = -1
#: Widest angle between a border and the line that it follows: beyond it the line only crosses.
_WIDEST = math.cos(math.radians(30))
#: A bank winds more than the water does, so a border in the water may run at this angle to it.
_WIDEST_TO_BANK = math.cos(math.radians(45))
#: A line without a name must be this share of the tolerance nearer than one with a name.
_NAMELESS = 1 / 3
#: What being in the water counts for, against being beside a line, as a share of the tolerance.
_IN_WATER = 1 / 2
#: Lines and banks farther than this from the border's bounds are not looked at, metres.
_MARGIN_M = 200.0


@dataclass(frozen=True, slots=True)
class _Segments:
    start: Floats
    end: Floats
    line: Ints

    def heading(self, which: Ints) -> Floats:
        along = self.end[which] - self.start[which]
        unit: Floats = along / np.hypot(along[:, 0], along[:, 1])[:, None]
        return unit

    def shapes(self) -> NDArray[Any]:
        drawn: NDArray[Any] = np.asarray(shapely.linestrings(np.stack([self.start, self.end], axis=1)))
        return drawn


class Lines:
    """Lines on a plane, to be asked what follows them.

    Parameters
    ----------
    lines
        Whatever is near; those earlier are taken where two are equally near.
    plane
        The flat map that distances are measured on.
    reach
        West, south, east, north of the border that is asked about, metres on the plane.
    """

    def __init__(self, lines: Sequence[NamedLine], plane: Plane, reach: tuple[float, ...]) -> None:
        self._lines = lines
        drawn = shapely.transform(
            as_array([line.geometry for line in lines]), lambda xy: plane.to_metres(to_degrees(xy))
        )
        is_area = np.isin(shapely.get_type_id(drawn), (3, 6))
        self._areas = [(at, drawn[at]) for at in np.flatnonzero(is_area).tolist()]
        self._segments = _segments(drawn, reach)
        self._shapes = self._segments.shapes()
        self._tree = shapely.STRtree(self._shapes)

    def followed(self, pieces: Pieces, within_m: float) -> Ints:
        """The line that each piece follows.

        Parameters
        ----------
        within_m
            Farthest that a line may be away.

        Returns
        -------
        (k,) positions among the lines, or `NOTHING`.
        """
        heading = pieces.heading
        points = shapely.points(pieces.middle)
        found = [self._beside(points, heading, within_m), *self._inside(points, heading, within_m)]
        piece, line, cost = (np.concatenate(column) for column in zip(*found, strict=True))
        followed = np.full(len(points), NOTHING, dtype=np.int64)
        order = np.lexsort((line, cost, piece))
        first = np.ones(len(order), dtype=bool)
        first[1:] = piece[order][1:] != piece[order][:-1]
        followed[piece[order[first]]] = line[order[first]]
        return followed

    def _beside(self, points: NDArray[Any], heading: Floats, within_m: float) -> tuple[Ints, Ints, Floats]:
        piece, segment = self._tree.query(points, predicate="dwithin", distance=within_m)
        same_way = np.abs((heading[piece] * self._segments.heading(segment)).sum(axis=1)) >= _WIDEST
        piece, segment = piece[same_way], segment[same_way]
        line = self._segments.line[segment]
        nameless = np.array([each.name is None for each in self._lines], dtype=bool)
        cost = shapely.distance(points[piece], self._shapes[segment])
        return piece, line, cost + np.where(nameless[line], within_m * _NAMELESS, 0.0)

    def _inside(
        self, points: NDArray[Any], heading: Floats, within_m: float
    ) -> list[tuple[Ints, Ints, Floats]]:
        found = []
        for at, area in self._areas:
            shapely.prepare(area)
            piece = np.flatnonzero(shapely.intersects(area, points))
            banks = np.flatnonzero(self._segments.line == at)
            if len(piece) and len(banks) and self._lines[at].kind not in STILL:
                nearest = banks[shapely.STRtree(self._shapes[banks]).nearest(points[piece])]
                same_way = np.abs((heading[piece] * self._segments.heading(nearest)).sum(axis=1))
                piece = piece[same_way >= _WIDEST_TO_BANK]
            cost = np.full(len(piece), within_m * _IN_WATER)
            found.append((piece, np.full(len(piece), at, dtype=np.int64), cost))
        return found


def _segments(drawn: NDArray[Any], reach: tuple[float, ...]) -> _Segments:
    """Straight pieces of lines, and of the rings of areas, that are in reach, with the line each is of."""
    parts, line = shapely.get_parts(drawn, return_index=True)
    is_area = shapely.get_type_id(parts) == 3
    rings, of = shapely.get_rings(parts[is_area], return_index=True)
    chains = np.concatenate([parts[~is_area], rings])
    line = np.concatenate([line[~is_area], line[is_area][of]]).astype(np.int64)
    xy, chain = shapely.get_coordinates(chains, return_index=True)
    a, b = xy[:-1], xy[1:]
    west, south, east, north = reach
    near = (np.maximum(a, b) >= (west - _MARGIN_M, south - _MARGIN_M)).all(axis=1)
    near &= (np.minimum(a, b) <= (east + _MARGIN_M, north + _MARGIN_M)).all(axis=1)
    start = np.flatnonzero(near & (chain[1:] == chain[:-1]) & (a != b).any(axis=1))
    return _Segments(xy[start], xy[start + 1], line[chain[start]])
