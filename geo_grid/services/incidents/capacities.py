"""As what somebody acts on one incident: worked out of grants, of whose it is, and of where it lies."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.incidents.actions import Capacity
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Held, Place, permitted
from geo_grid.core.permissions.roles import ACTIONS, Role
from geo_grid.store.incident_held import Held as HeldIncident
from geo_grid.store.queries.incident_people import own_person, with_offices_above
from geo_grid.store.queries.standing_ground import standing_place

_BY_ACTION = {
    Action.INCIDENTS_RECEIVE: Capacity.RECEIVER,
    Action.INCIDENTS_DISPATCH: Capacity.DISPATCHER,
    Action.INCIDENTS_INSPECT: Capacity.INSPECTOR,
}
_IN_THE_GRID = frozenset({Role.GRID_HEAD, Role.GRID_MEMBER})
_LEADS = frozenset({Role.GRID_HEAD, Role.DISPATCHER})
_OF_AN_OFFICE = frozenset({Role.DEPARTMENT_OFFICER, Role.DISPATCHER})


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where an incident lies, for permissions.

    Parameters
    ----------
    here
        The grid with what is above it.
    above
        The same of the grid above whoever has it now.
    grid
        The grid of whoever has it now; None outside the coverage.
    """

    here: Place
    above: Place
    grid: int | None


def capacities(
    session: Session, actor: Actor, incident: HeldIncident, arbiter: int | None = None
) -> frozenset[Capacity]:
    """As what an account may act on an incident; nothing for whoever has nothing to do with it.

    Parameters
    ----------
    arbiter
        The office that rules where it is disputed.
    """
    if actor.account is None:
        return frozenset()
    ground = _ground(session, incident)
    found = {
        capacity for action, capacity in _BY_ACTION.items() if permitted(actor, action, ground.here).allowed
    }
    offices = {each for each in (incident.assignee_office, arbiter, *incident.co_offices) if each is not None}
    above = with_offices_above(session, offices) if offices else {}
    me = own_person(session, actor.account)
    able = [held for held in actor.grants if not _is_withheld(actor, held)]
    if me is not None and me.person == incident.assignee_person and not _is_limited(actor):
        found.add(Capacity.HANDLER)
    if any(_handles(held, incident, ground) for held in able):
        found.add(Capacity.HANDLER)
    mine = [
        office
        for office, chain in above.items()
        if any(held.role in _OF_AN_OFFICE and held.office in chain for held in able)
        or (me is not None and me.office == office and _is_officer(able))
    ]
    if set(mine) & ({incident.assignee_office} | set(incident.co_offices)):
        found.add(Capacity.HANDLER)
    if arbiter is not None and arbiter in mine:
        found.add(Capacity.ARBITER)
    if any(_supervises(held, ground) for held in able) or any(
        held.role in _OF_AN_OFFICE
        and held.office in above.get(incident.assignee_office or 0, frozenset())
        and held.office != incident.assignee_office
        for held in able
    ):
        found.add(Capacity.SUPERVISOR)
    return frozenset(found)


def _ground(session: Session, incident: HeldIncident) -> _Ground:
    leaf = incident.grid_id if incident.grid_id is not None else incident.nearest_grid
    if leaf is None:
        return _Ground(Place(), Place(), None)
    here = standing_place(session, leaf)
    if not incident.grids:
        return _Ground(here, here, None)
    level = min(incident.level or len(incident.grids), len(incident.grids))
    grid = incident.grids[level - 1]
    # Above the first level is whoever leads that level itself.
    return _Ground(here, standing_place(session, incident.grids[max(0, level - 2)]), grid)


def _handles(held: Held, incident: HeldIncident, ground: _Ground) -> bool:
    if held.role not in _IN_THE_GRID:
        return False
    if held.grid is not None:
        return held.grid in {incident.grid_id, ground.grid}
    return held.office is not None and held.office in ground.here.offices


def _supervises(held: Held, ground: _Ground) -> bool:
    if held.role not in _LEADS:
        return False
    if held.grid is not None:
        return held.grid in ground.above.chain
    return held.office in ground.above.offices if held.office is not None else True


def _is_officer(able: list[Held]) -> bool:
    return any(held.role in _OF_AN_OFFICE for held in able)


def _is_withheld(actor: Actor, held: Held) -> bool:
    """Whether the token in use was made for less than the role."""
    wanted = ACTIONS[held.role] & {
        Action.INCIDENTS_RECEIVE, Action.INCIDENTS_HANDLE, Action.INCIDENTS_DISPATCH, Action.INCIDENTS_INSPECT
    }  # fmt: skip
    return actor.limit is not None and not wanted <= actor.limit


def _is_limited(actor: Actor) -> bool:
    return actor.limit is not None and Action.INCIDENTS_HANDLE not in actor.limit
