"""Clear borders: how much of a grid's border follows streets and water (街巷定界率)."""

from geo_grid.core.bounds.stretches import Stretch
from geo_grid.core.edits.grid import Grid
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import Cure, RuleItem
from geo_grid.core.plan_rules.street_beside import street_beside

#: Grids for which streets beside their border are looked for.
_CURED = 4
#: So much of a stretch has one neighbour, where streets are to take its place.
_ALONE = 0.9
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
        cures = _cures(ground, grid, longest) if longest is not None and len(found) < _CURED else ()
        found.append(RuleItem("border_unclear", "notice", (grid.key,), at, box, params, cures))
    return found


def _cures(ground: PlanGround, grid: Grid, stretch: Stretch) -> tuple[Cure, ...]:
    """Streets beside the stretch, where one neighbour of the same parent is behind nearly all of it."""
    position, metres = stretch.beyond[0]
    if ground.lines is None or position is None or metres < _ALONE * stretch.length_m:
        return ()
    other = ground.hierarchy.grids.get(ground.behind[grid.key][position])
    if other is None or other.parent != grid.parent or other.is_void:
        return ()
    return street_beside(grid, other, stretch, ground.lines)


def _middle(stretch: Stretch) -> tuple[int, int]:
    return stretch.points[len(stretch.points) // 2]


def _box(stretch: Stretch) -> tuple[int, int, int, int]:
    xs, ys = zip(*stretch.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
