"""A head or the only members about to end, with nobody to follow."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.people_problem import PeopleProblem
from geo_grid.core.duty.roster import Duty, Person


def lapsing(people: Dated, days: int) -> Iterator[PeopleProblem]:
    """When a head's, or at level 3 a member's, duty or service ends within some days, somebody follows.

    Parameters
    ----------
    days
        Days ahead that are looked at.
    """
    horizon = people.at + timedelta(days=days)
    for grid in people.roster.grids.values():
        roles = ("head", "member") if grid.level == 3 else ("head",)
        for role in roles if grid.level > 0 else ():
            ending = [(_end(duty, person), person) for duty, person in people.duties(grid.id, role)]
            soon = [(end, person.id) for end, person in ending if end is not None and end <= horizon]
            if not soon or len(soon) < len(ending):
                continue
            last, person_id = max(soon)
            then = Dated(people.roster, last, people.zone)
            if next(then.duties(grid.id, role), None) is None:
                params = {"role": role, "until": last.astimezone(people.zone).isoformat()}
                yield PeopleProblem("lapsing", grid.id, (person_id,), params)


def _end(duty: Duty, person: Person) -> datetime | None:
    return min((end for end in (duty.valid_until, person.valid_until) if end is not None), default=None)
