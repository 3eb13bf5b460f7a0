"""Writing somebody down."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.found import found_person
from geo_grid.services.people.person_values import check_dates, judged, noted
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.errors import translated
from geo_grid.store.people_records import PersonRecord


def add_person(session: Session, actor: Actor | None, given: Mapping[str, Any]) -> PersonRecord:
    """Write somebody down on the ground of a grid; the caller commits.

    Parameters
    ----------
    given
        As `judged` takes it; ``grid`` is needed. Without ``valid_from`` they are in the service from now on.

    Raises
    ------
    InputError, NotFound, Denied
        As `judged`.
    Conflict
        ``account_taken``.
    """
    if not given.get("grid"):
        raise NotFound("grid_not_found", grid=None)
    values = judged(session, actor, {}, given)
    values["valid_from"] = values["valid_from"] or writing.instant_of(session)
    check_dates(values["valid_from"], values["valid_until"])
    with translated():
        person = writing.add_person(session, values)
    note(session, "person.add", f"person:{person}", after=noted(values))
    return found_person(session, actor, person)
