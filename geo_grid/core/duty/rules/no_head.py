"""A grid without a head."""

from collections.abc import Iterator

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem


def no_head(people: Dated) -> Iterator[PeopleProblem]:
    """Every grid but the outline has a head in force, who is in the service."""
    for grid in people.roster.grids.values():
        if grid.level > 0 and people.head(grid.id) is None:
            yield PeopleProblem("no_head", grid.id)
