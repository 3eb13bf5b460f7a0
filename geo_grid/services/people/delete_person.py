"""Removing a record that was a mistake."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.found import found_person
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import PersonRecord
from geo_grid.store.queries.assignments import had_duties


def delete_person(session: Session, actor: Actor | None, person: int) -> PersonRecord:
    """Delete somebody to whom nothing was ever entrusted; the caller commits.

    Returns
    -------
    Who is gone.

    Raises
    ------
    NotFound
        ``person_not_found``.
    Conflict
        ``person_has_duties``: history needs them; their service is ended instead.
    """
    before = found_person(session, actor, person, for_update=True)
    if had_duties(session, person):
        raise Conflict("person_has_duties", person=before.name)
    writing.delete_person(session, person)
    writing.let_photo_go(session, before.photo)
    note(session, "person.delete", f"person:{person}", before={"kind": before.kind, "grid": before.grid[0]})
    return before
