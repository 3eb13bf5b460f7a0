"""The levels above follow: a parent's border changes by what the borders of its children change, summed."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import Edges, edges_of, join, sum_chain
from geo_grid.core.edits.assembling import polygon_bounded, polygon_from
from geo_grid.core.edits.chain_sum import chain_sum
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.points import chain_of, rings_of, turned, unpacked, way_along
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.errors import Refusal


def followed(hierarchy: Hierarchy, proposal: Proposal) -> GridsChange:
    """What a proposal changes at all levels.

    Raises
    ------
    Refusal
        ``parent_would_empty``: a grid would have no ground left; ``outline_locked``: the ground would leave
        what is known of it; ``too_fine``: a border could not follow.
    """
    before = {key: hierarchy.grids[key] for key in proposal.put if key in hierarchy}
    after = {key: grid for key, grid in proposal.put.items() if grid is not None}
    levels = [grid.level for grid in (*before.values(), *after.values())]
    for level in range(max(levels, default=0), 0, -1):
        for parent, delta in _deltas(before, after, level).items():
            old = after.get(parent) or hierarchy.grids.get(parent)
            if old is None:
                raise Refusal("outline_locked", grid=parent)
            ground = _noded(old, delta) if parent in proposal.standing else _moved(old, delta)
            if parent in proposal.put and parent not in after:
                if ground is None:
                    continue  # it ends, and its children have gone to others
                raise Refusal("has_children", grid=parent)
            if ground is None:
                raise Refusal("parent_would_empty", grid=parent)
            if parent in hierarchy:
                before[parent] = hierarchy.grids[parent]
            after[parent] = replace(old, geometry=ground)
    same = [key for key, grid in before.items() if after.get(key) == grid]
    return GridsChange(
        {key: grid for key, grid in sorted(before.items()) if key not in same},
        {key: grid for key, grid in sorted(after.items()) if key not in same},
    )


def _deltas(before: Mapping[str, Grid], after: Mapping[str, Grid], level: int) -> dict[str, Edges]:
    """Parent → what the borders of its children change, summed, where that is anything."""
    old = [grid for key, grid in before.items() if grid.level == level and after.get(key) != grid]
    new = [grid for key, grid in after.items() if grid.level == level and before.get(key) != grid]
    if not old and not new:
        return {}
    grids = [*old, *new]
    names = [_parent(grid) for grid in grids]
    shapes = [grid.geometry for grid in grids]
    total = chain_sum(shapes, [-1] * len(old) + [1] * len(new), names).remains
    found = {}
    for at, name in enumerate(dict.fromkeys(names)):
        own = total.take(total.key == at)
        if len(own):
            found[name] = own
    return found


def _parent(grid: Grid) -> str:
    if grid.parent is None:
        raise Refusal("outline_locked", grid=grid.key)
    return grid.parent


def _keyed(edges: Edges) -> Edges:
    return replace(edges, key=np.zeros(len(edges), dtype=np.int32))


def _moved(grid: Grid, delta: Edges) -> shapely.Geometry | None:
    """The ground of a grid after its border changed; None where none is left."""
    own = edges_of(as_array([grid.geometry]), np.zeros(1, dtype=np.int32))
    total = sum_chain(join([own, _keyed(delta)])).remains
    return polygon_bounded(total, grid.key) if len(total) else None


def _noded(grid: Grid, delta: Edges) -> shapely.Geometry:
    """The ground of a grid with the vertices that came onto its edges, and nothing else."""
    come = set(unpacked(delta))
    chain = set()
    for edge in chain_of(rings_of(grid.geometry)):
        chain.update((way_along(edge, come) if turned(edge) in come else None) or [edge])
    return polygon_from(chain, grid.key)
