"""The grids that an edit is about, and those around."""

import shapely

from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.points import Box
from geo_grid.core.errors import Refusal

#: Bounds are asked for this much wider (lattice units), since what lies within one unit is on a border.
_MARGIN = 2


def drawable(hierarchy: Hierarchy, key: str) -> Grid:
    """A grid that is neither a void nor the outline.

    Raises
    ------
    Refusal
        ``grid_not_in_plan``, ``void_locked``, ``outline_locked``.
    """
    grid = hierarchy.grid(key)
    if grid.is_void:
        raise Refusal("void_locked", grids=[key])
    if grid.level == 0:
        raise Refusal("outline_locked", grid=key)
    return grid


def leaf(hierarchy: Hierarchy, key: str) -> Grid:
    """A grid without children, whose border an edit can move.

    Raises
    ------
    Refusal
        As `drawable`; ``has_children``.
    """
    grid = drawable(hierarchy, key)
    if key in hierarchy.children:
        raise Refusal("has_children", grid=key)
    return grid


def leaves_in(hierarchy: Hierarchy, box: Box) -> list[Grid]:
    """Leaves and voids whose bounds meet a box, by key."""
    west, south, east, north = box
    wider = shapely.box(west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
    return [grid for grid in hierarchy.near(wider) if grid.key not in hierarchy.children]


def box_of_grid(grid: Grid) -> Box:
    """Bounds of a grid."""
    west, south, east, north = (int(each) for each in grid.geometry.bounds)
    return west, south, east, north


def joined(*boxes: Box) -> Box:
    """The smallest box around boxes."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
