"""The proof of an edit: what was put is valid, and the boundary chains add up under every parent."""

from collections.abc import Collection

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.edits.chain_sum import chain_sum
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.slivers import check_width
from geo_grid.core.errors import Refusal


def prove(change: GridsChange, rules: EditRules) -> None:
    """Prove that ground that was tiled is tiled after a change, at every level.

    Each grid put is a valid polygon, and the borders of the children of each parent changed by exactly what
    the parent's own border did: so if they tiled it, they tile it.

    Raises
    ------
    Refusal
        ``grid_apart``: a grid would have more parts than before or than an exception allows; ``sliver``;
        ``too_fine``: rounding to the lattice left no valid tiling.
    """
    moved = [
        grid
        for key, grid in change.after.items()
        if key not in change.before or change.before[key].geometry != grid.geometry
    ]
    valid = shapely.is_valid(as_array([grid.geometry for grid in moved]))
    for grid, sound in zip(moved, np.atleast_1d(valid).tolist(), strict=True):
        if not sound or grid.geometry.is_empty:
            raise Refusal("too_fine", grid=grid.key)
    for grid in moved:
        _check_parts(grid, change.before.get(grid.key))
    sides = (change.before, change.after)
    above = {grid.parent for side in sides for grid in side.values()}
    old = [grid for key, grid in change.before.items() if key not in above]
    for grid in (each for each in moved if not each.is_void and each.key not in above):
        check_width(grid, old, rules.narrowest_m)


def _check_parts(grid: Grid, before: Grid | None) -> None:
    parts = int(shapely.get_num_geometries(grid.geometry))
    allowed = 1 if before is None else shapely.get_num_geometries(before.geometry)
    if parts > max(allowed, 1) and not grid.parts and not grid.is_void:
        raise Refusal("grid_apart", grid=grid.key, parts=parts)


def adds_up(change: GridsChange, standing: Collection[str]) -> bool:
    """Whether Σ∂(children) − ∂(parent) is the same before and after, for every parent touched.

    Parameters
    ----------
    change
        What is to change.
    standing
        Parents that their children did not tile before, of which nothing is said.
    """
    grids: list[Grid] = []
    weights: list[int] = []
    names: list[str] = []
    for side, sign in ((change.before, -1), (change.after, 1)):
        for grid in side.values():
            if grid.parent is not None:
                grids.append(grid)
                weights.append(sign)
                names.append(grid.parent)
            grids.append(grid)
            weights.append(-sign)
            names.append(grid.key)
    # A grid whose children all stayed as they are is no parent here: its own chain alone is no sum.
    parents = {grid.parent for side in (change.before, change.after) for grid in side.values()}.difference(
        standing
    )
    used = [at for at, name in enumerate(names) if name in parents]
    if not used:
        return True
    shapes = [grids[at].geometry for at in used]
    total = chain_sum(shapes, [weights[at] for at in used], [names[at] for at in used])
    return len(total.remains) == 0
