"""Streets within the big blocks: cut each in two, and again, until every piece suits its quarter."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.ground import Ground
from geo_grid.example_town.lines import Line
from geo_grid.example_town.split import Crossings, Habit, split

#: Up to which size a piece may stay whole, m².
_WHOLE = {
    "old": 5_200.0,
    "mixed": 13_500.0,
    "estate": 27_000.0,
    "rows": 15_000.0,
    "factory": 62_000.0,
    "village": 11_000.0,
    "field": 60_000.0,
}
#: Fields beside a village are smaller, so that its edge can be told from them, m².
_NEAR_VILLAGE = 14_000.0
#: Larger pieces are cut by a secondary street; a piece below it is a cell (what communities are made of), m².
_CELL = {"town": 120_000.0, "field": 300_000.0}
#: Larger pieces are cut by a branch, smaller ones by an alley or a path, m².
_BRANCH = {"town": 24_000.0, "field": 140_000.0}

_TOWN = Habit(bend=0.016, skew=0.04, spread=0.09, snap=34.0)
_OLD = Habit(bend=0.035, skew=0.09, spread=0.13, snap=9.0)
_FIELD = Habit(bend=0.05, skew=0.15, spread=0.13, snap=25.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as the streets leave it.

    Parameters
    ----------
    ring
        (n, 2) metres, open.
    quarter
        Its kind.
    cell
        Number of the cell it belongs to.
    """

    ring: Floats
    quarter: str
    cell: int


def subdivide(
    big: list[Floats], around: Any, ground: Ground, crossings: Crossings, rng: Random
) -> tuple[list[Line], list[Piece]]:
    """Cut all big blocks.

    Parameters
    ----------
    big
        Rings of the ground between the lines of the skeleton, metres, open.
    around
        The ground the town may take; what lies outside is left alone.
    ground
        What is to be where.
    crossings
        Where streets end; filled.
    rng
        Where chance comes from.

    Returns
    -------
    The new streets, unnamed, and the blocks.
    """
    shapely.prepare(around)
    streets: list[Line] = []
    pieces: list[Piece] = []
    cells = 0
    # (ring, cell or -1 while it is still larger than one)
    heap: list[tuple[Floats, int]] = [(ring, -1) for ring in reversed(big)]
    while heap:
        ring, cell = heap.pop()
        polygon = shapely.polygons(ring)
        if not around.intersects(polygon):
            continue
        area = float(polygon.area)
        middle = shapely.get_coordinates(shapely.point_on_surface(polygon))[0]
        quarter = ground.quarter(middle)
        kind = "field" if quarter == "field" else "town"
        if cell < 0 and area < _CELL[kind]:
            cell, cells = cells, cells + 1
        reach = float(np.sqrt(area)) * 0.75
        if quarter == "field":
            if ground.is_village(middle):
                quarter = "village"
            whole = _WHOLE[quarter]
            if quarter == "field" and area > _NEAR_VILLAGE and ground.has_village(middle, reach + 90):
                whole = _NEAR_VILLAGE
        else:
            whole = _WHOLE[quarter]
        if area < whole * rng.uniform(0.8, 1.25):
            pieces.append(Piece(ring, quarter, cell))
            continue
        habit = _OLD if quarter in ("old", "village") else _FIELD if quarter == "field" else _TOWN
        cut = split(ring, habit, crossings, rng)
        if cut is None:
            pieces.append(Piece(ring, quarter, cell))
            continue
        street, first, second = cut
        streets.append(Line(street, _street(kind, quarter, area, cell, rng)))
        heap += [(second, cell), (first, cell)]
    return streets, pieces


def _street(kind: str, quarter: str, area: float, cell: int, rng: Random) -> str:
    if kind == "field":
        if area > _BRANCH["field"]:
            return "branch" if cell < 0 else "path"
        if quarter == "village":
            return "alley"
        return "stream" if rng.random() < 0.22 else "path"
    if cell < 0:
        return "secondary"
    least = _BRANCH["town"] * (2 if quarter == "old" else 1)
    return "branch" if area > least else "alley"
