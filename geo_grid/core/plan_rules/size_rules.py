"""How large a grid shall be: rule sets as data, by level, kind, ground and setting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import InputError
from geo_grid.core.ledger.counts import Counts

Measure = Literal["households", "people", "workload"]
#: A grid that says nothing of its setting or ground is taken for one of these.
_ORDINARY = {"setting": "urban", "ground": "residential"}
#: More rules than anybody has levels and kinds for.
MOST_RULES = 50


@dataclass(frozen=True, slots=True)
class SizeRule:
    """A range for the grids that it applies to.

    Parameters
    ----------
    name
        What people call it.
    level
        1 to 3.
    measure
        What is counted.
    least, most
        The range, both included; None where there is no bound.
    target
        What is aimed at; None for the middle.
    kind, ground, setting
        Only grids that are so; None for any.
    """

    name: str
    level: int
    measure: Measure
    least: float | None
    most: float | None
    target: float | None = None
    kind: str | None = None
    ground: str | None = None
    setting: str | None = None

    def __post_init__(self) -> None:
        """See that it is a range.

        Raises
        ------
        InputError
            ``size_rule_wrong``.
        """
        bounds = [each for each in (self.least, self.target, self.most) if each is not None]
        if not bounds or bounds != sorted(bounds):
            raise InputError("size_rule_wrong", name=self.name)

    @property
    def aim(self) -> float:
        """What is aimed at: the target, else the middle, else the one bound."""
        if self.target is not None:
            return self.target
        bounds = [each for each in (self.least, self.most) if each is not None]
        return sum(bounds) / len(bounds)

    def applies_to(self, grid: Grid) -> bool:
        """Whether the rule is about such a grid."""
        said = (
            (self.kind, grid.kind),
            (self.ground, grid.ground or _ORDINARY["ground"]),
            (self.setting, grid.setting or _ORDINARY["setting"]),
        )
        return grid.level == self.level and all(wanted in (None, given) for wanted, given in said)

    @property
    def narrowness(self) -> int:
        """How many conditions it has: of several rules the narrowest applies."""
        return sum(each is not None for each in (self.kind, self.ground, self.setting))

    def value(self, counts: Counts | None) -> tuple[float | None, int]:
        """What is counted of a grid, and how many addresses do not say."""
        if counts is None:
            return None, 0
        if self.measure == "workload":
            said = counts.households
            return counts.workload, said.unknown if said else 0
        found = counts.households if self.measure == "households" else counts.people
        return (None, 0) if found is None else (found.value, found.unknown)


#: What the documents ask for, in towns and in villages; a special grid has the size that it has.
DEFAULT_RULES: tuple[SizeRule, ...] = (
    SizeRule("城区 / Urban", 3, "households", 200, 400, 300, "comprehensive", "residential", "urban"),
    SizeRule("农村 / Rural", 3, "households", 100, 200, 150, "comprehensive", "residential", "rural"),
)


def rule_for(rules: Sequence[SizeRule], grid: Grid) -> SizeRule | None:
    """The narrowest rule that applies to a grid, of equals the first; None where none does."""
    fitting = [rule for rule in rules if rule.applies_to(grid)]
    return max(fitting, key=lambda rule: rule.narrowness, default=None)
