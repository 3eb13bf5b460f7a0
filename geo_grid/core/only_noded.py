"""Whether a border only got vertices on its edges: a noding change, which moves nobody's ground."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

#: A vertex this near an edge, in lattice units, lies on it as far as the lattice can tell.
_NEAR = 1


def only_noded(before: shapely.Geometry, after: shapely.Geometry) -> bool:
    """Tell whether one polygon differs from another only by further vertices on its edges.

    A split that ends on a neighbour's border needs a vertex there, in the neighbour and in every level above.

    Parameters
    ----------
    before, after
        Valid polygons or multipolygons in lattice units, in any order of rings and vertices.

    Returns
    -------
    bool
        True where every vertex of `before` is kept, in its order, and each further vertex lies within one
        unit of the edge it was put into. True for equal polygons, False where a vertex is missing.
    """
    old = {tuple(edge) for ring in _rings(before) for edge in _edges(ring)}
    known = {start for start, _ in old}
    remaining = set(old)
    for ring in _rings(after):
        kept = [i for i, vertex in enumerate(ring) if vertex in known]
        if len(kept) < 2:  # no edge of the former ring is left
            return False
        for here, following in zip(kept, [*kept[1:], kept[0] + len(ring)], strict=True):
            edge = (ring[here], ring[following % len(ring)])
            if edge not in remaining:
                return False
            remaining.discard(edge)
            between = (ring[i % len(ring)] for i in range(here + 1, following))
            if not all(_on(vertex, *edge) for vertex in between):
                return False
    return not remaining


Vertex = tuple[int, int]


def _rings(geometry: shapely.Geometry) -> list[list[Vertex]]:
    oriented = shapely.orient_polygons(geometry, exterior_cw=False)
    rings: NDArray[Any] = shapely.get_rings(shapely.get_parts(oriented))
    found = []
    for ring in rings:
        xy = np.rint(shapely.get_coordinates(ring)[:-1]).astype(np.int64)
        found.append([(int(x), int(y)) for x, y in xy])
    return found


def _edges(ring: list[Vertex]) -> list[tuple[Vertex, Vertex]]:
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def _on(vertex: Vertex, start: Vertex, end: Vertex) -> bool:
    (x, y), (ax, ay), (bx, by) = vertex, start, end
    dx, dy = bx - ax, by - ay
    along = (x - ax) * dx + (y - ay) * dy
    length2 = dx * dx + dy * dy
    across = (x - ax) * dy - (y - ay) * dx
    return 0 < along < length2 and across * across <= _NEAR * _NEAR * length2
