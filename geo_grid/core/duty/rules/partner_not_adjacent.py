"""An AB post between grids that do not touch."""

from collections.abc import Collection, Iterator

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem


def partner_not_adjacent(people: Dated, adjacent: Collection[tuple[int, int]]) -> Iterator[PeopleProblem]:
    """Whoever stands in is next door.

    Parameters
    ----------
    adjacent
        Pairs of grids with a common border, either way round.
    """
    for grid in people.roster.grids:
        partner = people.partner(grid)
        if partner is None or (grid, partner) in adjacent or (partner, grid) in adjacent:
            continue
        yield PeopleProblem("partner_not_adjacent", grid, (), {"grids": [partner]})
