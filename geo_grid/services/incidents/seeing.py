"""Which incidents somebody may see: those on their ground, and those that they have to do with."""

from sqlalchemy.orm import Session

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.permissions.roles import ACTIONS, Role
from geo_grid.store.incident_records import Sight
from geo_grid.store.queries.incident_ground import span_of

#: Each of these lets somebody see the incidents on its ground.
SEEING = frozenset(
    {
        Action.INCIDENTS_RECEIVE,
        Action.INCIDENTS_DISPATCH,
        Action.INCIDENTS_HANDLE,
        Action.INCIDENTS_INSPECT,
    }
)
#: Of these, what lies outside the coverage too, where the nearest grid is theirs.
_OUTSIDE = frozenset({Action.INCIDENTS_RECEIVE, Action.INCIDENTS_DISPATCH})
#: Who works for the office that a role is granted on.
_OF_AN_OFFICE = frozenset({Role.DEPARTMENT_OFFICER, Role.DISPATCHER})


def sight_of(session: Session, actor: Actor | None) -> Sight:
    """What somebody may see.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself: everything.
    """
    if actor is None:
        return Sight(everything=True)
    if actor.account is None:
        return Sight()
    limited = actor.limit is not None and Action.INCIDENTS_SEE not in actor.limit
    limit = SEEING & actor.limit if limited and actor.limit is not None else SEEING
    able = [held for held in actor.grants if ACTIONS[held.role] & limit]
    if not able:
        return Sight(account=actor.account)
    everywhere = any(held.grid is None and held.office is None for held in able)
    officers = [held.office for held in able if held.role in _OF_AN_OFFICE and held.office is not None]
    span = span_of(
        session,
        [held.grid for held in able if held.grid is not None],
        [held.office for held in able if held.grid is None and held.office is not None],
        officers,
        actor.account,
    )
    if everywhere or span.outline:
        return Sight(everything=True, person=span.person, account=actor.account)
    offices = set(span.offices)
    if officers and span.person_office is not None:
        offices.add(span.person_office)
    beyond = any(ACTIONS[held.role] & limit & _OUTSIDE for held in able)
    return Sight(
        grids=span.ground,
        ground=span.ground if beyond else frozenset(),
        offices=frozenset(offices),
        person=span.person,
        account=actor.account,
    )
