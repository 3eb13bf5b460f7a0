"""What becomes of an incident by itself once it was reported: accepted, and on somebody's list at once."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, Refusal
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.states import Stage, State, Urgency
from geo_grid.services.incidents.asked import SYSTEM, Asked
from geo_grid.services.incidents.clocks import TOTAL
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.telling import due_params
from geo_grid.store.incident_acting import change_incident
from geo_grid.store.incident_held import Held, held_by_id
from geo_grid.store.notification_writing import Told, tell
from geo_grid.store.queries.offices import nearest_office

#: Ways in by which residents report themselves.
_OF_RESIDENTS = frozenset({"resident", "open311"})


def after_report(session: Session, incident: int, desk: Desk) -> None:
    """Start the clocks of an incident that was just written, send it on its way, tell everybody concerned.

    To be called once, in the transaction of the report, after its entry was written.
    """
    doing = Doing(session, desk)
    held = _held(session, incident)
    if held.state != State.REPORTED:
        return
    subject = doing.subject(held, held.category, None, held.urgency)
    timed = doing.clocks.start_first(session, held.id, subject, (TOTAL, Stage.ACCEPT.value), held.reported_at)
    change_incident(
        session,
        held.id,
        {
            "stage": Stage.ACCEPT.value,
            "stage_since": held.reported_at,
            "due_at": timed.due_at,
            "stage_due_at": timed.stage_due_at,
            "warn_at": timed.warn_at,
            "level": len(held.grids) or None,
        },
    )
    after = advance(doing, _held(session, incident))
    told = []
    if after.border_grid is not None:
        near = desk.who.of_grid(session, after.border_grid, doing.now)
        if near.person is not None and near.person != after.assignee_person:
            told.append(Told("neighbour", person=near.person))
    params = due_params(after.stage, after.stage_due_at)
    ground = after.grid_id if after.grid_id is not None else after.nearest_grid
    if ground is not None and (after.grid_id is None or after.state == State.REPORTED):
        office = nearest_office(session, ground)
        if office is not None:
            told.append(
                Told("outside" if after.grid_id is None else "reported", office=office, params=params)
            )
    if after.urgency == Urgency.EMERGENCY and after.grids:
        # What presses is reported up at once.
        office = nearest_office(session, after.grids[0])
        if office is not None:
            told.append(Told("emergency", office=office, params=params))
    tell(session, after.id, None, told)


def advance(doing: Doing, incident: Held) -> Held:
    """Accept and dispatch an incident by itself, where the installation wants that and somebody answers."""
    settings = doing.desk.settings
    if not settings.auto_dispatch or incident.grid_id is None:
        return incident
    if incident.channel in _OF_RESIDENTS and not settings.auto_dispatch_residents:
        return incident
    if incident.state == State.REPORTED:
        incident = doing.do(incident, SYSTEM, Asked(Act.ACCEPT))
    if incident.state == State.ACCEPTED:
        try:
            incident = doing.do(incident, SYSTEM, Asked(Act.DISPATCH))
        except (InputError, Refusal):
            # Nobody answers for it: it stays with the desk, whose clock runs.
            return incident
    return incident


def _held(session: Session, incident: int) -> Held:
    found = held_by_id(session, incident)
    if found is None:
        raise LookupError(incident)
    return found
