"""What of a roster holds at an instant, and until when that stays so.

Every date that a decision looks at is noted. As long as none of those still to come has passed, the same
questions get the same answers, and so does the decision that asked them.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from geo_grid.core.duty.hours import covers, next_change
from geo_grid.core.duty.roster import Duty, Leave, Office, Partner, Person, Roster


class Dated:
    """A roster looked at from one instant.

    Parameters
    ----------
    roster
        With everything that is in force at the instant or comes after it.
    at
        Aware instant.
    zone
        Whose wall clock hours are kept by.

    Attributes
    ----------
    until
        The first instant at which anything asked so far may get another answer; None while there is none.
    """

    def __init__(self, roster: Roster, at: datetime, zone: ZoneInfo) -> None:
        self.roster = roster
        self.at = at
        self.zone = zone
        self.until: datetime | None = None
        if roster.until is not None and roster.until > at:
            self._note(roster.until)

    def is_in_force(self, dated: Duty | Leave | Partner | Person) -> bool:
        """Whether the instant is within its dates."""
        if self.at < dated.valid_from:
            self._note(dated.valid_from)
            return False
        if dated.valid_until is None:
            return True
        if self.at < dated.valid_until:
            self._note(dated.valid_until)
            return True
        return False

    def is_open(self, office: Office) -> bool:
        """Whether an office was not closed for good."""
        if office.closed_at is None:
            return True
        if self.at < office.closed_at:
            self._note(office.closed_at)
            return True
        return False

    def is_on_shift(self, duty: Duty) -> bool:
        """Whether a duty has hours, and the instant is within them."""
        if not duty.hours:
            return False
        change = next_change(duty.hours, self.at, self.zone)
        if change is not None:
            self._note(change)
        return covers(duty.hours, self.at, self.zone)

    def duties(self, grid: int, *roles: str) -> Iterator[tuple[Duty, Person]]:
        """Duties in force for a grid, of people in the service, by role in the order given and then by id."""
        if grid not in self.roster.grids:
            return
        for role in roles:
            for duty in self.roster.duties.get(grid, ()):
                if duty.role == role and self.is_in_force(duty):
                    person = self.in_service(duty.person)
                    if person is not None:
                        yield duty, person

    def head(self, grid: int) -> tuple[Duty, Person] | None:
        """The head of a grid."""
        return next(self.duties(grid, "head"), None)

    def in_service(self, person: int) -> Person | None:
        """A person who is in the service."""
        found = self.roster.persons.get(person)
        return found if found is not None and self.is_in_force(found) else None

    def leave(self, person: int) -> Leave | None:
        """What keeps a person away; None for whoever is here."""
        return next((leave for leave in self.roster.leaves.get(person, ()) if self.is_in_force(leave)), None)

    def partner(self, grid: int) -> int | None:
        """The partner of a grid."""
        found = (each for each in self.roster.partners.get(grid, ()) if self.is_in_force(each))
        return next((each.partner for each in found if each.partner in self.roster.grids), None)

    def offices(self, grid: int) -> Iterator[Office]:
        """The open offices whose ground holds a grid, the nearest first, then those whose area it lies in."""
        upwards = self.roster.upwards(grid)
        found = [office for above in upwards for office in self.roster.offices_on.get(above, ())]
        found += self.roster.offices_serving.get(grid, ()) if upwards else ()
        for office in dict.fromkeys(found):
            if self.is_open(office):
                yield office

    def note(self, other: datetime | None) -> None:
        """Heed another's `until` too."""
        if other is not None:
            self._note(other)

    def _note(self, instant: datetime) -> None:
        if self.until is None or instant < self.until:
            self.until = instant
