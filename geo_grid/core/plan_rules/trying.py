"""Only cures that can be drawn are offered: each is tried on the grids that are here."""

from collections.abc import Sequence
from dataclasses import replace

from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.errors import Refusal
from geo_grid.core.plan_rules.item import Cure, RuleItem

#: Edits that are tried; whoever has more to cure cures these first.
_TRIED = 6


def with_cures_that_can_be_drawn(
    items: Sequence[RuleItem], hierarchy: Hierarchy, rules: EditRules
) -> list[RuleItem]:
    """The items with the cures that the edit does not refuse; those that are not tried are kept back.

    Parameters
    ----------
    rules
        What an edit of the plan must keep.
    """
    left = _TRIED
    found: list[RuleItem] = []
    for item in items:
        tried = item.cures[: max(0, left)]
        left -= len(tried)
        good = [cure for cure in tried if _can_be_drawn(cure, hierarchy, rules)]
        more = item.more_cures or len(item.cures) > len(tried)
        found.append(replace(item, cures=tuple(good), more_cures=more))
    return found


def _can_be_drawn(cure: Cure, hierarchy: Hierarchy, rules: EditRules) -> bool:
    try:
        edit(hierarchy, Operation(cure.verb, cure.arguments), rules)
    except Refusal:
        return False
    return True
