"""A line through a grid that could become a border, with what is on either side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.edits.points import Point
from geo_grid.core.lattice import Geometries
from geo_grid.core.plan_rules.doors import Doors

#: An end within this of the border lies on it: both were rounded, lattice units.
_ON = 1.5
#: A line that only grazes a wall cuts nothing, lattice units (about 1 m).
_GRAZES = 100.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A line from border to border that divides a grid in two.

    Parameters
    ----------
    line
        Lattice points.
    along
        Names of the streets that it follows.
    free
        It follows no street: it runs between buildings.
    sides, amounts
        The ground on either side, lattice units, and what is counted there.
    detour
        Its length over that of the straight line between its ends.
    cuts
        How many buildings, and how many compounds, it divides.
    """

    line: tuple[Point, ...]
    along: tuple[str, ...]
    free: bool
    sides: tuple[shapely.Geometry, shapely.Geometry]
    amounts: tuple[float, float]
    detour: float
    cuts: tuple[int, int] = (0, 0)

    @property
    def larger_first(self) -> tuple[float, float]:
        """The amounts, the larger first."""
        return max(self.amounts), min(self.amounts)


def inside(doors: Doors, ground: shapely.Geometry) -> Doors:
    """The doors that some ground has."""
    shapely.prepare(ground)
    here = shapely.intersects_xy(ground, doors.places[:, 0], doors.places[:, 1])
    return Doors(doors.places[here], doors.amounts[here])


def divided(
    ground: shapely.Geometry, line: NDArray[np.int64], doors: Doors
) -> tuple[tuple[shapely.Geometry, shapely.Geometry], tuple[float, float]] | None:
    """What a line divides a grid into, and what is counted on either side; None where not in two.

    Floats will do here, the edit itself is exact.
    """
    points = shapely.points(line[[0, -1]].astype(np.float64))
    # An end was rounded to the lattice: the border is taken to it, or the line would end just before.
    border = shapely.snap(shapely.boundary(ground), shapely.multipoints(points), _ON)
    drawn = shapely.union_all([border, shapely.linestrings(line.astype(np.float64))])
    faces = shapely.get_parts(shapely.polygonize([drawn]))
    faces = faces[shapely.intersects(ground, shapely.point_on_surface(faces))]
    if len(faces) != 2:
        return None
    # What lies on the line itself goes to one of the sides, not to both.
    here = shapely.intersects_xy(faces[0], doors.places[:, 0], doors.places[:, 1])
    amounts = float(doors.amounts[here].sum()), float(doors.amounts[~here].sum())
    return (faces[0], faces[1]), amounts


def crossed(line: shapely.LineString, shapes: Geometries) -> int:
    """How many of some polygons a line runs through."""
    if len(shapes) == 0:
        return 0
    met = shapes[shapely.intersects(shapes, line)]
    return int((shapely.length(shapely.intersection(met, line)) > _GRAZES).sum())


def far_from(amounts: Sequence[float], wanted: Sequence[float]) -> float:
    """How far the amount on one side is from one that is wanted, at best."""
    return min(abs(amount - each) for amount in amounts for each in wanted)
