"""Which ground changes hands between two divisions of it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.crs.area import area_m2
from geo_grid.core.lattice import geometries_to_degrees

#: A part smaller than this is where a vertex was rounded, and nobody's ground; square metres.
_SMALLEST_M2 = 1.0


@dataclass(frozen=True, slots=True)
class MovedPiece:
    """Ground that was one grid's and becomes another's.

    Parameters
    ----------
    geometry
        Multipolygon in lattice units; where borders cross between lattice points, not on the lattice.
    """

    from_key: str
    to_key: str
    geometry: shapely.Geometry
    area_m2: float


def moved_pieces(
    before: Mapping[str, shapely.Geometry], after: Mapping[str, shapely.Geometry]
) -> list[MovedPiece]:
    """Pieces that change hands, by the keys of who had them and who gets them.

    Parameters
    ----------
    before, after
        Key → polygon in lattice units, of grids of one level.
    """
    old, new = sorted(before), sorted(after)
    if not old or not new:
        return []
    wanted = as_array([after[key] for key in new])
    tree = shapely.STRtree(wanted)
    pairs = tree.query(as_array([before[key] for key in old]), predicate="intersects").T.tolist()
    found: list[MovedPiece] = []
    for one, other in sorted(pairs):
        if old[one] == new[other]:
            continue
        found += _piece(old[one], new[other], shapely.intersection(before[old[one]], wanted[other]))
    return found


def _piece(from_key: str, to_key: str, common: shapely.Geometry) -> Sequence[MovedPiece]:
    parts = shapely.get_parts(common)
    parts = shapely.get_parts(parts)[shapely.get_type_id(shapely.get_parts(parts)) == 3]
    if not len(parts):
        return ()
    areas = area_m2(geometries_to_degrees(parts))
    large = np.flatnonzero(areas >= _SMALLEST_M2)
    if not len(large):
        return ()
    ground = shapely.multipolygons(parts[large])
    return (MovedPiece(from_key, to_key, ground, float(areas[large].sum())),)
