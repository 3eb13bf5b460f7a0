"""A grid for which no person answers now."""

from collections.abc import Iterator

from geo_grid.core.duty.answering import answer
from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem


def nobody_answers(people: Dated) -> Iterator[PeopleProblem]:
    """At every instant a person answers for every grid but the outline; the alarm says what is left of it."""
    for grid in people.roster.grids.values():
        if grid.level == 0:
            continue
        found = answer(people.roster, grid.id, people.at, people.zone)
        if found.alarm is not None:
            yield PeopleProblem("nobody_answers", grid.id, (), {"alarm": str(found.alarm)})
