"""Size against the rule set for a grid's level and kind. What nobody counted stays unknown."""

from typing import Any

from geo_grid.core.edits.grid import Grid
from geo_grid.core.plan_rules.balanced_split import balanced_splits
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import Cure, RuleItem, Severity
from geo_grid.core.plan_rules.size_rules import SizeRule, rule_for

#: Cures offered of one kind, and grids for which streets to divide them along are looked for.
_OFFERED, _DIVIDED = 2, 6


def check_sizes(ground: PlanGround) -> list[RuleItem]:
    """``size_small``, ``size_large`` and ``size_unknown``."""
    found: list[RuleItem] = []
    for grid in ground.grids:
        divided = sum(item.code == "size_large" for item in found)
        found += _check(ground, grid, may_divide=divided < _DIVIDED)
    return found


def _check(ground: PlanGround, grid: Grid, *, may_divide: bool) -> list[RuleItem]:
    rule = rule_for(ground.size_rules, grid)
    if rule is None:
        return []
    value, unknown = rule.value(ground.counts.get(grid.key))
    params: dict[str, Any] = {
        "grid": called(grid),
        "measure": rule.measure,
        "value": None if value is None else round(value, 1),
        "unknown": unknown,
        "least": rule.least,
        "most": rule.most,
        "target": rule.aim,
    }

    def item(code: str, severity: Severity, cures: tuple[Cure, ...] = ()) -> list[RuleItem]:
        return [RuleItem(code, severity, (grid.key,), *place_of(grid.geometry), params, cures)]

    if value is None:
        return item("size_unknown", "notice")
    if rule.most is not None and value > rule.most:
        # However many more nobody has counted: too many there are.
        return item("size_large", "warning", _splits(ground, grid, rule) if may_divide else ())
    if rule.least is not None and value < rule.least:
        # Those nobody has counted may make it large enough.
        return item("size_small", "notice" if unknown else "warning", _merges(ground, grid, rule, value))
    return []


def _merges(ground: PlanGround, grid: Grid, rule: SizeRule, value: float) -> tuple[Cure, ...]:
    """With the smallest neighbour of the same parent with which it is not too large."""
    if grid.key in ground.hierarchy.children or grid.statutory:
        return ()
    found: list[tuple[float, Grid]] = []
    for other, _ in ground.beside(grid.key):
        amount, _ = rule.value(ground.counts.get(other.key))
        alike = other.parent == grid.parent and not other.statutory and rule.applies_to(other)
        if not alike or amount is None or other.key in ground.hierarchy.children:
            continue
        total = value + amount
        if (rule.most is None or total <= rule.most) and (rule.least is None or total >= rule.least):
            found.append((amount, other))
    found.sort(key=lambda each: (each[0], each[1].key))
    return tuple(_merge(grid, value, other, amount) for amount, other in found[:_OFFERED])


def _merge(grid: Grid, value: float, other: Grid, amount: float) -> Cure:
    into = grid if value >= amount else other
    return Cure(
        "cure_merge",
        "merge",
        {"grids": sorted((grid.key, other.key)), "into": into.key},
        {"with": called(other), "value": round(value + amount, 1)},
    )


def _splits(ground: PlanGround, grid: Grid, rule: SizeRule) -> tuple[Cure, ...]:
    doors = ground.doors.get(rule.measure)
    if ground.lines is None or doors is None or grid.key in ground.hierarchy.children or grid.statutory:
        return ()
    splits = balanced_splits(grid.geometry, ground.lines, doors, rule)
    return tuple(
        Cure(
            "cure_split",
            "split",
            {"grid": grid.key, "line": [list(point) for point in split.line], "keep": "larger"},
            {"along": list(split.along), "one": round(split.one, 1), "other": round(split.other, 1)},
        )
        for split in splits[:_OFFERED]
    )
