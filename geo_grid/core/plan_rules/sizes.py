"""Size against the rule set for a grid's level and kind. What nobody counted stays unknown."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from geo_grid.core.edits.grid import Grid
from geo_grid.core.plan_rules.balanced_split import balanced_splits
from geo_grid.core.plan_rules.cut import Cut
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of, rings_of
from geo_grid.core.plan_rules.handing_over import HandedOver, handed_over, room_between
from geo_grid.core.plan_rules.item import Cure, RuleItem, Severity
from geo_grid.core.plan_rules.size_rules import SizeRule, rule_for

#: Cures offered of one kind, and neighbours that are asked for ground.
_OFFERED, _ASKED = 2, 3
#: Grids for which cuts are looked for, where nobody asks for one of them.
_CUT = 2


def check_sizes(ground: PlanGround) -> list[RuleItem]:
    """``size_small``, ``size_large`` and ``size_unknown``."""
    found: list[RuleItem] = []
    # Where nothing is here to cut along, cuts are looked for grid by grid.
    left = _CUT if ground.lines is not None else 0
    for grid in ground.grids:
        items = _check(ground, grid, may_cut=left > 0)
        left -= any(item.code != "size_unknown" and not item.more_cures for item in items)
        found += items
    return found


def _check(ground: PlanGround, grid: Grid, *, may_cut: bool) -> list[RuleItem]:
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

    def item(code: str, severity: Severity, cures: tuple[Cure, ...] = (), *, more: bool = False) -> RuleItem:
        return RuleItem(code, severity, (grid.key,), *place_of(grid.geometry), params, cures, more)

    if value is None:
        return [item("size_unknown", "notice")]
    more = not may_cut and _may_change(ground, grid)
    if rule.most is not None and value > rule.most:
        # However many more nobody has counted: too many there are.
        cures = (*_splits(ground, grid, rule), *_gives(ground, grid, rule, value)) if may_cut else ()
        return [item("size_large", "warning", cures, more=more)]
    if rule.least is not None and value < rule.least:
        cures = _merges(ground, grid, rule, value)
        if may_cut:
            cures = (*cures, *_takes(ground, grid, rule, value))
        # Those nobody has counted may make it large enough.
        return [item("size_small", "notice" if unknown else "warning", cures, more=more)]
    return []


def _may_change(ground: PlanGround, grid: Grid) -> bool:
    """Whether its border may be drawn anew: among its children, and where it is by law, it is not."""
    return grid.key not in ground.hierarchy.children and not grid.statutory and not grid.is_void


def _alike(ground: PlanGround, grid: Grid) -> list[tuple[Grid, SizeRule, float]]:
    """Neighbours of the same parent that a size is wanted of, with what they have."""
    found = []
    for other, _ in ground.beside(grid.key):
        rule = rule_for(ground.size_rules, other)
        amount = None if rule is None else rule.value(ground.counts.get(other.key))[0]
        may = other.parent == grid.parent and _may_change(ground, other)
        if may and rule is not None and amount is not None:
            found.append((other, rule, amount))
    return found


def _merges(ground: PlanGround, grid: Grid, rule: SizeRule, value: float) -> tuple[Cure, ...]:
    """With the smallest neighbour of the same parent with which it is not too large."""
    if not _may_change(ground, grid):
        return ()
    found: list[tuple[float, Grid]] = []
    for other, others, amount in _alike(ground, grid):
        total = value + amount
        fits = (rule.most is None or total <= rule.most) and (rule.least is None or total >= rule.least)
        if others == rule and fits:
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
    if ground.lines is None or doors is None or not _may_change(ground, grid):
        return ()
    splits = balanced_splits(grid.geometry, ground.lines, doors, rule, ground.features)
    different: dict[tuple[float, float], Cut] = {}
    for split in splits:
        different.setdefault(split.larger_first, split)
    return tuple(_split(grid, split) for split in list(different.values())[:_OFFERED])


def _split(grid: Grid, cut: Cut) -> Cure:
    one, other = cut.larger_first
    return Cure(
        "cure_split_free" if cut.free else "cure_split",
        "split",
        {"grid": grid.key, "line": [list(point) for point in cut.line], "keep": "larger"},
        {"along": list(cut.along), "one": round(one, 1), "other": round(other, 1)},
    )


def _gives(ground: PlanGround, grid: Grid, rule: SizeRule, value: float) -> tuple[Cure, ...]:
    """Ground for a neighbour that has room for so much that both fit."""
    if not _may_change(ground, grid):
        return ()
    return _best(
        _handed(ground, (grid, rule, value), (other, others, amount))
        for other, others, amount in _alike(ground, grid)
    )


def _takes(ground: PlanGround, grid: Grid, rule: SizeRule, value: float) -> tuple[Cure, ...]:
    """Ground from a neighbour that has more than it needs."""
    if not _may_change(ground, grid):
        return ()
    return _best(
        _handed(ground, (other, others, amount), (grid, rule, value))
        for other, others, amount in sorted(_alike(ground, grid), key=lambda each: -each[2])
    )


#: A grid, the rule for its size, and what it has.
_Sized = tuple[Grid, SizeRule, float]


def _best(offers: Iterable[tuple[Cure, ...] | None]) -> tuple[Cure, ...]:
    """What the first neighbour offers with whom it can be done, of a few who are asked."""
    asked = islice((offer for offer in offers if offer is not None), _ASKED)
    return next((offer for offer in asked if offer), ())


def _handed(ground: PlanGround, giver: _Sized, taker: _Sized) -> tuple[Cure, ...] | None:
    """Parts that one grid may hand over to the other; None where no amount would do."""
    (gives, gives_rule, has), (takes, takes_rule, had) = giver, taker
    doors = ground.doors.get(gives_rule.measure)
    room = room_between(has, had, gives_rule, takes_rule)
    if ground.lines is None or doors is None or room is None or gives_rule.measure != takes_rule.measure:
        return None
    parts = handed_over(gives, takes, room, ground.lines, doors, ground.features)
    return tuple(_hand(gives, takes, has, had, part) for part in parts[:1])


def _hand(gives: Grid, takes: Grid, has: float, had: float, part: HandedOver) -> Cure:
    return Cure(
        "cure_hand_free" if part.cut.free else "cure_hand",
        "transfer",
        {"to": takes.key, "from": gives.key, "piece": rings_of(part.piece)},
        {
            "along": list(part.cut.along), "from": called(gives), "to": called(takes),
            "amount": round(part.amount, 1),
            "one": round(has - part.amount, 1), "other": round(had + part.amount, 1),
        },
    )  # fmt: skip
