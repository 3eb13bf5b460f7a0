"""What is wrong with who has which duty, on the ground of whoever asks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.duty.people_problem import SEVERITY
from geo_grid.core.duty.problems import people_problems
from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of
from geo_grid.services.people.found import ASSIGN
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import NamedGrid
from geo_grid.store.queries.named_grids import grids_below, grids_within, named_grids
from geo_grid.store.queries.partners import adjacent_partners
from geo_grid.store.queries.people import persons_by_id
from geo_grid.store.queries.roster import roster

_RANK = {code: rank for rank, code in enumerate(SEVERITY)}

#: Grid code, rank of the problem's code, numbers of the people: by what problems are in order.
Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class NamedProblem:
    """A problem with the names of all that take part.

    Parameters
    ----------
    params
        Of the problem; other grids under ``grids`` by code and name.
    words
        What its sentence needs.
    """

    code: str
    severity: str
    grid: NamedGrid
    persons: tuple[tuple[int, str], ...]
    params: Mapping[str, Any]
    words: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """Its place among all."""
        return self.grid[0], _RANK[self.code], ",".join(str(number) for number, _ in self.persons)


def list_problems(
    session: Session,
    actor: Actor | None,
    at: datetime,
    zone: ZoneInfo,
    lapse_days: int,
    *,
    grid: str | None = None,
) -> tuple[list[NamedProblem], dict[str, int]]:
    """All problems on the actor's ground, by grid, and how many there are of each code.

    Parameters
    ----------
    at
        Aware instant.
    zone
        Whose wall clock hours are kept by.
    lapse_days
        Days ahead in which an end without a successor is told.
    grid
        Code: only of it and of those below it.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    found = people_problems(
        roster(session, at), at, zone, adjacent=adjacent_partners(session, at), lapse_days=lapse_days
    )
    within = grids_within(session, reach_of(actor, ASSIGN))
    if within is not None:
        found = [problem for problem in found if problem.grid in within]
    if grid is not None:
        below = grids_below(session, grid)
        if not below:
            raise NotFound("grid_not_found", grid=grid)
        found = [problem for problem in found if problem.grid in below]
    grids = named_grids(
        session, {each for problem in found for each in (problem.grid, *problem.params.get("grids", ()))}
    )
    ids = {person for problem in found for person in problem.persons}
    people = persons_by_id(session, ids)
    if ids:
        note(session, "person.read", after={"ids": sorted(ids)})
    named = []
    for problem in found:
        others = [grids[each] for each in problem.params.get("grids", ())]
        persons = tuple((person, people[person].name) for person in problem.persons)
        here = grids[problem.grid]
        params = {**problem.params, **({"grids": _coded(others)} if others else {})}
        words = {
            **problem.params,
            "grid": _called(here),
            "grids": [_called(other) for other in others],
            "persons": [name for _, name in persons],
        }
        named.append(NamedProblem(problem.code, problem.severity.value, here, persons, params, words))
    named.sort(key=lambda problem: problem.key)
    return named, dict(Counter(problem.code for problem in named))


def _coded(grids: list[NamedGrid]) -> list[dict[str, Any]]:
    return [{"code": code, "name": name, "level": level} for code, name, level in grids]


def _called(grid: NamedGrid) -> str:
    return f"{grid[1]} ({grid[0]})"
