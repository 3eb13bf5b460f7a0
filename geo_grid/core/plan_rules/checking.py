"""All rules at once."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from geo_grid.core.plan_rules.border_share import check_border_share
from geo_grid.core.plan_rules.bounds_drift import check_drift
from geo_grid.core.plan_rules.codes import check_codes
from geo_grid.core.plan_rules.compactness import check_compactness
from geo_grid.core.plan_rules.contiguity import check_contiguity
from geo_grid.core.plan_rules.cut_features import check_cut_features
from geo_grid.core.plan_rules.faults import check_faults
from geo_grid.core.plan_rules.ground import PlanGround
from geo_grid.core.plan_rules.item import RuleItem
from geo_grid.core.plan_rules.no_head import check_heads
from geo_grid.core.plan_rules.sizes import check_sizes
from geo_grid.core.plan_rules.trying import with_cures_that_can_be_drawn

#: Name of a rule → the rule, in the order in which they are told.
RULES: Mapping[str, Callable[[PlanGround], list[RuleItem]]] = MappingProxyType(
    {
        "faults": check_faults,
        "contiguity": check_contiguity,
        "codes": check_codes,
        "sizes": check_sizes,
        "cut_features": check_cut_features,
        "heads": check_heads,
        "border_share": check_border_share,
        "compactness": check_compactness,
        "bounds": check_drift,
    }
)
_GRAVEST = {"error": 0, "warning": 1, "notice": 2}


def check_rules(ground: PlanGround, rules: Sequence[str] = tuple(RULES)) -> list[RuleItem]:
    """What some rules say, the gravest first, with the cures that can be drawn."""
    found = [item for rule in rules for item in RULES[rule](ground)]
    found.sort(key=lambda item: _GRAVEST[item.severity])
    return with_cures_that_can_be_drawn(found, ground.hierarchy, ground.edit_rules)
