"""What the rules say of a plan."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.core.plan_rules.item import Cure, RuleItem
from geo_grid.http.schemas.base import Bounds, Published, degrees
from geo_grid.services.plans.plan_problems import PlanProblems
from geo_grid.words import Language
from geo_grid.words.plan_rules import cure_title, rule_message


class CureOut(Published):
    """An edit that takes it away: send it to `steps`, or to `preview` first."""

    title: str = Field(description="In the language of the request.")
    verb: str
    arguments: dict[str, Any]

    @classmethod
    def of(cls, cure: Cure, language: Language) -> "CureOut":
        """As published."""
        return cls(title=cure_title(cure, language), verb=cure.verb, arguments=dict(cure.arguments))


class RuleItemOut(Published):
    """One thing that is amiss, or worth a look."""

    code: str
    severity: Literal["error", "warning", "notice"]
    message: str = Field(description="In the language of the request.")
    grids: list[str] = Field(description="Keys, the one it is about first.")
    at: tuple[int, int] = Field(description="Where to look, lattice units.")
    bbox: Bounds
    params: dict[str, Any] = Field(description="The numbers.")
    cures: list[CureOut] = Field(description="Each has been tried.")
    more_cures: bool = Field(description="Others may be found: ask with `grid`, the first of `grids`.")

    @classmethod
    def of(cls, item: RuleItem, language: Language) -> "RuleItemOut":
        """As published."""
        west, south, east, north = (degrees(edge / UNITS_PER_DEGREE) for edge in item.box)
        return cls(
            code=item.code,
            severity=item.severity,
            message=rule_message(item, language),
            grids=list(item.grids),
            at=item.at,
            bbox=(west, south, east, north),
            params=dict(item.params),
            cures=[CureOut.of(cure, language) for cure in item.cures],
            more_cures=item.more_cures,
        )


class PlanProblemsOut(Published):
    """What the rules say, the gravest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": 12, "checked": 3, "errors": 0, "warnings": 1, "notices": 0, "left_out": [],
                    "items": [
                        {
                            "code": "size_small", "severity": "warning",
                            "message": "云溪一网格有 120 户，少于下限 200。",
                            "grids": ["~3"], "at": [1204500000, 312000000],
                            "bbox": [120.45, 31.2, 120.46, 31.21], "params": {"value": 120, "least": 200},
                            "cures": [
                                {
                                    "title": "并入云溪二网格，合计 300 户", "verb": "merge",
                                    "arguments": {"grids": ["~3", "~4"], "into": "~4"},
                                }
                            ],
                            "more_cures": False,
                        }
                    ],
                }
            ]
        }
    )  # fmt: skip

    version: int = Field(description="Number of the plan's last step.")
    checked: int = Field(description="Grids that were looked at.")
    errors: int
    warnings: int
    notices: int
    items: list[RuleItemOut]
    left_out: list[str] = Field(
        description="Rules that were not asked, since they take long for many grids: ask by `rules`, "
        "or for one grid by `grid`."
    )

    @classmethod
    def of(cls, problems: PlanProblems, language: Language) -> "PlanProblemsOut":
        """As published."""
        times = {"error": 0, "warning": 0, "notice": 0}
        for item in problems.items:
            times[item.severity] += 1
        return cls(
            version=problems.plan.version,
            checked=problems.checked,
            errors=times["error"],
            warnings=times["warning"],
            notices=times["notice"],
            items=[RuleItemOut.of(item, language) for item in problems.items],
            left_out=list(problems.left_out),
        )
