"""Borders that are not to be moved: the outline's, statutory ones, and those of voids."""

from collections.abc import Collection, Sequence

import shapely

from geo_grid.core.edits.chain_sum import chain_sum
from geo_grid.core.edits.change import GridsChange
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
        watched = before.level == 0 or before.is_void or (before.statutory and key not in rules.unlocked)
        if not watched or (before.is_void and key in open_voids):
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
