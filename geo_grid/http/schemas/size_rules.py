"""Rules for the size of grids."""

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from geo_grid.core.plan_rules.size_rules import MOST_RULES, SizeRule
from geo_grid.http.schemas.base import Published

_Amount = Annotated[float, Field(ge=0, le=1e9)]


class SizeRuleModel(Published):
    """A range for the grids that it applies to: of several rules the one with most conditions does."""

    name: str = Field(min_length=1, max_length=100)
    level: int = Field(ge=1, le=3)
    measure: Literal["households", "people", "workload"]
    least: _Amount | None = Field(description="Included; null for no bound.")
    most: _Amount | None = Field(description="Included; null for no bound.")
    target: _Amount | None = Field(default=None, description="What is aimed at; null for the middle.")
    kind: Literal["comprehensive", "special"] | None = Field(default=None, description="Null for any.")
    ground: Literal["residential", "street", "extension"] | None = Field(
        default=None, description="Null for any; a grid that does not say counts as residential."
    )
    setting: Literal["urban", "rural"] | None = Field(
        default=None, description="Null for any; a grid that does not say counts as urban."
    )

    def rule(self) -> SizeRule:
        """As the rules read it.

        Raises
        ------
        InputError
            ``size_rule_wrong``.
        """
        return SizeRule(**self.model_dump())

    @classmethod
    def of(cls, rule: SizeRule) -> "SizeRuleModel":
        """As published."""
        return cls(**asdict(rule))


class SizeRulesIn(Published):
    """All rules, in the place of those in force."""

    rules: list[SizeRuleModel] = Field(max_length=MOST_RULES)


class SizeRulesOut(Published):
    """The rules in force."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": 0,
                    "rules": [
                        {
                            "name": "城区 / Urban", "level": 3, "measure": "households",
                            "least": 200, "most": 400, "target": 300,
                            "kind": "comprehensive", "ground": "residential", "setting": "urban",
                        }
                    ],
                }
            ]
        }
    )  # fmt: skip

    version: int = Field(description="Send it as `If-Match`: a number in quotation marks. 0: the defaults.")
    rules: list[SizeRuleModel]

    @classmethod
    def of(cls, version: int, rules: tuple[SizeRule, ...]) -> "SizeRulesOut":
        """As published."""
        return cls(version=version, rules=[SizeRuleModel.of(rule) for rule in rules])
