"""Borders that are not to be moved: the outline's, statutory ones, and those of voids."""

from collections.abc import Collection, Mapping, Sequence

import shapely

from geo_grid.core.edits.chain_sum import chain_sum
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, unpacked, way_along
from geo_grid.core.errors import Refusal

#: Ground that vertices beside the edges of a border may add or take, at most, for each unit of its length.
_BESIDE = 1.0


def check_locks(change: GridsChange, rules: EditRules, open_voids: Collection[str]) -> None:
    """See that no locked border moves; vertices on it may come.

    Parameters
    ----------
    change
        What is to change.
    rules
        With the statutory grids whose border is unlocked.
    open_voids
        Voids that the verb may change.

    Raises
    ------
    Refusal
        ``outline_locked``, ``statutory_locked``, ``void_locked``.
    """
    statutory: list[str] = []
    voids: list[str] = []
    for key, before in change.before.items():
        if not is_watched(before, rules) and (not before.is_void or key in open_voids):
            continue
        after = change.after.get(key)
        if after is not None and stays(before.geometry, after.geometry):
            continue
        if before.level == 0:
            raise Refusal("outline_locked", grid=key)
        (voids if before.is_void else statutory).append(key)
    if voids:
        raise Refusal("void_locked", grids=sorted(voids))
    if statutory:
        raise Refusal("statutory_locked", grids=sorted(statutory))


def is_watched(grid: Grid, rules: EditRules) -> bool:
    """Whether the border of a grid is locked for a plan: the outline's, and statutory ones not unlocked."""
    return grid.level == 0 or (grid.statutory and grid.key not in rules.unlocked)


def check_base(change: GridsChange, base: Mapping[str, Grid], rules: EditRules) -> None:
    """See that locked borders stay where they were on the base of a plan, however many vertices came to them.

    Each vertex lies within a unit of the edge that it came to; but that edge may have got its ends in earlier
    steps, each within a unit of the one before.

    Parameters
    ----------
    change
        What a step is to change.
    base
        Key → grid as it was before the first step, of the grids with a locked border that it changes.
    rules
        With the statutory grids whose border is unlocked.

    Raises
    ------
    Refusal
        ``too_fine``.
    """
    for key, grid in base.items():
        after = change.after.get(key)
        if after is not None and is_watched(grid, rules) and not stays(grid.geometry, after.geometry):
            raise Refusal("too_fine", grid=key)


def stays(before: shapely.Geometry, after: shapely.Geometry) -> bool:
    """Whether a border stays where it is, further vertices on its edges aside.

    Parameters
    ----------
    before, after
        Canonical multipolygons in lattice units.
    """
    differing = chain_sum([before, after], [-1, 1], ["", ""]).involved
    edges = unpacked(differing)
    gone = [edge for edge, weight in zip(edges, differing.weight.tolist(), strict=True) if weight < 0]
    come = [edge for edge, weight in zip(edges, differing.weight.tolist(), strict=True) if weight > 0]
    return _only_vertices(gone, come)


def _only_vertices(gone: Sequence[Edge], come: Sequence[Edge]) -> bool:
    """Whether each edge that is gone became edges by way of points beside it, and nothing else came."""
    left = set(come)
    for edge in gone:
        way = way_along(edge, left)
        if way is None:
            return False
        left.difference_update(way)
    return not left
