"""Codes fit the scheme, are nobody else's, and begin as the code of the grid above."""

import re
from collections import Counter

from geo_grid.core.edits.grid import Grid
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import Cure, RuleItem, Severity


def check_codes(ground: PlanGround) -> list[RuleItem]:
    """``code_missing``, ``code_unfit``, ``code_twice`` and ``code_elsewhere``."""
    times = Counter(grid.code for grid in ground.hierarchy if grid.code)
    found: list[RuleItem] = []
    for grid in ground.grids:
        fault = _fault(ground, grid, times)
        if fault is not None:
            code, severity = fault
            above = ground.hierarchy.grids.get(grid.parent or "")
            params = {
                "grid": called(grid), "code": grid.code,
                "parent": above.code if above is not None else None,
            }  # fmt: skip
            found.append(
                RuleItem(code, severity, (grid.key,), *place_of(grid.geometry), params, _cures(ground, grid))
            )
    return found


def _fault(ground: PlanGround, grid: Grid, times: Counter[str]) -> tuple[str, Severity] | None:
    if not grid.code:
        return "code_missing", "error"
    pattern = ground.patterns.get(grid.level)
    if pattern is not None and re.fullmatch(pattern, grid.code) is None:
        return "code_unfit", "error"
    if times[grid.code] > 1 or grid.key in ground.taken:
        return "code_twice", "error"
    above = ground.hierarchy.grids.get(grid.parent or "")
    # Where codes of the level above are none of a scheme's, nothing is to be begun with.
    if above is not None and above.level > 0 and above.code and not grid.code.startswith(above.code):
        return "code_elsewhere", "notice"
    return None


def _cures(ground: PlanGround, grid: Grid) -> tuple[Cure, ...]:
    free = ground.free_code.get(grid.parent or "")
    if free is None:
        return ()
    return (Cure("cure_recode", "recode", {"grid": grid.key, "code": free}, {"code": free}),)
