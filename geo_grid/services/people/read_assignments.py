"""Reading duties; every look is written down."""

from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of
from geo_grid.services.people.found import ASSIGN
from geo_grid.store.audit_writing import note
from geo_grid.store.people_records import AssignmentRecord
from geo_grid.store.queries.assignments import DutySearch, list_assignments


def read_assignments(
    session: Session, actor: Actor | None, search: DutySearch, after: int, limit: int
) -> tuple[list[AssignmentRecord], bool]:
    """A page of duties for grids of the actor's ground, by id; the caller commits, for the audit.

    Returns
    -------
    The page, and whether there are more.
    """
    found = list_assignments(session, reach_of(actor, ASSIGN), search, after, limit + 1)
    page = found[:limit]
    if page:
        note(session, "person.read", after={"ids": sorted({record.person_id for record in page})})
    return page, len(found) > limit
