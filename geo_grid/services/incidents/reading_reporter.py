"""Who reported an incident, for whoever deals with it; each look is written down."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Denied, NotFound
from geo_grid.core.incidents.actions import Capacity
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.incidents.acting import doer_of
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.one import seen
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_held import seen_incident
from geo_grid.store.incident_reporters import Reporter, reporter_of

#: Who deals with a case.
_DEALS = frozenset({Capacity.RECEIVER, Capacity.DISPATCHER, Capacity.HANDLER})


def read_reporter(session: Session, actor: Actor, number: str, desk: Desk) -> Reporter:
    """Name and telephone of whoever reported it; the caller commits, since the look is noted.

    Raises
    ------
    NotFound
        ``incident_not_found``.
    Denied
        ``incident_not_yours``: the actor may see it and does not deal with it.
    """
    seen(session, sight_of(session, actor), number)
    incident = seen_incident(session, number)
    if incident is None:
        raise NotFound("incident_not_found", given=number)
    if not doer_of(session, actor, incident, Doing(session, desk)).capacities & _DEALS:
        raise Denied("incident_not_yours")
    note(session, "incident.reporter", f"incident:{number}")
    return reporter_of(session, incident.id) or Reporter(None, None, None, desk.settings.language, None)
