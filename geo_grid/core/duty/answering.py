"""Who answers for this grid at this instant: always somebody, or an alarm."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.roster import Duty, Leave, Office, Person, Roster

#: Dates that pass without another answer before `until` is given up on as one at which it only may change.
_LOOKED_AHEAD = 24


class Because(StrEnum):
    """Why somebody answers, in the order in which it is tried."""

    SHIFT = "shift"
    HEAD = "head"
    NAMED_STAND_IN = "named_stand_in"
    AB_POST = "ab_post"
    LEADERS = "leaders"
    OFFICE = "office"
    NOBODY = "nobody"


class Alarm(StrEnum):
    """What is wrong with an answer: no person, or not even an office with a phone."""

    NO_PERSON = "no_person"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of how an answer was found: a code, and the identities its wording refers to."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for a grid.

    Parameters
    ----------
    person
        In the service and not away; None where only an office or nobody answers.
    duty
        The duty for which they do; None for a stand-in who has none.
    instead_of
        The duty of whoever is away and would have answered first.
    vacant
        Whether the grid has no head in force.
    office
        Where no person answers: the nearest office with a phone.
    alarm
        None where a person answers.
    until
        The next instant at which the answer may be another; None while nothing that is known ends it.
    steps
        How it was found.
    """

    because: Because
    person: Person | None = None
    duty: Duty | None = None
    instead_of: Duty | None = None
    vacant: bool = False
    office: Office | None = None
    alarm: Alarm | None = None
    until: datetime | None = None
    steps: tuple[Step, ...] = ()

    @property
    def of_grid(self) -> int | None:
        """The grid that the person who answers has a duty for."""
        return None if self.duty is None else self.duty.grid


def answer(roster: Roster, grid: int, at: datetime, zone: ZoneInfo) -> Answer:
    """Who answers for a grid at an instant; never an exception.

    Parameters
    ----------
    roster
        With everything in force at the instant or coming after it.
    grid
        Identity.
    at
        Aware instant.
    zone
        Whose wall clock hours are kept by.
    """
    found = _decide(roster, grid, at, zone)
    # Dates that were looked at pass also where nothing follows from them.
    until, looked = found.until, 0
    while until is not None and until != roster.until and looked < _LOOKED_AHEAD:
        later = _decide(roster, grid, until, zone)
        if replace(later, until=None, steps=()) != replace(found, until=None, steps=()):
            break
        until, looked = later.until, looked + 1
    return replace(found, until=until)


def _decide(roster: Roster, grid: int, at: datetime, zone: ZoneInfo) -> Answer:
    looking = _Looking(Dated(roster, at, zone), grid)
    found = looking.on_the_grid() or looking.at_the_partner() or looking.above() or looking.at_an_office()
    return replace(
        found,
        instead_of=looking.absent[0][0] if looking.absent and found.person is not None else None,
        vacant=looking.vacant,
        until=looking.dated.until,
        steps=tuple(looking.steps),
    )


class _Looking:
    """The rules, one method each; they must be tried in their order."""

    def __init__(self, dated: Dated, grid: int) -> None:
        self.dated = dated
        self.grid = grid
        self.vacant = False
        self.absent: list[tuple[Duty, Leave]] = []
        self.steps: list[Step] = []

    def on_the_grid(self) -> Answer | None:
        """Whoever is on shift, else the head; each of them here, or with a stand-in."""
        for duty, person in self.dated.duties(self.grid, "head", "member"):
            if self.dated.is_on_shift(duty):
                found = self._here_or_stand_in(duty, person, Because.SHIFT)
                if found is not None:
                    self.vacant = self.dated.head(self.grid) is None
                    return found
        head = self.dated.head(self.grid)
        if head is None:
            self.vacant = True
            self._step("no_head", grid=self.grid)
            return None
        if any(duty is head[0] for duty, _ in self.absent):
            return None
        return self._here_or_stand_in(*head, Because.HEAD)

    def at_the_partner(self) -> Answer | None:
        """Short leave: the head of the other grid of the AB post."""
        if not any(leave.kind == "short" for _, leave in self.absent):
            return None
        partner = self.dated.partner(self.grid)
        if partner is None:
            self._step("no_partner", grid=self.grid)
            return None
        return self._head_of(partner, Because.AB_POST)

    def above(self) -> Answer | None:
        """The heads of the grids above, the nearest first."""
        for above in self.dated.roster.upwards(self.grid)[1:]:
            found = self._head_of(above, Because.LEADERS)
            if found is not None:
                return found
        return None

    def at_an_office(self) -> Answer:
        """The nearest office with a phone, else nobody: an alarm either way."""
        for office in self.dated.offices(self.grid):
            if office.phone:
                self._step("office_answers", office=office.id)
                return Answer(Because.OFFICE, office=office, alarm=Alarm.NO_PERSON)
            self._step("office_without_phone", office=office.id)
        self._step("nobody_answers", grid=self.grid)
        return Answer(Because.NOBODY, alarm=Alarm.NOBODY)

    def _here_or_stand_in(self, duty: Duty, person: Person, because: Because) -> Answer | None:
        leave = self.dated.leave(person.id)
        if leave is None:
            self._step(f"{because}_answers", person=person.id, grid=duty.grid)
            return Answer(because, person, duty)
        self.absent.append((duty, leave))
        self._step(f"away_{leave.kind}", person=person.id, grid=duty.grid)
        if leave.stand_in is None:
            return None
        stand_in = self.dated.in_service(leave.stand_in)
        if stand_in is None:
            self._step("stand_in_gone", person=leave.stand_in)
            return None
        if self.dated.leave(stand_in.id) is not None:
            self._step("stand_in_away", person=stand_in.id)
            return None
        self._step("stand_in_answers", person=stand_in.id)
        return Answer(Because.NAMED_STAND_IN, stand_in, self._duty_of(stand_in))

    def _head_of(self, grid: int, because: Because) -> Answer | None:
        head = self.dated.head(grid)
        if head is None:
            self._step("no_head", grid=grid)
            return None
        duty, person = head
        if self.dated.leave(person.id) is not None:
            self._step("head_away", person=person.id, grid=grid)
            return None
        self._step(f"{because}_answers", person=person.id, grid=grid)
        return Answer(because, person, duty)

    def _duty_of(self, person: Person) -> Duty | None:
        """What a stand-in is otherwise: on this grid before others, head before member."""
        theirs = [
            duty
            for duty in self.dated.roster.duties_of.get(person.id, ())
            if duty.role in ("head", "member")
            and duty.grid in self.dated.roster.grids
            and self.dated.is_in_force(duty)
        ]
        return min(theirs, key=lambda duty: (duty.grid != self.grid, duty.role, duty.id), default=None)

    def _step(self, code: str, **params: int) -> None:
        self.steps.append(Step(code, params))
