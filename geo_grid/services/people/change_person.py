"""Changing what is written down of somebody."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import Outdated
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.people.end_person import refuse_while_on_duty
from geo_grid.services.people.found import found_person
from geo_grid.services.people.person_values import former_values, judged, noted
from geo_grid.store import people_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.errors import translated
from geo_grid.store.people_records import PersonRecord


def change_person(
    session: Session, actor: Actor | None, person: int, version: int | None, given: Mapping[str, Any]
) -> PersonRecord:
    """Change what is given; the caller commits.

    Parameters
    ----------
    version
        That somebody has seen; None to change whatever it is now.
    given
        As `judged` takes it. Whoever moves the record to another grid needs both.

    Raises
    ------
    InputError, NotFound, Denied
        As `judged`, and ``person_not_found``.
    Conflict
        ``account_taken``; ``person_on_duty``: they would leave before a duty of theirs ends.
    Outdated
        ``changed_meanwhile``.
    """
    before = found_person(session, actor, person, for_update=True)
    if version is not None and version != before.version:
        raise Outdated("changed_meanwhile")
    former = former_values(before)
    values = judged(session, actor, former, given)
    values["valid_from"] = values["valid_from"] or before.valid_from
    if values["valid_until"] is not None and values["valid_until"] != before.valid_until:
        refuse_while_on_duty(session, before, values["valid_until"])
    if values == former:
        return before
    with translated():
        writing.change_person(session, person, before.version, values)
    note(session, "person.change", f"person:{person}", before=noted(former), after=noted(values))
    return found_person(session, None, person)
