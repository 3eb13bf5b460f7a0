"""A duty for a grid that has ended."""

from collections.abc import Iterator

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem


def grid_ended(people: Dated) -> Iterator[PeopleProblem]:
    """A duty ends no later than its grid."""
    for grid, duties in people.roster.duties.items():
        if grid in people.roster.grids:
            continue
        persons = sorted({duty.person for duty in duties if people.is_in_force(duty)})
        if persons:
            yield PeopleProblem("grid_ended", grid, tuple(persons))
