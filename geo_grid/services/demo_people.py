"""The people of a demo: brought with it, ended with it, and nobody else."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.example_town.staff import TownDuty, TownPerson, TownStaff
from geo_grid.files.photo import encode_photo
from geo_grid.services.incidents.example_matrix import make_example_matrix
from geo_grid.store import people_demo_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.scope import identities_of


def load_people(session: Session, staff: TownStaff, since: datetime, now: datetime) -> None:
    """Bring the people of a demo whose grids are published. The caller commits.

    Parameters
    ----------
    since
        When the grids took effect: duties begin with them.
    now
        From when leaves and what ends soon are counted.
    """
    grids = identities_of(session, since)
    offices: list[int] = []
    for office in staff.offices:
        values = {
            "kind": office.kind,
            "name_zh": office.name,
            "name_en": office.english,
            "parent_id": None if office.parent is None else offices[office.parent],
            "phone": office.phone,
            "hours": office.hours,
            "address": office.address,
        }
        offices.append(writing.open_made_up_office(session, values, [grids[code] for code in office.grids]))
    photos = []
    for portrait in staff.portraits:
        encoded = encode_photo(portrait)
        writing.keep_photo(session, encoded.hash, encoded.large, encoded.small)
        photos.append(encoded.hash)
    rows = [_person(person, grids, offices, photos, since) for person in staff.persons]
    persons = writing.add_made_up_persons(session, rows)
    writing.add_duties(
        session,
        [_duty(duty, persons, grids, offices, since, now) for duty in staff.duties],
        [
            {
                "person_id": persons[leave.person],
                "kind": leave.kind,
                "valid": writing.period(
                    now + timedelta(days=leave.begins_in_days), now + timedelta(days=leave.ends_in_days)
                ),
                "stand_in_id": None if leave.stand_in is None else persons[leave.stand_in],
            }
            for leave in staff.leaves
        ],
        [
            {"grid_id": grids[one], "partner_id": grids[other], "valid": writing.period(since)}
            for one, other in staff.partners
        ],
    )
    writing.add_made_up_stations(
        session,
        [
            {
                "grid_id": grids[station.grid],
                "name_zh": station.name,
                "name_en": station.english,
                "geom": f"SRID=4326;POINT({station.lon!r} {station.lat!r})",
                "address": station.address,
                "hours": station.hours,
                "phone": station.phone,
                "services": list(station.services),
                "office_id": offices[station.office],
            }
            for station in staff.stations
        ],
    )
    make_example_matrix(session, staff.offices, offices, grids)
    note(session, "people.demo", after={"persons": len(persons), "duties": len(staff.duties)})


def end_people(session: Session, at: datetime) -> None:
    """End everybody whom a demo made up: something has taken its place. Real persons stay.

    Duties and AB posts on the demo's ground end, whoever has them. Whoever was changed by hand counts as
    real. The caller commits.

    Parameters
    ----------
    at
        When what takes its place takes effect; it is published already.
    """
    ended = writing.end_made_up(session, at)
    if ended:
        note(session, "people.demo_end", after={"persons": ended})


def _person(
    person: TownPerson, grids: dict[str, int], offices: list[int], photos: list[str], since: datetime
) -> dict[str, Any]:
    return {
        "kind": person.kind,
        "name": person.name,
        "name_en": person.english,
        "post": person.post,
        "phone": person.phone,
        "mobile": person.mobile,
        "reception_hours": person.hours,
        "published": list(person.published),
        "opted_in_at": since if person.is_opted_in else None,
        "photo_hash": None if person.portrait is None else photos[person.portrait],
        "grid_id": grids[person.grid],
        "office_id": None if person.office is None else offices[person.office],
        "valid": writing.period(since),
    }


def _duty(
    duty: TownDuty,
    persons: list[int],
    grids: dict[str, int],
    offices: list[int],
    since: datetime,
    now: datetime,
) -> dict[str, Any]:
    until = None if duty.ends_in_days is None else max(now, since) + timedelta(days=duty.ends_in_days)
    return {
        "person_id": persons[duty.person],
        "grid_id": grids[duty.grid],
        "role": duty.role,
        "valid": writing.period(since, until),
        "shift": duty.shift,
        "hours": None if duty.hours is None else [dict(each) for each in duty.hours],
        "specialty": duty.specialty,
        "duties": duty.duties,
        "office_id": None if duty.office is None else offices[duty.office],
    }
