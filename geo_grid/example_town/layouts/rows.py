"""Buildings in parallel rows within a piece of ground."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.frame import Floats

#: Between the end of a row and the edge of the ground, metres.
_MARGIN = 0.2


@dataclass(frozen=True, slots=True)
class Slab:
    """A rectangle of a row.

    Parameters
    ----------
    ring
        (4, 2) metres: front left, front right, back right, back left; the front faces south.
    row, place
        Its row from the north, and its place in the row from the west.
    length, depth
        Metres.
    """

    ring: Floats
    row: int
    place: int
    length: float
    depth: float


def southern(area: Any) -> float:
    """The direction of rows in which houses face about south along an edge of the ground, radians in ±π/4."""
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))
    edge = box[1] - box[0]
    angle = float(np.arctan2(edge[1], edge[0]))
    return (angle + np.pi / 4) % (np.pi / 2) - np.pi / 4


def rows(
    area: Any,
    angle: float,
    depth: float,
    pitch: float,
    lengths: Callable[[float], list[tuple[float, float]]],
) -> list[Slab]:
    """Fill a piece of ground with rows.

    Parameters
    ----------
    area
        Polygon, metres; every rectangle lies in it.
    angle
        Direction of the rows, radians.
    depth, pitch
        Depth of a row and distance from one to the next, metres.
    lengths
        Given the free length of a row, metres: (start, length) of its rectangles.
    """
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    ring = shapely.get_coordinates(area.exterior) @ turn
    low, high = float(ring[:, 1].min()), float(ring[:, 1].max())
    count = max(1, int((high - low - depth) // pitch) + 1)
    if high - low < depth:
        return []
    start = low + ((high - low) - ((count - 1) * pitch + depth)) / 2
    found: list[tuple[Floats, int, int, float]] = []
    for row in range(count):
        y = start + (count - 1 - row) * pitch
        for left, right in _free(ring, y, y + depth):
            for place, (at, length) in enumerate(lengths(right - left)):
                x = left + at
                box = np.array([[x, y], [x + length, y], [x + length, y + depth], [x, y + depth]])
                found.append((box @ turn.T, row, place, length))
    if not found:
        return []
    shapely.prepare(area)
    inside = shapely.contains(area, shapely.polygons(np.array([box for box, *_ in found])))
    return [
        Slab(box, row, place, length, depth)
        for (box, row, place, length), fits in zip(found, inside.tolist(), strict=True)
        if fits
    ]


def _free(ring: Floats, low: float, high: float) -> list[tuple[float, float]]:
    """Stretches that are inside a closed ring at three heights."""
    free = [(-np.inf, np.inf)]
    for y in (low, (low + high) / 2, high):
        a, b = ring[:-1], ring[1:]
        hit = (a[:, 1] > y) != (b[:, 1] > y)
        a, b = a[hit], b[hit]
        x = np.sort(a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])).tolist()
        free = [
            (max(left, one), min(right, other))
            for left, right in free
            for one, other in zip(x[::2], x[1::2], strict=False)
            if min(right, other) - max(left, one) > 4
        ]
    return [(left + _MARGIN, right - _MARGIN) for left, right in free]
