"""The borders of real faults: they tell a vertex that only ends one from a fault of its own."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Ints, unpack

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: How near (lattice units) a place lies to a border that runs through it; crossings are kept to 1e-6.
_ON = 1e-3
#: How near a vertex beside a border belongs to it.
_BESIDE = 1.5


class Borders:
    """The edges of patches of ground.

    Parameters
    ----------
    polygons
        Patches in lattice units.
    keys
        (polygons,) the key each belongs to.
    """

    def __init__(self, polygons: Sequence[shapely.Geometry], keys: Ints) -> None:
        rings, polygon = shapely.get_rings(np.array(polygons, dtype=object), return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        at = np.flatnonzero(ring[1:] == ring[:-1])
        self.keys = keys[polygon[ring[at]]] if len(at) else np.zeros(0, dtype=np.int64)
        self.tree = shapely.STRtree(shapely.linestrings(np.stack([xy[at], xy[at + 1]], axis=1)))

    def follow(self, point: Ints, onward: Ints, key: Ints) -> Mask:
        """Whether a border of the same key runs from packed points the way to others."""
        here = unpack(point).astype(np.float64)
        way = unpack(onward) - here
        length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
        step = np.minimum(0.5, 0.5 * length) / length
        return self._near(here + way * step[:, None], key, _ON)

    def run_beside(self, point: Ints, start: Ints, end: Ints, key: Ints) -> Mask:
        """Whether a border of the same key passes packed points and keeps to an edge from there."""
        here = unpack(point).astype(np.float64)
        way = (unpack(end) - unpack(start)).astype(np.float64)
        way *= 2.0 * _BESIDE / np.hypot(way[:, 0], way[:, 1])[:, None]
        along = self._near(here + way, key, _BESIDE) | self._near(here - way, key, _BESIDE)
        return along & self._near(here, key, _BESIDE)

    def _near(self, xy: Floats, key: Ints, reach: float) -> Mask:
        near = np.zeros(len(xy), dtype=bool)
        if not len(self.keys):
            return near
        place, border = self.tree.query(shapely.points(xy), predicate="dwithin", distance=reach)
        near[place[self.keys[border] == key[place]]] = True
        return near
