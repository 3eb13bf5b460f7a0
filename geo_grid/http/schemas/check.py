"""The answer to an uploaded file."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from geo_grid.core.problem import Problem
from geo_grid.http.form_terms import in_form_terms
from geo_grid.http.schemas.base import Published
from geo_grid.services.check import CheckReport, problem_json
from geo_grid.words.problems import explain


class CoverageProblem(Published):
    """One fault of a coverage, with its place and its size."""

    code: str = Field(description="overlap, gap, outside_parent, unmatched_vertex, invalid_geometry, …")
    severity: Literal["error", "warning"]
    grids: list[str] = Field(description="Ids of the grids that take part.")
    parent: str | None
    area_m2: float = Field(ge=0)
    geometry: dict[str, Any] | None = Field(
        description="GeoJSON geometry, EPSG:4326; null if it has no place."
    )
    message: str
    message_zh: str
    message_en: str


class CheckOut(Published):
    """Whether the grids of a file tile the ground, and every fault found: the same as the command's JSON."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ok": False,
                    "grids": 2,
                    "edges": 8,
                    "seconds": 0.0004,
                    "problems": [
                        {
                            "code": "overlap",
                            "severity": "error",
                            "grids": ["1", "2"],
                            "parent": None,
                            "area_m2": 1108.2,
                            "geometry": {
                                "type": "Polygon",
                                "coordinates": [[[120, 30], [120.0001, 30], [120, 30.0001], [120, 30]]],
                            },
                            "message": "… / …",
                            "message_zh": "网格 1、2 重叠 1,108 m²。",
                            "message_en": "Grids 1, 2 overlap by 1,108 m².",
                        }
                    ],
                }
            ]
        }
    )

    ok: bool = Field(description="False if and only if there is an error.")
    grids: int = Field(ge=0, description="Features in the file.")
    edges: int = Field(ge=0, description="Boundary edges summed.")
    seconds: float = Field(ge=0, description="Time of the proof alone.")
    problems: list[CoverageProblem] = Field(description="Errors first.")

    @classmethod
    def of(cls, report: CheckReport) -> "CheckOut":
        """As published."""
        problems = [published_problem(problem) for problem in report.problems]
        return cls(**{**report.as_json(), "problems": problems})


def published_problem(problem: Problem) -> CoverageProblem:
    """A problem as published, in both languages."""
    chinese = in_form_terms(explain(problem, "zh"), "zh")
    english = in_form_terms(explain(problem, "en"), "en")
    return CoverageProblem(
        **{**problem_json(problem), "message": f"{chinese} / {english}"},
        message_zh=chinese,
        message_en=english,
    )
