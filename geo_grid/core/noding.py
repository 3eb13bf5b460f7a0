"""From edges to the faces between them. Only those that meet another between their ends are noded."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.lattice import Geometries

#: Intersections are kept to this fraction of a lattice unit: 2^-20 of 1 cm, so no area is lost to rounding.
FINE = 2.0**-20
#: Edges nearer than this are noded together, so that rounding cannot push one across the other.
_CLOSE = 4.0 * FINE
#: Edges looked up at a time; bounds the memory where many pass near one another.
_BLOCK = 2_000
#: What is cut off an edge's ends (lattice units) to see whether it meets another between them.
_CUT = 1e-3


def faces_between(edges: Geometries) -> Geometries:
    """The faces that two-point lines bound; only those that meet between their ends need noding."""
    meets = _meets_another(edges)
    noded = shapely.get_parts(shapely.union_all(edges[meets], grid_size=FINE))
    return polygonized(np.concatenate([noded, edges[~meets]]))


def polygonized(lines: Geometries) -> Geometries:
    """The faces that lines bound which meet only at their ends."""
    faces: Geometries = np.asarray(shapely.get_parts(shapely.polygonize(lines)))
    return faces


def _meets_another(edges: Geometries) -> NDArray[np.bool_]:
    """Which two-point lines cross, touch or pass another elsewhere than where both end."""
    ends = shapely.get_coordinates(edges).reshape(-1, 2, 2)
    along = ends[:, 1] - ends[:, 0]
    length = np.hypot(along[:, 0], along[:, 1])
    cut = along * (np.minimum(_CUT, 0.25 * length) / length)[:, None]
    inner = np.stack([ends[:, 0] + cut, ends[:, 1] - cut], axis=1)
    tree = shapely.STRtree(edges)
    meets = np.zeros(len(edges), dtype=bool)
    for at in range(0, len(edges), _BLOCK):
        one, other = tree.query(shapely.linestrings(inner[at : at + _BLOCK]))
        one += at
        apart = one != other
        one, other = one[apart], other[apart]
        maybe = ~(_beside(inner[one], ends[other]) | _beside(ends[other], inner[one]))
        one, other = one[maybe], other[maybe]
        near = shapely.dwithin(shapely.linestrings(inner[one]), edges[other], _CLOSE)
        meets[one[near]] = True
        meets[other[near]] = True
    return meets


def _beside(segments: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether both ends of the others lie on one side of the line through a segment, and not near it."""
    start, along = segments[:, 0], segments[:, 1] - segments[:, 0]
    toward = others - start[:, None]
    cross = along[:, None, 0] * toward[:, :, 1] - along[:, None, 1] * toward[:, :, 0]
    room = 2.0 * _CLOSE * np.hypot(along[:, 0], along[:, 1])
    clear: NDArray[np.bool_] = (cross.min(axis=1) > room) | (cross.max(axis=1) < -room)
    return clear
