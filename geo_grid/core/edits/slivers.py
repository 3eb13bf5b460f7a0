"""Ground that is too narrow for anybody to answer for: slivers, and strips that hang on to wider ground."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.crs.plane import metres_per_degree_at
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.points import Point
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import UNITS_PER_DEGREE

#: Narrow ground is a strip from this many times the width in length; an acute corner is not.
_LONG = 10.0
#: Corners come back up to this many times the width when a shape is grown again.
_MITRE = 10.0
#: Growing back goes this much further than shrinking went, for the rounding.
_SLACK = 1.01


@dataclass(frozen=True)
class _Plane:
    """Metres east and north of a corner, and back to lattice units."""

    origin: tuple[float, float]
    scale: tuple[float, float]

    def flat(self, geometry: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(geometry, lambda xy: (xy - self.origin) * self.scale)

    def unit(self, point: shapely.Point) -> Point:
        xy = np.floor(shapely.get_coordinates(point)[0] / self.scale + self.origin + 0.5)
        return int(xy[0]), int(xy[1])


def check_width(grid: Grid, before: Iterable[Grid], narrowest_m: float) -> None:
    """See that a grid is nowhere so narrow as no grid should be.

    Parameters
    ----------
    grid
        A grid that was redrawn.
    before
        Grids as they were: where one was as narrow already, that is not held against the edit.
    narrowest_m
        Metres. A part is too narrow where no circle of that diameter fits into it, and a strip where none
        does along ten times that length.

    Raises
    ------
    Refusal
        ``sliver``.
    """
    if narrowest_m <= 0:
        return
    west, south, _, north = grid.geometry.bounds
    east_m, north_m = metres_per_degree_at((south + north) / 2 / UNITS_PER_DEGREE)
    plane = _Plane((west, south), (east_m / UNITS_PER_DEGREE, north_m / UNITS_PER_DEGREE))
    narrow = _narrow(plane.flat(grid.geometry), narrowest_m)
    if narrow:
        old = [strip for each in before for strip in _narrow(plane.flat(each.geometry), narrowest_m)]
        known = shapely.union_all(old)
        narrow = [each for each in narrow if not shapely.dwithin(each, known, narrowest_m)]
    if narrow:
        width_m = round(2 * float(shapely.area(narrow[0]) / shapely.length(narrow[0])), 2)
        place = plane.unit(shapely.point_on_surface(narrow[0]))
        raise Refusal("sliver", grid=grid.key, width_m=width_m, at=list(place))


def _narrow(flat: shapely.Geometry, narrowest_m: float) -> list[shapely.Geometry]:
    """Parts and strips that are too narrow; metres."""
    radius = narrowest_m / 2
    found = []
    for part in shapely.get_parts(flat).tolist():
        core = shapely.buffer(part, -radius, join_style="mitre")
        if shapely.is_empty(core):
            found.append(part)
            continue
        wide = shapely.buffer(core, radius * _SLACK, join_style="mitre", mitre_limit=_MITRE)
        strips = shapely.get_parts(shapely.difference(part, wide)).tolist()
        found += [strip for strip in strips if shapely.length(strip) / 2 > _LONG * narrowest_m]
    return found
