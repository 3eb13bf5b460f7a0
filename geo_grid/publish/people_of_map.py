"""Who answers for the grids of a map that is one file: only what is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo_grid.publish.pages.grid_page_data import PeopleView, PersonView
from geo_grid.publish.pages.rendering import dialled
from geo_grid.words import Language
from geo_grid.words.dates import day_text
from geo_grid.words.pages import page_word

#: Roles that the popups of a map name.
ROLES = ("head", "member")


@dataclass(frozen=True)
class PeopleOfMap:
    """People by the code of their grid, in the form that the page's script reads.

    Parameters
    ----------
    edition, day
        What the map shows, and when it was made.
    hotline
        The number that everybody may call.
    """

    by_code: Mapping[str, Sequence[Mapping[str, Any]]]
    edition: int
    day: date
    hotline: str | None

    def words(self, language: Language) -> dict[str, str]:
        """What the page says of people, beside its other words."""
        day = day_text(self.day, language)
        said = page_word("map_of_people", language, edition=self.edition, day=day)
        if self.hotline:
            said += page_word("map_hotline", language, hotline=self.hotline)
        roles = {f"map_role_{role}": page_word(f"page_role_{role}", language) for role in ROLES}
        return {"map_subtitle": said, **roles}


def people_on_map(people: PeopleView) -> list[dict[str, Any]]:
    """The head and the members of a grid, without whom nobody can know of."""
    heads: Iterable[PersonView] = (people.head,) if people.head is not None else ()
    return [_person(person) for person in (*heads, *people.members) if person.role in ROLES]


def _person(person: PersonView) -> dict[str, Any]:
    numbers = [number for number in (person.phone, person.mobile) if number]
    return {
        "role": person.role,
        "name": person.name,
        "nameEn": person.name_en,
        "post": person.post,
        "specialty": person.specialty,
        "hours": person.hours,
        "numbers": [{"shown": number, "dialled": dialled(number)} for number in numbers],
    }
