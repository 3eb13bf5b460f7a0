"""People as everybody may see them: cards that hold nothing but what is published."""

from dataclasses import dataclass

from geo_grid.core.duty.answering import Alarm, Answer, Because
from geo_grid.core.duty.publicity import PublishedPerson, published_person
from geo_grid.core.duty.roster import Duty, Office, Person
from geo_grid.store.records import GridRecord

#: Of whom nothing is published, or known.
NOBODY_KNOWN = PublishedPerson()


@dataclass(frozen=True, slots=True)
class Card:
    """One person in one role.

    Parameters
    ----------
    person
        Only what is published.
    duty
        Whose role, shift and words are public; None for a stand-in who has none.
    role
        In which the person is met.
    office
        The office of the duty, while it is open.
    tint
        Hue of the grid, for a drawn picture.
    """

    person: PublishedPerson
    duty: Duty | None
    role: str
    office: Office | None
    tint: int


@dataclass(frozen=True, slots=True)
class Absent:
    """Who would have answered; `person` holds only what is published."""

    person: PublishedPerson
    role: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """An answer as everybody may see it; the fields are those of `geo_grid.core.duty.answering.Answer`."""

    because: Because
    card: Card | None
    of_grid: GridRecord | None
    instead_of: Absent | None
    vacant: bool
    office: Office | None
    alarm: Alarm | None


def card(duty: Duty, person: Person, office: Office | None, tint: int) -> Card:
    """The card of a duty."""
    return Card(published_person(person), duty, duty.role, office, tint)


def public_answer(
    found: Answer, of_grid: GridRecord | None, absent: Person | None, office: Office | None, tint: int
) -> PublicAnswer:
    """What of an answer everybody may see.

    Parameters
    ----------
    of_grid
        The grid that the person who answers has a duty for.
    absent
        The person of `found.instead_of`.
    office
        The office of the duty of the person who answers, while it is open.
    tint
        Hue of the grid.
    """
    role = found.duty.role if found.duty is not None else "head"
    if found.duty is None and found.instead_of is not None:
        role = found.instead_of.role
    theirs = Card(published_person(found.person), found.duty, role, office, tint) if found.person else None
    instead = None
    if found.instead_of is not None:
        known = published_person(absent) if absent is not None else NOBODY_KNOWN
        instead = Absent(known, found.instead_of.role)
    return PublicAnswer(found.because, theirs, of_grid, instead, found.vacant, found.office, found.alarm)
