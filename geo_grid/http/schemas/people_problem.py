"""What is wrong with who has which duty, and how an answer was found."""

from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.account import NamedGrid
from geo_grid.http.schemas.assignment import NamedPerson
from geo_grid.http.schemas.base import Published
from geo_grid.http.schemas.people import ANSWER, Answer
from geo_grid.services.people.explain_answer import Explained
from geo_grid.services.people.list_problems import NamedProblem
from geo_grid.words import Language
from geo_grid.words.people import say_problem, say_step

_PROBLEM: dict[str, Any] = {
    "code": "no_head",
    "severity": "error",
    "grid": {"code": "10020010001", "name": "中山里", "level": 3},
    "persons": [],
    "params": {},
    "message": "中山里（10020010001）没有网格长：请任命。",
}


class PeopleProblemOut(Published):
    """A fault of who has which duty."""

    code: str
    severity: Literal["error", "warning"]
    grid: NamedGrid
    persons: list[NamedPerson]
    params: dict[str, Any]
    message: str = Field(description="The fault as a sentence, in the language asked for.")

    @classmethod
    def of(cls, problem: NamedProblem, language: Language) -> "PeopleProblemOut":
        """As published."""
        return cls.model_validate(
            {
                "code": problem.code,
                "severity": problem.severity,
                "grid": NamedGrid.of(problem.grid),
                "persons": [NamedPerson(id=number, name=name) for number, name in problem.persons],
                "params": dict(problem.params),
                "message": say_problem(problem.code, problem.words, language),
            }
        )


class PeopleProblemList(Published):
    """A page of faults, by grid, and how many there are in all."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_PROBLEM], "next": None, "counts": {"no_head": 1}}]}
    )

    items: list[PeopleProblemOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")
    counts: dict[str, int] = Field(description="Of all pages, by code.")


class StepOut(Published):
    """One step of how an answer was found."""

    code: str
    params: dict[str, Any]
    message: str


class ExplainedAnswer(Answer):
    """Who answers for a grid at an instant, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **ANSWER,
                    "answerer": {"id": 12, "name": "陈安"},
                    "steps": [
                        {
                            "code": "head_answers",
                            "params": {"person": "陈安", "grid": "中山里 (10020010001)"},
                            "message": "中山里 (10020010001) 的网格长 陈安 在岗，由其负责。",
                        }
                    ],
                }
            ]
        }
    )

    answerer: NamedPerson | None = Field(description="The person who answers, whatever they publish.")
    steps: list[StepOut] = Field(description="How the answer was found.")

    @classmethod
    def explained(cls, found: Explained, zone: ZoneInfo, language: Language) -> "ExplainedAnswer":
        """As published, with times in the installation's zone."""
        person = None if found.person is None else NamedPerson(id=found.person[0], name=found.person[1])
        steps = [
            StepOut(
                code=step.code, params=dict(step.params), message=say_step(step.code, step.params, language)
            )
            for step in found.steps
        ]
        answer = Answer.of(found.found, zone)
        return cls.model_validate(
            {
                **{name: getattr(answer, name) for name in Answer.model_fields},
                "answerer": person,
                "steps": steps,
            }
        )
