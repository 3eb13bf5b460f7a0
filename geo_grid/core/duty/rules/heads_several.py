"""One person who heads several grids."""

from collections import defaultdict
from collections.abc import Iterator

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem


def heads_several(people: Dated) -> Iterator[PeopleProblem]:
    """A person heads one grid; told at each of several, with the others."""
    headed: defaultdict[int, list[int]] = defaultdict(list)
    for grid in people.roster.grids:
        head = people.head(grid)
        if head is not None:
            headed[head[1].id].append(grid)
    for person, grids in headed.items():
        if len(grids) > 1:
            for grid in grids:
                others = [other for other in grids if other != grid]
                yield PeopleProblem("heads_several", grid, (person,), {"grids": others})
