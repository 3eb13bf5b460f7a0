"""Where a border turns from one side to the next: the four corners of a ring."""

import numpy as np
import shapely

from geo_grid.core.bounds.pieces import Ring

#: In the order in which the four bounds are written, which is clockwise: east begins in the north-east.
SIDES = ("east", "south", "west", "north")
#: Bends smaller than this share of the ring's extent are no corners.
_SMALL = 0.02
#: x and y weights of the corners where the sides begin.
_TOWARDS = np.array([(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)])


def corners(ring: Ring) -> tuple[int, int, int, int]:
    """The vertices of a shell at which its east, south, west and north sides begin, walking clockwise.

    The corner in the north-east is the vertex that lies farthest to the north-east of the ring's bounding
    box, and so on; of equals the one that comes later, so that a square on its tip has a whole edge on each
    side. Small bends are left out first. Corners may coincide: a triangle has an empty side.

    Parameters
    ----------
    ring
        A shell, clockwise.
    """
    xy = ring.vertices.astype(np.float64)
    low, size = xy.min(axis=0), np.ptp(xy, axis=0)
    unit = (xy - low) / size
    kept = shapely.get_coordinates(shapely.simplify(shapely.Polygon(unit), _SMALL))
    at = {(x, y): position for position, (x, y) in reversed(list(enumerate(unit.tolist())))}
    turns = np.unique([at[x, y] for x, y in kept.tolist()])
    scores = np.round(unit[turns] @ _TOWARDS.T, 9)
    found = [int(turns[np.lexsort((-scores[:, (side + 1) % 4], -scores[:, side]))[0]]) for side in range(4)]
    return found[0], found[1], found[2], found[3]
