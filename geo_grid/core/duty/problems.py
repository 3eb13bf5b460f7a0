"""All rules that duties should keep, asked at once."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import SEVERITY, PeopleProblem
from geo_grid.core.duty.roster import Roster
from geo_grid.core.duty.rules.grid_ended import grid_ended
from geo_grid.core.duty.rules.heads_several import heads_several
from geo_grid.core.duty.rules.lapsing import lapsing
from geo_grid.core.duty.rules.no_head import no_head
from geo_grid.core.duty.rules.no_member import no_member
from geo_grid.core.duty.rules.nobody_answers import nobody_answers
from geo_grid.core.duty.rules.partner_not_adjacent import partner_not_adjacent

_ORDER = tuple(SEVERITY)


def people_problems(
    roster: Roster,
    at: datetime,
    zone: ZoneInfo,
    *,
    adjacent: Collection[tuple[int, int]],
    lapse_days: int,
) -> list[PeopleProblem]:
    """Every fault at an instant, by grid, at each grid errors first.

    Parameters
    ----------
    roster
        With everything in force at the instant or coming after it.
    at
        Aware instant.
    zone
        Whose wall clock hours are kept by.
    adjacent
        Pairs of grids with a common border, either way round; those of AB posts are enough.
    lapse_days
        Days ahead in which an end without a successor is told.
    """
    people = Dated(roster, at, zone)
    found = [
        *no_head(people),
        *no_member(people),
        *nobody_answers(people),
        *grid_ended(people),
        *heads_several(people),
        *partner_not_adjacent(people, adjacent),
        *lapsing(people, lapse_days),
    ]
    return sorted(found, key=lambda problem: (problem.grid, _ORDER.index(problem.code)))
