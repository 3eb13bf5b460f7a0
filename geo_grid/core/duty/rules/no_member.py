"""A grid of level 3 without a member."""

from collections.abc import Iterator

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem


def no_member(people: Dated) -> Iterator[PeopleProblem]:
    """Every grid of level 3 has a member in force, who is in the service."""
    for grid in people.roster.grids.values():
        if grid.level == 3 and next(people.duties(grid.id, "member"), None) is None:
            yield PeopleProblem("no_member", grid.id)
