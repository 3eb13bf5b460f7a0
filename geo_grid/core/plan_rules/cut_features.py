"""Borders do not cut a building or a compound in two (不得分割楼栋、院落)."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import area_m2
from geo_grid.core.edits.grid import Grid
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of, rings_of
from geo_grid.core.plan_rules.item import Cure, RuleItem

#: A piece smaller than this share of a building, or than so many m², is how the two were drawn, not a cut.
_SMALLEST_SHARE, _SMALLEST_M2 = 0.05, 5.0


def check_cut_features(ground: PlanGround) -> list[RuleItem]:
    """``building_cut`` and ``compound_cut``: with the grid that holds most of it as the one to have all."""
    leaves = [
        grid for grid in ground.hierarchy if grid.key not in ground.hierarchy.children and not grid.is_void
    ]
    if not leaves or not ground.features:
        return []
    shapes = as_array([grid.geometry for grid in leaves])
    features = as_array([feature.geometry for feature in ground.features])
    shapely.prepare(shapes)
    which, leaf = shapely.STRtree(shapes).query(features, predicate="intersects")
    # What touches no border lies in one leaf alone.
    several = np.bincount(which, minlength=len(features))[which] > 1
    which, leaf = which[several], leaf[several]
    if len(which) == 0:
        return []
    whole = area_m2(geometries_to_degrees(features[which]))
    pieces = area_m2(geometries_to_degrees(shapely.intersection(shapes[leaf], features[which])))
    checked = frozenset(ground.checked)
    found: list[RuleItem] = []
    for at in np.unique(which).tolist():
        mine = np.flatnonzero(which == at)
        around = [leaves[each] for each in leaf[mine].tolist()]
        if any(grid.key in checked for grid in around):
            found += _check(ground.features[at], around, pieces[mine].tolist(), float(whole[mine[0]]))
    return found


def _check(feature: Feature, around: Sequence[Grid], sizes: Sequence[float], whole: float) -> list[RuleItem]:
    least = max(_SMALLEST_M2, _SMALLEST_SHARE * whole)
    order = [at for at in range(len(around)) if sizes[at] >= least]
    order.sort(key=lambda at: (-sizes[at], around[at].key))
    if len(order) < 2:
        return []
    grids = [around[at] for at in order]
    params = {
        "feature": feature.name,
        "grids": [called(grid) for grid in grids],
        "shares": [round(sizes[at] / whole, 3) for at in order],
    }
    return [
        RuleItem(
            f"{feature.layer}_cut",
            "warning" if feature.layer == "building" else "notice",
            tuple(grid.key for grid in grids),
            *place_of(feature.geometry),
            params,
            _cures(feature, grids, around),
        )
    ]


def _cures(feature: Feature, grids: Sequence[Grid], around: Sequence[Grid]) -> tuple[Cure, ...]:
    """All of it to the grid that holds most of it, where no border above is in the way."""
    to = grids[0]
    polygons = shapely.get_parts(feature.geometry)
    if len(polygons) != 1 or any(grid.parent != to.parent or grid.statutory for grid in around):
        return ()
    arguments = {"to": to.key, "piece": rings_of(polygons[0])}
    return (Cure("cure_whole", "transfer", arguments, {"to": called(to)}),)
