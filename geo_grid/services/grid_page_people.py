"""People of a grid as its page shows them; nothing that was not published reaches it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from geo_grid.core.duty.hours import written_hours
from geo_grid.core.duty.roster import Office
from geo_grid.publish.pages.grid_page_data import AnswerView, OfficeView, PeopleView, PersonView, StationView
from geo_grid.services.duty_index import GridPeople
from geo_grid.services.grid_page import grid_link
from geo_grid.services.people_cards import Absent, Card, PublicAnswer


def people_view(people: GridPeople, zone: ZoneInfo) -> PeopleView:
    """What the page says of people, with times in a zone."""
    found = people.found
    others = (*people.liaison, *people.specialists, *people.information_officers)
    return PeopleView(
        answer=_answer(found.answer, found.until, zone),
        head=_person(found.head) if found.head is not None else None,
        head_away=found.head_away,
        partner=grid_link(people.partner) if people.partner is not None else None,
        members=tuple(map(_person, people.members)),
        others=tuple(map(_person, others)),
        stations=tuple(
            StationView(
                station.name_zh,
                station.name_en,
                station.address,
                station.hours,
                station.phone,
                station.services,
            )
            for station, _ in people.stations
        ),
        offices=tuple(map(_office, people.offices)),
    )


def _answer(answer: PublicAnswer, until: datetime | None, zone: ZoneInfo) -> AnswerView:
    return AnswerView(
        because=str(answer.because),
        person=_person(answer.card) if answer.card is not None else None,
        of_grid=grid_link(answer.of_grid) if answer.of_grid is not None else None,
        instead_of=_absent(answer.instead_of) if answer.instead_of is not None else None,
        vacant=answer.vacant,
        office=_office(answer.office) if answer.office is not None else None,
        until=until.astimezone(zone) if until is not None else None,
    )


def _person(card: Card) -> PersonView:
    person, duty = card.person, card.duty
    spans = written_hours(duty.hours) if duty is not None and duty.hours else []
    return PersonView(
        role=str(card.role),
        tint=card.tint,
        name=person.name,
        name_en=person.name_en,
        initial=person.initial,
        post=person.post,
        photo=person.photo,
        phone=person.phone,
        mobile=person.mobile,
        hours=person.hours,
        specialty=duty.specialty if duty is not None else None,
        duties=duty.duties if duty is not None else None,
        shift=duty.shift if duty is not None else None,
        shift_hours=tuple((tuple(span["days"]), span["from"], span["until"]) for span in spans),
    )


def _absent(absent: Absent) -> PersonView:
    return PersonView(role=str(absent.role), tint=0, name=absent.person.name, name_en=absent.person.name_en)


def _office(office: Office) -> OfficeView:
    return OfficeView(office.name_zh, office.name_en, office.phone, office.hours, office.address)
