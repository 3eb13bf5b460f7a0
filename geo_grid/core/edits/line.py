"""Lines and pieces as they were drawn, before they meet any border."""

from collections.abc import Collection, Sequence

import shapely

from geo_grid.core.edits.points import Point, distance2, twice_area
from geo_grid.core.errors import Refusal


def drawn_line(points: Sequence[Point]) -> list[Point]:
    """A line without repeated points.

    Raises
    ------
    Refusal
        ``line_too_short``, ``line_crosses_itself``.
    """
    line = _without_repeats(points)
    if len(line) < 2:
        raise Refusal("line_too_short")
    if not shapely.LineString(line).is_simple:
        raise Refusal("line_crosses_itself")
    return line


def drawn_piece(rings: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Rings of a drawn piece, open, with its ground on their left: the shell and its holes.

    Raises
    ------
    Refusal
        ``line_too_short``: a ring has fewer than three corners; ``line_crosses_itself``: the rings bound no
        piece.
    """
    found = []
    for number, ring in enumerate(rings):
        corners = _without_repeats(ring)
        while len(corners) > 1 and corners[0] == corners[-1]:
            corners.pop()
        if len(corners) < 3:
            raise Refusal("line_too_short")
        if (twice_area(corners) > 0) != (number == 0):
            corners.reverse()
        found.append(corners)
    if not shapely.Polygon(found[0], found[1:]).is_valid:
        raise Refusal("line_crosses_itself")
    return found


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def snapped(points: Sequence[Point], known: Collection[Point]) -> list[Point]:
    """The same points, those beside a vertex that is known (its eight neighbours) put onto it."""
    return _without_repeats([_onto(point, known) for point in points])


def _onto(point: Point, known: Collection[Point]) -> Point:
    if point in known:
        return point
    x, y = point
    beside = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (x + dx, y + dy) in known]
    return min(beside, key=lambda vertex: (distance2(point, vertex), vertex), default=point)
