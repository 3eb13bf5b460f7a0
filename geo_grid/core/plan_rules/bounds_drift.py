"""Bounds that were stored with a grid still say where its border runs."""

from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import RuleItem


def check_drift(ground: PlanGround) -> list[RuleItem]:
    """``bounds_drifted``."""
    found: list[RuleItem] = []
    for grid in ground.grids:
        drift = ground.drift.get(grid.key)
        if drift:
            params = {
                "grid": called(grid),
                "sides": [each.side for each in drift],
                "missing": [name for each in drift for name in each.missing],
                "gone": [name for each in drift for name in each.gone],
            }
            found.append(RuleItem("bounds_drifted", "notice", (grid.key,), *place_of(grid.geometry), params))
    return found
