"""Clear borders: how much of a grid's border follows streets and water (街巷定界率)."""

from geo_grid.core.bounds.stretches import Stretch
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import RuleItem

#: Less than this share of the border along streets or water is told of.
LEAST_ALONG = 0.6


def check_border_share(ground: PlanGround) -> list[RuleItem]:
    """``border_unclear``, at the longest stretch that follows nothing."""
    found: list[RuleItem] = []
    for grid in ground.leaves:
        bounds = ground.bounds.get(grid.key)
        if bounds is None or bounds.share_along >= LEAST_ALONG:
            continue
        bare = [each for each in bounds.stretches if each.layer is None]
        longest = max(bare, key=lambda each: each.length_m, default=None)
        at, box = place_of(grid.geometry)
        if longest is not None:
            at, box = _middle(longest), _box(longest)
        params = {
            "grid": called(grid),
            "share": round(bounds.share_along, 3),
            "least": LEAST_ALONG,
            "length_m": round(bounds.length_m, 1),
            "longest_m": round(longest.length_m, 1) if longest is not None else None,
        }
        found.append(RuleItem("border_unclear", "notice", (grid.key,), at, box, params))
    return found


def _middle(stretch: Stretch) -> tuple[int, int]:
    return stretch.points[len(stretch.points) // 2]


def _box(stretch: Stretch) -> tuple[int, int, int, int]:
    xs, ys = zip(*stretch.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
