"""Small lots of uneven shape, as in a town's old quarters."""

import numpy as np

from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats


def lots(ring: Floats, whole: float, rng: Random) -> list[Floats]:
    """Cut a piece of ground in two, and again, until every lot is small enough.

    Parameters
    ----------
    ring
        (n, 2) metres, open; where it is not convex, lots may reach beyond it.
    whole
        Typical size of a lot, m².
    rng
        Where chance comes from.
    """
    heap, found = [ring], []
    while heap:
        piece = heap.pop()
        size = area_of(piece)
        if size < whole * rng.uniform(0.75, 1.5) or len(piece) < 3:
            if len(piece) >= 3 and size > 40:
                found.append(piece)
            continue
        edges = np.concatenate([piece[1:], piece[:1]]) - piece
        longest = edges[int(np.argmax((edges**2).sum(axis=1)))]
        along = longest / np.hypot(*longest)
        # Across the larger of the two extents along the longest edge and across it.
        for direction in (along, np.array([-along[1], along[0]])):
            reach = piece @ direction
            other = piece @ np.array([-direction[1], direction[0]])
            if np.ptp(reach) >= np.ptp(other) or direction is not along:
                break
        at = reach.min() + np.ptp(reach) * rng.uniform(0.4, 0.6)
        heap += [half for half in halves(piece, direction, at) if len(half) >= 3]
    return found


def area_of(ring: Floats) -> float:
    """Area of an open ring, m²."""
    x, y = ring[1:, 0] - ring[0, 0], ring[1:, 1] - ring[0, 1]
    return abs(float(x[:-1] @ y[1:] - y[:-1] @ x[1:])) / 2


def halves(ring: Floats, direction: Floats, at: float) -> tuple[Floats, Floats]:
    """The two sides of the line on which points reach `at` in a direction; exact for convex rings."""
    away = ring @ direction - at
    after, next_away = np.concatenate([ring[1:], ring[:1]]), np.concatenate([away[1:], away[:1]])
    low: list[Floats] = []
    high: list[Floats] = []
    for point, one, other, following in zip(ring, away.tolist(), next_away.tolist(), after, strict=True):
        (low if one < 0 else high).append(point)
        if (one < 0) != (other < 0):
            cross = point + (following - point) * (one / (one - other))
            low.append(cross)
            high.append(cross)
    return np.array(low).reshape(-1, 2), np.array(high).reshape(-1, 2)


def shrunk(ring: Floats, share: float) -> Floats:
    """A ring drawn in towards its middle."""
    middle = ring.mean(axis=0)
    drawn: Floats = middle + (ring - middle) * share
    return drawn
