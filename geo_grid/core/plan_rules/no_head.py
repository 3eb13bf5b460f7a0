"""Every grid has a head from the instant at which it takes effect."""

from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import RuleItem


def check_heads(ground: PlanGround) -> list[RuleItem]:
    """``no_head``; nothing where nobody knows who is the head of what."""
    if ground.headed is None:
        return []
    return [
        RuleItem(
            "no_head",
            "warning",
            (grid.key,),
            *place_of(grid.geometry),
            {"grid": called(grid), "is_new": grid.key in ground.made},
        )
        for grid in ground.grids
        if grid.level > 0 and grid.key not in ground.headed
    ]
