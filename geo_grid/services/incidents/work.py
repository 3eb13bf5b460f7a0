"""What waits for somebody: incidents in their hands, to be verified, and to be sampled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.permissions.roles import Role
from geo_grid.services.ground import reach_of
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.listing import GridNames, names_in
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.store.incident_held import this_instant
from geo_grid.store.incident_records import IncidentRecord
from geo_grid.store.queries.held_ground import held_grids
from geo_grid.store.queries.incident_candidates import (
    incidents_in_hand,
    incidents_to_sample,
    incidents_to_verify,
)
from geo_grid.store.queries.incidents import incidents_by_id

#: Incidents of each kind, at most.
MOST = 200
#: Days after its end for which something may be drawn for a sample.
_SAMPLED_DAYS = 30
_IN_THE_GRID = frozenset({Role.GRID_HEAD, Role.GRID_MEMBER})
_OF_AN_OFFICE = frozenset({Role.DEPARTMENT_OFFICER})


@dataclass(frozen=True, slots=True)
class Work:
    """Each in its order."""

    mine: Sequence[IncidentRecord]
    to_verify: Sequence[IncidentRecord]
    to_sample: Sequence[IncidentRecord]
    names: GridNames


def work_of(session: Session, actor: Actor, desk: Desk) -> Work:
    """What waits for an account."""
    if actor.account is None:
        return Work((), (), (), {})
    sight = sight_of(session, actor)
    own = [held.grid for held in actor.grants if held.role in _IN_THE_GRID and held.grid is not None]
    # Whoever sees all there is has only the work of the offices that they work for.
    offices = [held.office for held in actor.grants if held.role in _OF_AN_OFFICE and held.office is not None]
    mine = incidents_in_hand(session, sight.person, offices, own, MOST)
    verify: list[int] = []
    sample: list[int] = []
    reach = reach_of(actor, Action.INCIDENTS_INSPECT)
    if reach.grids or reach.offices:
        ground = None if sight.everything else held_grids(session, reach)
        since = this_instant(session) - timedelta(days=_SAMPLED_DAYS)
        verify = incidents_to_verify(session, ground, actor.account, MOST)
        sample = incidents_to_sample(session, ground, actor.account, desk.settings.sample_share, since, MOST)
    rows = {row.id: row for row in incidents_by_id(session, {*mine, *verify, *sample})}

    def shown(ids: list[int]) -> list[IncidentRecord]:
        return [rows[each] for each in ids if each in rows]

    return Work(shown(mine), shown(verify), shown(sample), names_in(session, list(rows.values())))
