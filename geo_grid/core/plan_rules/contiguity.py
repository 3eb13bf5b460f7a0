"""Adjacent ground: a grid is one piece, unless it is recorded as an exclave."""

import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import area_m2
from geo_grid.core.edits.grid import Grid
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of, rings_of
from geo_grid.core.plan_rules.item import Cure, RuleItem


def check_contiguity(ground: PlanGround) -> list[RuleItem]:
    """``apart``: each part but the largest, with the neighbour that it could go to."""
    found: list[RuleItem] = []
    for grid in ground.grids:
        parts = shapely.get_parts(grid.geometry)
        if len(parts) < 2 or grid.parts:
            continue
        sizes = area_m2(geometries_to_degrees(parts))
        for part, size in sorted(zip(parts, sizes.tolist(), strict=True), key=lambda each: -each[1])[1:]:
            params = {
                "grid": called(grid), "parts": len(parts), "area_m2": round(size, 1),
            }  # fmt: skip
            found.append(
                RuleItem("apart", "error", (grid.key,), *place_of(part), params, _cures(ground, grid, part))
            )
    return found


def _cures(ground: PlanGround, grid: Grid, part: shapely.Polygon) -> tuple[Cure, ...]:
    """To the neighbour around it, of those of the same parent."""
    if grid.key in ground.hierarchy.children:
        return ()
    near = [
        other
        for other, _ in ground.beside(grid.key)
        if other.parent == grid.parent and other.key not in ground.hierarchy.children
    ]
    shared = shapely.length(shapely.intersection(as_array([other.geometry for other in near]), part.exterior))
    best = max(zip(shared.tolist(), near, strict=True), key=lambda each: each[0], default=(0.0, None))
    if best[1] is None or best[0] <= 0:
        return ()
    to = best[1]
    arguments = {"to": to.key, "from": grid.key, "piece": rings_of(part)}
    return (Cure("cure_give", "transfer", arguments, {"to": called(to)}),)
