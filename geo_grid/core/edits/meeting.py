"""Where drawn lines meet borders: both get the vertices at which they meet, and share them from then on.

What lies within one lattice unit (1 cm) of another is on it; what crosses does so at the exact point, rounded
once. docs/edits.md gives the order in which this is decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import Ints
from geo_grid.core.edits.crossing import crosses, rounded_crossing
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.line import snapped
from geo_grid.core.edits.points import (
    Box,
    Edge,
    Point,
    along,
    box_of,
    chain_of,
    cross,
    distance2,
    edges_round,
    lies_beside,
    rings_of,
    undirected,
)
from geo_grid.core.errors import Refusal


@dataclass(frozen=True)
class Meeting:
    """Leaves and lines that share their vertices wherever they meet.

    Parameters
    ----------
    leaves
        Key → leaf, as it was.
    lines
        The drawn lines with all vertices at which they meet borders.
    paths
        Every edge that got vertices, with them, from end to end.
    strokes
        Every segment of a line that got vertices, likewise.
    """

    leaves: Mapping[str, Grid]
    lines: tuple[tuple[Point, ...], ...]
    paths: tuple[tuple[Point, ...], ...]
    strokes: tuple[tuple[Point, ...], ...]

    @cached_property
    def before(self) -> Mapping[str, frozenset[Edge]]:
        """Key → boundary chain as it was."""
        return {key: frozenset(chain_of(rings)) for key, rings in self._rings.items()}

    @cached_property
    def rings(self) -> Mapping[str, list[list[Point]]]:
        """Key → rings with the vertices that were inserted."""
        inserted = {(path[0], path[-1]): path for path in self.paths}
        return {
            key: [_with(ring, inserted) for ring in rings] if inserted else rings
            for key, rings in self._rings.items()
        }

    @cached_property
    def chains(self) -> Mapping[str, frozenset[Edge]]:
        """Key → boundary chain with the vertices that were inserted."""
        return {key: frozenset(chain_of(rings)) for key, rings in self.rings.items()}

    @cached_property
    def owner(self) -> Mapping[Edge, str]:
        """Directed edge with its vertices inserted → the leaf on its left."""
        return {edge: key for key, chain in self.chains.items() for edge in chain}

    @cached_property
    def vertices(self) -> frozenset[Point]:
        """All vertices of borders."""
        return frozenset(start for start, _ in self.owner)

    @cached_property
    def _rings(self) -> Mapping[str, list[list[Point]]]:
        return {key: rings_of(leaf.geometry) for key, leaf in self.leaves.items()}

    def is_border(self, edge: Edge) -> bool:
        """Whether an edge, either way round, is part of a border."""
        return edge in self.owner or (edge[1], edge[0]) in self.owner


def _with(ring: list[Point], inserted: Mapping[Edge, tuple[Point, ...]]) -> list[Point]:
    found: list[Point] = []
    for start, end in edges_round(ring):
        found.append(start)
        path = inserted.get((start, end))
        if path is not None:
            found.extend(path[1:-1])
            continue
        path = inserted.get((end, start))
        if path is not None:
            found.extend(path[-2:0:-1])
    return found


def meet(leaves: Sequence[Grid], lines: Sequence[Sequence[Point]]) -> Meeting:
    """Give lines and the borders that they meet their common vertices.

    Parameters
    ----------
    leaves
        All leaves whose bounds meet those of the lines.
    lines
        Drawn lines; a closed one ends where it begins.

    Raises
    ------
    Refusal
        ``line_too_short``: nothing is left of a line on the lattice; ``too_fine``: a line would touch itself.
    """
    edges = edges_near(leaves, box_of(point for line in lines for point in line))
    corners = frozenset(point for edge in edges for point in edge)
    drawn = [snapped(line, corners) for line in lines]
    # Lines that were drawn one after another meet each other as they meet borders.
    segments = list(dict.fromkeys(segment for line in drawn for segment in pairwise(line)))
    crowd = _Crowd([*edges, *(segments if len(drawn) > 1 else ())])
    on: dict[Edge, set[Point]] = {}
    for point in dict.fromkeys(point for line in drawn for point in line if point not in corners):
        _put_on_nearest(point, crowd, on)
    for segment in segments:
        for point in crowd.points_near(segment):
            if lies_beside(point, *segment):
                on.setdefault(undirected(segment), set()).add(point)
    bent = {segment: path_of(segment, on) for segment in segments}
    crossings = [
        (edge, segment, rounded_crossing(one, other))
        for segment in segments
        for edge in crowd.edges_near(segment)
        for one in pairwise(path_of(edge, on))
        for other in pairwise(bent[segment])
        if crosses(one, other)
    ]
    for edge, segment, point in crossings:
        on.setdefault(edge, set()).add(point)
        on.setdefault(undirected(segment), set()).add(point)
    met = []
    for line in drawn:
        points = [line[0]]
        for segment in pairwise(line):
            points.extend(path_of(segment, on)[1:])
        met.append(_once(_without_spurs(points)))
    borders = set(edges)
    paths = tuple(tuple(path_of(edge, on)) for edge in sorted(on) if edge in borders)
    strokes = tuple(tuple(path_of(edge, on)) for edge in sorted(on) if edge not in borders)
    return Meeting({leaf.key: leaf for leaf in leaves}, tuple(met), paths, strokes)


def path_of(edge: Edge, on: Mapping[Edge, set[Point]]) -> list[Point]:
    """An edge with the points on it, in the order in which they come along it."""
    start, end = edge
    points = on.get(undirected(edge), set()) - {start, end}
    return [start, *sorted(points, key=lambda point: (along(start, end, point), point)), end]


def _without_spurs(line: Sequence[Point]) -> list[Point]:
    """A line that goes nowhere and straight back, as it may where two segments took the same vertex."""
    found: list[Point] = []
    for point in line:
        found.append(point)
        while len(found) > 2 and found[-1] == found[-3]:
            del found[-2:]
    while len(found) > 3 and found[0] == found[-1] and found[1] == found[-2]:
        found = found[1:-1]
    return found


def _once(line: Sequence[Point]) -> tuple[Point, ...]:
    if len(line) < 2:
        raise Refusal("line_too_short")
    inner = line[1:] if line[0] == line[-1] else line
    if len(set(inner)) != len(inner):
        raise Refusal("too_fine", at=list(line[0]))
    return tuple(line)


def _put_on_nearest(point: Point, crowd: "_Crowd", on: dict[Edge, set[Point]]) -> None:
    """Put a vertex of a line onto the nearest edge that it lies beside."""
    beside = [edge for edge in crowd.edges_near((point, point)) if lies_beside(point, *edge)]
    if beside:
        on.setdefault(min(beside, key=lambda edge: _nearness(point, edge)), set()).add(point)


def _nearness(point: Point, edge: Edge) -> tuple[Fraction, Edge]:
    start, end = edge
    return Fraction(cross(start, end, point) ** 2, distance2(start, end)), edge


def edges_near(leaves: Sequence[Grid], box: Box) -> list[Edge]:
    """Edges of leaves whose bounds come within two units of a box, each once, from its smaller end."""
    if not leaves:
        return []
    rings = shapely.get_rings(shapely.get_parts(as_array([leaf.geometry for leaf in leaves])))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    points = xy.astype(np.int64)
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    west, south, east, north = box
    near = (
        (ring[:-1] == ring[1:])
        & (low[:, 0] <= east + 2)
        & (low[:, 1] <= north + 2)
        & (high[:, 0] >= west - 2)
        & (high[:, 1] >= south - 2)
    )
    at = np.flatnonzero(near)
    found = {
        undirected(((ax, ay), (bx, by)))
        for (ax, ay), (bx, by) in zip(points[at].tolist(), points[at + 1].tolist(), strict=True)
    }
    return sorted(found)


class _Crowd:
    """Edges that are asked for by place."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        self._edges = sorted({undirected(edge) for edge in edges})
        self._points = sorted({point for edge in self._edges for point in edge})
        ends: Ints = np.array(self._edges, dtype=np.int64).reshape(-1, 2, 2)
        self._low, self._high = ends.min(axis=1), ends.max(axis=1)
        self._xy: Ints = np.array(self._points, dtype=np.int64).reshape(-1, 2)

    def edges_near(self, segment: Edge) -> list[Edge]:
        """Edges whose bounds come within two units of those of a segment, in order."""
        return [self._edges[at] for at in self._at(self._low, self._high, segment)]

    def points_near(self, segment: Edge) -> list[Point]:
        """Ends of edges within two units of the bounds of a segment, in order."""
        return [self._points[at] for at in self._at(self._xy, self._xy, segment)]

    @staticmethod
    def _at(low: Ints, high: Ints, segment: Edge) -> list[int]:
        west, south, east, north = box_of(segment)
        near = (low <= (east + 2, north + 2)) & (high >= (west - 2, south - 2))
        found: list[int] = np.flatnonzero(near.all(axis=1)).tolist()
        return found
