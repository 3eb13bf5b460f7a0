"""The stretches of a border (四至): to the east, south, west and north, what it follows or whom it meets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from geo_grid.core.bounds.corners import SIDES, corners
from geo_grid.core.bounds.following import NOTHING, Lines
from geo_grid.core.bounds.lines import LineLayer, NamedLine
from geo_grid.core.bounds.pieces import NOBODY, Pieces, Ring, pieces_of, rings_of
from geo_grid.core.crs.plane import Plane
from geo_grid.core.lattice import to_degrees, to_units

#: The side of a ring that goes round something inside the grid.
INSIDE = "inside"
#: How far a street's centre line may lie from a border that follows it, metres: half a street of four lanes.
WITHIN_M = 12.0
#: Longest piece of a border that is looked at by itself, metres.
_PIECE_M = 10.0
#: Pieces of a ring without long edges, at most.
_MOST_PIECES = 4000
#: A stretch shorter than this many times the distance within which a line is followed is a crossing or a
#: cut corner, and goes with the longer one beside it; so is one shorter than this share of the whole ring.
_SHORTEST, _SHORTEST_SHARE = 2.0, 0.01

#: What a piece is told by: the layer and the name it follows, else the neighbour behind it.
_Key = tuple[LineLayer, str] | int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one side of a border that is told in one breath.

    Parameters
    ----------
    side
        One of `SIDES`, or `INSIDE`.
    part
        Which part of the grid it is of, the largest first.
    layer, name
        What it follows; None where it follows nothing that has a name.
    beyond
        (position of the neighbour, metres) of those behind it, most first; the position is None where the
        coverage ends.
    length_m
        Geodesic.
    points
        Where it runs, lattice units, with the grid on the right.
    """

    side: str
    part: int
    layer: LineLayer | None
    name: str | None
    beyond: tuple[tuple[int | None, float], ...]
    length_m: float
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The border of a grid in stretches, clockwise from the north-east; the largest part first, holes last.

    Parameters
    ----------
    length_m
        Of the whole border: the sum of the stretches.
    along_m
        Layer → metres that follow a line of it, with or without a name, before anything is rounded off.
    """

    stretches: tuple[Stretch, ...]
    length_m: float
    along_m: Mapping[str, float]

    @property
    def share_along(self) -> float:
        """How much of the border follows streets or water (街巷定界率), 0 to 1."""
        along = self.along_m.get("street", 0.0) + self.along_m.get("water", 0.0)
        return min(1.0, along / self.length_m) if self.length_m else 0.0

    def of_side(self, side: str, part: int = 0) -> tuple[Stretch, ...]:
        """The stretches of one side, in order."""
        return tuple(each for each in self.stretches if each.side == side and each.part == part)


def bounds_of(
    own: Any, neighbours: Sequence[Any], lines: Sequence[NamedLine], within_m: float = WITHIN_M
) -> Bounds:
    """Tell what the border of a grid follows.

    A piece of the border follows a line that is near and runs the same way, or water that it lies in. A side
    is what lies between two corners of the grid, so that a border which winds stays one side.

    Parameters
    ----------
    own
        Polygon or multipolygon, lattice units.
    neighbours
        (n,) others that meet it edge to edge, lattice units.
    lines
        Streets, waters and railways near it, lattice units.
    within_m
        Farthest that a line may lie from a border that follows it.
    """
    ends = to_degrees(np.array(shapely.bounds(own))).reshape(2, 2)
    plane = Plane(*ends.mean(axis=0).tolist())
    asked = Lines(lines, plane, tuple(plane.to_metres(ends).ravel().tolist()))
    found: list[Stretch] = []
    along: dict[str, float] = {}
    total = 0.0
    for ring in rings_of(own, neighbours):
        starts = (0,) if ring.is_hole else corners(ring)
        ring = ring.from_vertex(starts[0])
        # The border of a county is looked at no closer than is told of it.
        longest_m = max(min(_PIECE_M, within_m), float(ring.metres.sum()) / _MOST_PIECES)
        pieces = pieces_of(ring, plane, longest_m)
        followed = asked.followed(pieces, within_m)
        for at in np.unique(followed[followed != NOTHING]).tolist():
            layer = lines[at].layer
            along[layer] = along.get(layer, 0.0) + float(pieces.metres[followed == at].sum())
        total += float(ring.metres.sum())
        behind = ring.beyond[pieces.edge]
        told = zip(followed.tolist(), behind.tolist(), strict=True)
        walk = _Walk(ring, pieces, [_key(lines, *each) for each in told], plane)
        shortest_m = max(within_m * _SHORTEST, float(ring.metres.sum()) * _SHORTEST_SHARE)
        for side, mine in _sides(ring, pieces, starts):
            runs = _runs(walk, mine, shortest_m)
            found += [walk.stretch(side, run) for run in runs]
    found.sort(key=lambda each: (each.part, each.side == INSIDE))
    return Bounds(tuple(found), total, along)


@dataclass(frozen=True, slots=True)
class _Walk:
    ring: Ring
    pieces: Pieces
    keys: list[_Key]
    plane: Plane

    def metres(self, run: Sequence[int]) -> float:
        return float(self.pieces.metres[list(run)].sum())

    def main(self, run: Sequence[int]) -> _Key:
        """What most of a run is told by."""
        sums: dict[_Key, float] = {}
        for piece in run:
            sums[self.keys[piece]] = sums.get(self.keys[piece], 0.0) + float(self.pieces.metres[piece])
        return max(sums, key=lambda key: sums[key])

    def stretch(self, side: str, run: Sequence[int]) -> Stretch:
        key = self.main(run)
        behind: dict[int, float] = {}
        for piece in run:
            who = int(self.ring.beyond[self.pieces.edge[piece]])
            behind[who] = behind.get(who, 0.0) + float(self.pieces.metres[piece])
        beyond = sorted(behind.items(), key=lambda each: (-each[1], each[0]))
        layer, name = key if isinstance(key, tuple) else (None, None)
        return Stretch(
            side,
            self.ring.part,
            layer,
            name,
            tuple((None if who == NOBODY else who, metres) for who, metres in beyond),
            self.metres(run),
            self._points(run),
        )

    def _points(self, run: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """From where the run begins over the vertices on it to where it ends."""
        first, last = run[0], run[-1]
        ends = to_units(self.plane.to_degrees(np.stack([self.pieces.start[first], self.pieces.end[last]])))
        edges = self.pieces.edge[list(run)].tolist()
        turns = [edge for before, edge in pairwise(edges) if edge != before]
        between = self.ring.vertices[turns].tolist()
        walked = [tuple(ends[0].tolist()), *map(tuple, between), tuple(ends[1].tolist())]
        return tuple((int(x), int(y)) for x, y in walked)


def _key(lines: Sequence[NamedLine], followed: int, beyond: int) -> _Key:
    if followed != NOTHING:
        name = lines[followed].name
        if name is not None:
            return lines[followed].layer, name
    return beyond


def _sides(ring: Ring, pieces: Pieces, starts: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """Each side with its pieces, in order; the ring begins where its first side does."""
    if ring.is_hole:
        yield INSIDE, list(range(len(pieces.edge)))
        return
    count = len(ring.vertices)
    begins: list[int] = []
    for start in starts:
        begin = (start - starts[0]) % count
        # Back where the first side began: what is left is nothing, not everything.
        begins.append(begin if not begins or begin >= begins[-1] else count)
    for side, begin, stop in zip(SIDES, begins, [*begins[1:], count], strict=True):
        yield side, np.flatnonzero((pieces.edge >= begin) & (pieces.edge < stop)).tolist()


def _runs(walk: _Walk, mine: list[int], shortest_m: float) -> list[list[int]]:
    """Pieces in runs that are told together; a run that is too short goes with the longer one beside it."""
    runs: list[list[int]] = []
    for piece in mine:
        if runs and walk.keys[runs[-1][-1]] == walk.keys[piece]:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    if walk.ring.is_hole and len(runs) > 1 and walk.keys[runs[0][0]] == walk.keys[runs[-1][-1]]:
        runs[0] = runs.pop() + runs[0]
    while len(runs) > 1:
        lengths = [walk.metres(run) for run in runs]
        short = min(range(len(runs)), key=lambda at: lengths[at])
        if lengths[short] >= shortest_m:
            break
        beside = [at for at in (short - 1, short + 1) if 0 <= at < len(runs)]
        into = max(beside, key=lambda at: lengths[at])
        low, high = min(short, into), max(short, into)
        runs[low : high + 1] = [runs[low] + runs[high]]
        # What was cut in two by it may be one again.
        for at in (low + 1, low):
            if 0 < at < len(runs) and walk.main(runs[at - 1]) == walk.main(runs[at]):
                runs[at - 1 : at + 1] = [runs[at - 1] + runs[at]]
    return runs
