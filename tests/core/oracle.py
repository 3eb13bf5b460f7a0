"""What a coverage's faults are, found the slow and obvious way: cut the plane along every border and look.

Shares nothing with the proof but the lattice. Quadratic, for a few dozen polygons.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.lattice import Geometries

#: Crossings are kept to this part of a lattice unit.
_FINE = 2.0**-22
#: A vertex within one unit of an edge belongs on it; the rest is rounding of the comparison itself.
_NEAR = 1.0 + 1e-6

Row = int


@dataclass(frozen=True)
class Region:
    """A connected patch of ground where something is wrong."""

    code: str
    grids: frozenset[Row]
    parent: int
    area: float
    """Square lattice units."""
    polygon: shapely.Geometry
    thin: bool
    """Within one lattice unit of one edge: a vertex beside it, no ground."""


@dataclass(frozen=True)
class Verdict:
    regions: list[Region]
    duplicates: set[tuple[frozenset[Row], int]]
    unmatched: set[tuple[int, tuple[int, int]]]
    """(parent, vertex): exactly inside an edge of the same parent's chain, and following it for a stretch."""
    touching: set[tuple[int, tuple[int, int]]]
    """The same, also where they only touch it."""
    beside: set[tuple[int, tuple[int, int]]]
    """The same within one lattice unit."""

    @property
    def faults(self) -> list[Region]:
        return [region for region in self.regions if not region.thin]

    @property
    def tiled(self) -> bool:
        return not (self.regions or self.duplicates or self.unmatched)


def judge(grids: Geometries, key: Sequence[int] | None = None, parents: Geometries | None = None) -> Verdict:
    """Judge lattice-unit polygons against their parents, or against their own outer boundary."""
    keys = np.zeros(len(grids), dtype=int) if key is None else np.asarray(key)
    regions: list[Region] = []
    duplicates: set[tuple[frozenset[Row], int]] = set()
    unmatched: set[tuple[int, tuple[int, int]]] = set()
    touching: set[tuple[int, tuple[int, int]]] = set()
    beside: set[tuple[int, tuple[int, int]]] = set()
    for parent in range(1 if parents is None else len(parents)):
        rows = [row for row in range(len(grids)) if keys[row] == parent and grids[row] is not None]
        copies: dict[Row, list[Row]] = {}
        for row in rows:
            for first in copies:
                if shapely.equals(grids[first], grids[row]):
                    copies[first].append(row)
                    break
            else:
                copies[row] = [row]
        duplicates |= {(frozenset(all_), parent) for all_ in copies.values() if len(all_) > 1}
        whole = None if parents is None else parents[parent]
        shapes = [grids[row] for row in copies] + ([] if whole is None else [whole])
        if not shapes:
            continue
        segments = _segments(shapes)
        regions += _regions(grids, copies, whole, parent, segments)
        exact, touch, near = _vertices_on_edges(segments)
        touching |= {(parent, vertex) for vertex in touch}
        unmatched |= {(parent, vertex) for vertex in exact}
        beside |= {(parent, vertex) for vertex in near}
    return Verdict(regions, duplicates, unmatched, touching, beside)


def _segments(shapes: list[shapely.Geometry]) -> NDArray[np.float64]:
    """(n, 4) x0 y0 x1 y1 of every edge."""
    found = []
    for shape in shapes:
        for part in shapely.get_parts(shape):
            for at, ring in enumerate(shapely.get_rings(part)):
                # Ground lies to the left of every edge.
                xy = shapely.get_coordinates(ring)[:: 1 if shapely.is_ccw(ring) == (at == 0) else -1]
                found.append(np.hstack([xy[:-1], xy[1:]]))
    every: NDArray[np.float64] = np.vstack(found)
    proper: NDArray[np.float64] = every[(every[:, :2] != every[:, 2:]).any(axis=1)]
    return proper


def _loose(segments: NDArray[np.float64], grids_edges: int) -> NDArray[np.float64]:
    """Edges that do not cancel; a border that two grids agree on is nobody's unmatched edge."""
    total: dict[tuple[float, ...], int] = defaultdict(int)
    undirected = []
    for at, (x0, y0, x1, y1) in enumerate(segments.tolist()):
        forward = (x0, y0) < (x1, y1)
        side = (x0, y0, x1, y1) if forward else (x1, y1, x0, y0)
        undirected.append(side)
        total[side] += (1 if forward else -1) * (1 if at < grids_edges else -1)
    loose: NDArray[np.float64] = segments[np.array([total[side] != 0 for side in undirected])]
    return loose


def _regions(
    grids: Geometries,
    copies: dict[Row, list[Row]],
    whole: shapely.Geometry | None,
    parent: int,
    segments: NDArray[np.float64],
) -> list[Region]:
    rows = list(copies)
    loose = _loose(segments, len(segments) if whole is None else len(segments) - len(_segments([whole])))
    low = segments.min(axis=0)[[0, 1]]
    low = np.minimum(low, segments.min(axis=0)[[2, 3]])

    def local(shape: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(shape, lambda xy: xy - low)

    shapes = [local(grids[row]) for row in rows]
    border = None if whole is None else local(whole)
    lines = [shapely.boundary(shape) for shape in [*shapes, *([] if border is None else [border])]]
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=_FINE)
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    labels = []
    for cell in cells:
        point = shapely.point_on_surface(cell)
        over = frozenset(row for row, shape in zip(rows, shapes, strict=True) if shape.contains(point))
        labels.append((over, border is None or bool(border.contains(point))))

    # Cells with the same label that share an edge are one region.
    root = list(range(len(cells)))

    def find(at: int) -> int:
        while root[at] != at:
            at = root[at]
        return at

    sides: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        for ring in shapely.get_rings(cell):
            xy = shapely.get_coordinates(ring)
            for start, end in zip(xy[:-1].tolist(), xy[1:].tolist(), strict=True):
                sides[(*min(start, end), *max(start, end))].append(at)
    for both in sides.values():
        if len(both) == 2 and labels[both[0]] == labels[both[1]]:
            root[find(both[0])] = find(both[1])
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(cells)):
        groups[find(at)].append(at)

    found = []
    for at, members in groups.items():
        over, inside = labels[at]
        if len(over) == (1 if inside else 0):
            continue
        code = "overlap" if len(over) >= 2 else "outside_parent" if over else "gap"
        ground = shapely.union_all(cells[members]) if len(members) > 1 else cells[members[0]]
        # The fault as it is named: every copy of a duplicated shape takes part.
        named = frozenset(copy for row in over for copy in copies[row])
        area = float(sum(cells[member].area for member in members))
        polygon = shapely.transform(ground, lambda xy: xy + low)
        found.append(Region(code, named, parent, area, polygon, _hugs(polygon, loose)))
    return found


def _hugs(polygon: shapely.Geometry, segments: NDArray[np.float64]) -> bool:
    """Whether all of a polygon lies within one unit of a single edge."""
    xy = shapely.get_coordinates(polygon)
    worst = np.zeros(len(segments))
    for point in xy:
        worst = np.maximum(worst, _distance(point, segments))
    return bool((worst <= _NEAR).any())


def _distance(point: NDArray[np.float64], segments: NDArray[np.float64]) -> NDArray[np.float64]:
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    toward = point - start
    t = np.clip((toward * along).sum(axis=1) / (along**2).sum(axis=1), 0.0, 1.0)
    off: NDArray[np.float64] = np.hypot(*(toward - t[:, None] * along).T)
    return off


def _vertices_on_edges(
    segments: NDArray[np.float64],
) -> tuple[set[tuple[int, int]], set[tuple[int, int]], set[tuple[int, int]]]:
    vertices = {(int(x), int(y)) for x, y in segments[:, :2]}
    exact, touch, near = set(), set(), set()
    whole = [tuple(int(c) for c in segment) for segment in segments.tolist()]
    for vertex in vertices:
        px, py = vertex
        for x0, y0, x1, y1 in whole:
            if vertex in ((x0, y0), (x1, y1)):
                continue
            cross = (x1 - x0) * (py - y0) - (y1 - y0) * (px - x0)
            within = min(x0, x1) <= px <= max(x0, x1) and min(y0, y1) <= py <= max(y0, y1)
            if cross == 0 and within:
                touch.add(vertex)
                if _runs_along(vertex, (x1 - x0, y1 - y0), whole):
                    exact.add(vertex)
        if (_distance(np.array(vertex, dtype=float), segments[_apart(segments, vertex)]) <= _NEAR).any():
            near.add(vertex)
    return exact, touch, near


def _runs_along(vertex: tuple[int, int], along: tuple[int, int], edges: list[tuple[int, ...]]) -> bool:
    """Whether an edge that ends at the vertex follows the direction: a stretch to match, not only a touch."""
    for x0, y0, x1, y1 in edges:
        if vertex in ((x0, y0), (x1, y1)) and (x1 - x0) * along[1] == (y1 - y0) * along[0]:
            return True
    return False


def _apart(segments: NDArray[np.float64], vertex: tuple[int, int]) -> NDArray[np.bool_]:
    here = np.array(vertex, dtype=float)
    apart: NDArray[np.bool_] = ~(
        (segments[:, :2] == here).all(axis=1) | (segments[:, 2:] == here).all(axis=1)
    )
    return apart
