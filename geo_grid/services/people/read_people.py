"""Reading people with their duties and leaves; every look is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of
from geo_grid.services.people.found import ASSIGN, found_person
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import AssignmentRecord, LeaveRecord, PersonRecord
from geo_grid.store.queries.assignments import duties_of, leaves_of
from geo_grid.store.queries.people import PersonSearch, list_persons


@dataclass(frozen=True, slots=True)
class PersonWithDuties:
    """Somebody with the duties and leaves that are not over."""

    person: PersonRecord
    assignments: tuple[AssignmentRecord, ...]
    leaves: tuple[LeaveRecord, ...]


def read_person(session: Session, actor: Actor | None, person: int) -> PersonWithDuties:
    """One person; the caller commits, for the audit.

    Raises
    ------
    NotFound
        ``person_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    record = found_person(session, actor, person)
    note(session, "person.read", f"person:{person}")
    return with_duties(session, [record])[0]


def read_persons(
    session: Session, actor: Actor | None, search: PersonSearch, after: int, limit: int
) -> tuple[list[PersonWithDuties], bool]:
    """A page of people on the actor's ground, by id; the caller commits, for the audit.

    Returns
    -------
    The page, and whether there are more.
    """
    found = list_persons(session, reach_of(actor, ASSIGN), search, after, limit + 1)
    page = found[:limit]
    if page:
        note(session, "person.read", after={"ids": [record.id for record in page]})
    return with_duties(session, page), len(found) > limit


def with_duties(session: Session, records: Sequence[PersonRecord]) -> list[PersonWithDuties]:
    """People with the duties and leaves that are not over."""
    ids = [record.id for record in records]
    duties = duties_of(session, ids)
    leaves = leaves_of(session, ids)
    return [
        PersonWithDuties(
            record,
            tuple(duty for duty in duties if duty.person_id == record.id),
            tuple(leave for leave in leaves if leave.person_id == record.id),
        )
        for record in records
    ]
