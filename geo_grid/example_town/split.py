"""One street through one piece of ground."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo_grid.example_town.curves import Random, bowed
from geo_grid.example_town.frame import Floats

#: Points nearer than this to a line are on it, metres.
_ON = 0.02
#: A ring that turns more has a corner there, radians.
_CORNER = 0.35
#: How far a street stays from the edge of the ground it crosses, metres.
_CLEAR = 1.0
#: A ring that turns more has a corner there, radians.
_CORNER = 0.35
#: How far a street stays from the edge of the ground it crosses, metres.
_CLEAR = 1.0
#: Size of the squares in which crossings are looked up, metres.
_SQUARE = 40.0


@dataclass
class Crossings:
    """Where streets already end at other streets, so that the next one may continue them."""

    squares: dict[tuple[int, int], list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, point: Floats) -> None:
        """Remember a crossing, metres."""
        x, y = float(point[0]), float(point[1])
        self.squares[int(x // _SQUARE), int(y // _SQUARE)].append((x, y))

    def near(self, point: Floats, distance: float) -> list[tuple[float, float]]:
        """Crossings within a distance (at most the side of a square), nearest first."""
        x, y = float(point[0]), float(point[1])
        column, row = int(x // _SQUARE), int(y // _SQUARE)
        found = [
            (float(np.hypot(a - x, b - y)), a, b)
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for a, b in self.squares.get((i, j), ())
        ]
        return [(a, b) for away, a, b in sorted(found) if away <= distance]


@dataclass(frozen=True, slots=True)
class Habit:
    """How streets are drawn somewhere.

    Parameters
    ----------
    bend
        Deviation from straight as a share of the length.
    skew
        Typical deviation from a right angle, radians.
    spread
        How far from the middle a piece may be cut, as a share of its length.
    snap
        How near to a crossing a street continues it, metres.
    """

    bend: float
    skew: float
    spread: float
    snap: float


def split(
    ring: Floats, habit: Habit, crossings: Crossings, rng: Random
) -> tuple[Floats, Floats, Floats] | None:
    """Cut a piece of ground across its longer side.

    Parameters
    ----------
    ring
        (n, 2) metres, open.
    habit
        How to draw.
    crossings
        Those known; the two ends of the new street are added.
    rng
        Where chance comes from.

    Returns
    -------
    The street, from edge to edge, and the two rings beside it, which share its vertices; None where no street
    fits.
    """
    corner, long, short = _box(ring)
    outline = _Outline.of(ring)
    best: tuple[float, Floats, int, Floats, int] | None = None
    for _ in range(3):
        at = 0.5 + rng.uniform(-habit.spread, habit.spread)
        angle = rng.normal(0, habit.skew)
        foot = corner + long * at
        cos, sin = np.cos(angle), np.sin(angle)
        direction = np.array([short[0] * cos - short[1] * sin, short[0] * sin + short[1] * cos])
        ends = _chord(outline, foot, direction)
        if ends is None:
            continue
        (start, i), (end, j) = ends
        start, i, joined = _continued(outline, start, i, habit.snap, crossings)
        end, j, also = _continued(outline, end, j, habit.snap, crossings)
        if i == j:
            continue
        room = min(_room(outline, start, joined), _room(outline, end, also))
        score = min(room, 45.0) + 12 * joined + 12 * also - 40 * abs(at - 0.5)
        if best is None or score > best[0]:
            best = score, start, i, end, j
    if best is None:
        return None
    _, start, i, end, j = best
    edge = shapely.linearrings(ring)
    street = bowed(rng, start, end, habit.bend)
    # Only its two ends may touch the ground's edge.
    if len(street) > 2 and _touches(street, edge):
        street = bowed(rng, start, end, 0.0)
        if len(street) > 2 and _touches(street, edge):
            return None
    crossings.add(start)
    crossings.add(end)
    first, second = _halves(ring, street, i, j)
    return street, first, second


def _box(ring: Floats) -> tuple[Floats, Floats, Floats]:
    """A corner of the smallest rectangle around a ring, its longer side, the unit vector of the shorter."""
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shapely.polygons(ring)))
    if len(box) < 4:
        box = shapely.get_coordinates(shapely.envelope(shapely.polygons(ring)))
    a, b = box[1] - box[0], box[3] - box[0]
    corner = box[0]
    if np.hypot(*a) < np.hypot(*b):
        a, b = b, a
    middle = corner + b / 2
    return middle, a, b / max(float(np.hypot(*b)), 1e-9)


@dataclass(frozen=True, slots=True)
class _Outline:
    """A ring, the next vertex of each, and the vertices where it turns."""

    ring: Floats
    after: Floats
    corners: Floats

    @classmethod
    def of(cls, ring: Floats) -> "_Outline":
        after = np.concatenate([ring[1:], ring[:1]])
        b = after - ring
        a = np.concatenate([b[-1:], b[:-1]])
        turn = np.abs(np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(axis=1)))
        return cls(ring, after, ring[turn > _CORNER])


def _chord(
    outline: _Outline, foot: Floats, direction: Floats
) -> tuple[tuple[Floats, int], tuple[Floats, int]] | None:
    """The longest stretch of a line inside a ring: both ends, each with the edge it lies on."""
    ring, after = outline.ring, outline.after
    normal = np.array([-direction[1], direction[0]])
    one = (ring - foot) @ normal
    other = np.concatenate([one[1:], one[:1]])
    hits = np.flatnonzero((one >= 0) != (other >= 0))
    if len(hits) < 2:
        return None
    share = one[hits] / (one[hits] - other[hits])
    points = ring[hits] + share[:, None] * (after[hits] - ring[hits])
    along = (points - foot) @ direction
    order = np.argsort(along)
    along = along[order]
    longest = 2 * int(np.argmax(along[1::2] - along[::2]))
    a, b = int(order[longest]), int(order[longest + 1])
    return (points[a], int(hits[a])), (points[b], int(hits[b]))


def _continued(
    outline: _Outline, point: Floats, edge: int, snap: float, crossings: Crossings
) -> tuple[Floats, int, bool]:
    """Move an end to a crossing nearby where another street arrives from the other side."""
    for x, y in crossings.near(point, snap):
        there = np.array([x, y])
        at = _edge_of(outline, there)
        if at is not None and not _is_corner(outline, there):
            return there, at, True
    return point, edge, False


def _edge_of(outline: _Outline, point: Floats) -> int | None:
    ring = outline.ring
    along = outline.after - ring
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((point - ring) * along).sum(axis=1) / length, 0, 1)
    away = np.hypot(*(ring + share[:, None] * along - point).T)
    edge = int(np.argmin(away))
    return edge if away[edge] < _ON else None


def _is_corner(outline: _Outline, point: Floats) -> bool:
    return len(outline.corners) > 0 and float(np.hypot(*(outline.corners - point).T).min()) < _ON


def _room(outline: _Outline, point: Floats, joined: bool) -> float:
    """How far an end is from the corners, metres; a continued street needs less."""
    if not len(outline.corners):
        return 45.0
    away = float(np.hypot(*(outline.corners - point).T).min())
    return away + 20 if joined else away


def _touches(street: Floats, edge: shapely.LinearRing) -> bool:
    inner = shapely.points(street[1:-1])
    return bool(shapely.dwithin(inner, edge, _CLEAR).any())


def _halves(ring: Floats, street: Floats, i: int, j: int) -> tuple[Floats, Floats]:
    """The two rings beside a street that begins on edge i and ends on edge j."""
    if i > j:
        street, i, j = street[::-1], j, i
    first = np.concatenate([ring[i + 1 : j + 1], street[::-1]])
    second = np.concatenate([ring[j + 1 :], ring[: i + 1], street])
    return _without_repeats(first), _without_repeats(second)


def _without_repeats(ring: Floats) -> Floats:
    step = np.hypot(*(ring - np.concatenate([ring[-1:], ring[:-1]])).T)
    kept: Floats = ring[step > _ON]
    return kept
