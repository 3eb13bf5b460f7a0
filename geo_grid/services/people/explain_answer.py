"""Who answers for a grid at an instant, and why: every step with names, for those who assign people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.duty.answering import answer
from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.duty_index import GridAnswer, duty_index_of
from geo_grid.services.ground import require_on
from geo_grid.services.people.found import ASSIGN
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.named_grids import named_grids
from geo_grid.store.queries.offices import office_by_id
from geo_grid.store.queries.people import persons_by_id


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step with the names of all that take part; `params` as words need them."""

    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer as everybody may see it, and how it was found.

    Parameters
    ----------
    person
        Id and name of the person who answers.
    """

    found: GridAnswer
    person: tuple[int, str] | None
    steps: tuple[NamedStep, ...]


def explain_answer(
    session: Session, actor: Actor | None, code: str, at: datetime, zone: ZoneInfo
) -> Explained:
    """Who answers for a grid, and how that was found; the caller commits, for the audit.

    Parameters
    ----------
    code
        Of a grid in force at the instant, on ground on which the actor assigns people.
    at
        Aware instant.
    zone
        Whose wall clock hours are kept by.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    grid = grid_by_code(session, code, at, geometry=False)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    require_on(session, actor, ASSIGN, grid.id)
    index = duty_index_of(session, at, [grid], zone)
    found = answer(index.roster, grid.id, at, zone)
    steps = tuple(NamedStep(step.code, _named(session, step.params)) for step in found.steps)
    ids = sorted({step.params["person"] for step in found.steps if "person" in step.params})
    note(session, "person.read", f"grid:{code}", after={"ids": ids})
    person = None if found.person is None else (found.person.id, found.person.name)
    return Explained(index.answer(grid, at), person, steps)


def _named(session: Session, params: Mapping[str, Any]) -> dict[str, Any]:
    named = dict(params)
    if "grid" in params:
        code, name, _ = named_grids(session, [params["grid"]])[params["grid"]]
        named["grid"] = f"{name} ({code})"
    if "person" in params:
        people = persons_by_id(session, [params["person"]])
        named["person"] = people[params["person"]].name if params["person"] in people else None
    if "office" in params:
        office = office_by_id(session, params["office"])
        named["office"] = None if office is None else office.name_zh
    return named
