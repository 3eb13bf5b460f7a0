"""The people of a grid as its sheets show them: nothing but what is published."""

from collections.abc import Mapping
from typing import Any

from geo_grid.publish.sheets.content import SheetPerson
from geo_grid.services.duty_index import GridPeople
from geo_grid.services.people_cards import Card
from geo_grid.words import Language
from geo_grid.words.hours import said_hours
from geo_grid.words.sheets import sheet_word


def cards_of(people: GridPeople) -> list[Card]:
    """Everybody whom a sheet shows, the head first."""
    head = [] if people.found.head is None else [people.found.head]
    return [*head, *people.members, *people.information_officers, *people.liaison, *people.specialists]


def printed_of(people: GridPeople) -> list[Any]:
    """What is printed of people, in no language: equal while a sheet need not be printed again."""
    found: list[Any] = [_printed(card) for card in cards_of(people)]
    answer = people.found.answer
    if people.found.head is None and answer.card is not None:
        found.append(["in charge", _printed(answer.card)])
    return found


def sheet_people(
    people: GridPeople, photos: Mapping[str, bytes], language: Language
) -> tuple[SheetPerson, ...]:
    """As content of a sheet; a grid without a head shows that, and who answers meanwhile."""
    shown = [_person(card, photos, language) for card in cards_of(people)]
    if people.found.head is None:
        shown.insert(0, _vacancy(people, language))
    return tuple(shown)


def _printed(card: Card) -> list[Any]:
    person, duty = card.person, card.duty
    of_duty = (None, None) if duty is None else (duty.duties, duty.specialty)
    return [
        card.role, person.name, person.name_en, person.post, person.phone, person.mobile, person.hours,
        person.photo, *of_duty,
    ]  # fmt: skip


def _person(card: Card, photos: Mapping[str, bytes], language: Language) -> SheetPerson:
    person, duty = card.person, card.duty
    name, second = person.name, None
    if language == "en" and person.name_en:
        name, second = person.name_en, person.name
    return SheetPerson(
        role=sheet_word(f"role_{card.role}", language),
        name=name,
        second=second,
        initial=person.initial,
        tint=card.tint,
        post=person.post,
        phone=person.phone,
        mobile=person.mobile,
        hours=said_hours(person.hours, language),
        specialty=None if duty is None else duty.specialty,
        duties=None if duty is None else duty.duties,
        photo=None if person.photo is None else photos.get(person.photo),
        is_head=card.role == "head",
        is_member=card.role == "member",
    )


def _vacancy(people: GridPeople, language: Language) -> SheetPerson:
    answer = people.found.answer
    note = None
    if answer.card is not None and answer.card.person.name is not None:
        person = answer.card.person
        name = (person.name_en if language == "en" else None) or person.name
        note = sheet_word("in_charge_leaders", language, name=name)
        phone = person.mobile or person.phone
        note += f" {phone}" if phone else ""
    elif answer.office is not None:
        office = answer.office
        name = (office.name_en if language == "en" else None) or office.name_zh
        note = sheet_word("in_charge_office", language, name=name)
        note += f" {office.phone}" if office.phone else ""
    return SheetPerson(sheet_word("role_head", language), is_head=True, vacant=True, note=note)
