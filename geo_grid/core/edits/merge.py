"""Merge grids of one parent into one of them; the others end."""

from dataclasses import replace

import shapely

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.assembling import polygon_bounded
from geo_grid.core.edits.chain_sum import chain_sum
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import drawable
from geo_grid.core.errors import Refusal


def merge(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Make one grid of several.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grids``; ``into``: the one of them that stays.

    Raises
    ------
    Refusal
        ``different_parents``, ``not_neighbours``; ``has_children`` where only some of them have children.
    """
    into = drawable(hierarchy, arguments.key("into"))
    keys = list(dict.fromkeys([into.key, *arguments.keys("grids")]))
    if len(keys) < 2:
        raise Refusal("nothing_changes")
    grids = [drawable(hierarchy, key) for key in keys]
    parents = sorted({str(grid.parent) for grid in grids})
    if len(parents) > 1:
        raise Refusal("different_parents", grids=keys, parents=parents)
    with_children = [key for key in keys if key in hierarchy.children]
    if with_children and len(with_children) < len(keys):
        raise Refusal("has_children", grid=with_children[0])
    ground = _together(grids)
    most = shapely.get_num_geometries(into.geometry)
    if shapely.get_num_geometries(ground) > most and not into.parts:
        raise Refusal("not_neighbours", grids=keys)
    put: dict[str, Grid | None] = dict.fromkeys(keys[1:])
    if not with_children:
        put[into.key] = replace(into, geometry=ground)
    for key in keys[1:]:
        for child in hierarchy.children.get(key, ()):
            put[child] = replace(hierarchy.grid(child), parent=into.key)
    return Proposal(put)


def _together(grids: list[Grid]) -> shapely.Geometry:
    total = chain_sum([grid.geometry for grid in grids], [1] * len(grids), [""] * len(grids))
    return polygon_bounded(total.remains, grids[0].key)
