"""What becomes of an incident by itself once it was reported: accepted, and on somebody's list at once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, Refusal
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Given, Target
from geo_grid.core.incidents.deciding import decide
from geo_grid.core.incidents.states import Stage, State, Urgency
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.asked import SYSTEM, Asked
from geo_grid.services.incidents.case_of import case_of
from geo_grid.services.incidents.changes import changes_of
from geo_grid.services.incidents.clocks import TOTAL, Timed, timed
from geo_grid.services.incidents.doing import Doing, given_to
from geo_grid.services.incidents.targets import Targets
from geo_grid.services.incidents.telling import Happened, due_params, told_of
from geo_grid.store.incident_acting import NewEntry, add_entries, change_incident
from geo_grid.store.incident_clocks import start_clocks
from geo_grid.store.incident_held import Held, held_by_id
from geo_grid.store.notification_writing import Told, tell
from geo_grid.store.queries.offices import nearest_office

#: Ways in by which residents report themselves.
_OF_RESIDENTS = frozenset({"resident", "open311"})


def after_report(doing: Doing, held: Held) -> None:
    """Start the clocks of an incident that was just written, send it on its way, tell everybody concerned.

    To be called once, in the transaction of the report, after its entry was written.
    """
    if held.state != State.REPORTED:
        return
    session, desk = doing.session, doing.desk
    sent = _sent_off(doing, held)
    after, entry, told = (_left_to_the_desk(doing, held), None, []) if sent is None else sent
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
    tell(session, after.id, entry, told)


def _left_to_the_desk(doing: Doing, held: Held) -> Held:
    """Reported, and accepted where the installation wants that though nobody answers."""
    subject = doing.subject(held, held.category, None, held.urgency)
    first = doing.clocks.start_first(
        doing.session, held.id, subject, (TOTAL, Stage.ACCEPT.value), held.reported_at
    )
    change_incident(
        doing.session,
        held.id,
        {
            "stage": Stage.ACCEPT.value,
            "stage_since": held.reported_at,
            "due_at": first.due_at,
            "stage_due_at": first.stage_due_at,
            "warn_at": first.warn_at,
            "level": len(held.grids) or None,
        },
    )
    return advance(doing, _held(doing.session, held.id))


def _sent_off(doing: Doing, held: Held) -> tuple[Held, int, list[Told]] | None:
    """Accepted and dispatched, by which entry, and whom to tell; None where it is left to the desk.

    What `Doing.do` would write in two acts is written in one go: reports come by the hundred in a second.
    """
    if not _goes_by_itself(doing, held):
        return None
    session, rules = doing.session, doing.rules
    answering = Targets(session, doing.desk, rules, doing.now).by_rule(held)
    if answering.is_nobody:
        return None
    at = max(doing.now, held.reported_at)
    case = case_of(held, (), rules.demands(held.category))
    accepted = decide(case, Act.ACCEPT, SYSTEM.capacities, Given(at=at))
    target = Target(answering.person, answering.office)
    dispatched = decide(
        replace(case, state=accepted.to_state), Act.DISPATCH, SYSTEM.capacities, Given(at=at, target=target)
    )
    clocks = _started(doing, held, answering, at)
    responsible = rules.responsible(held.category, held.grids, (held.lon, held.lat))
    co_offices = [each for each in responsible.co if each != answering.office]
    level = answering.level or len(held.grids)
    dispatch = Asked(Act.DISPATCH)
    changes = changes_of(held, dispatched, dispatch, SYSTEM, at, clocks, answering)
    more = {"accepted_at": at, "co_offices": co_offices, "level": level}
    change_incident(session, held.id, {**changes, **more})
    first, second = (
        NewEntry(
            act=outcome.act.value,
            from_state=None if outcome.from_state is None else outcome.from_state.value,
            to_state=outcome.to_state.value,
            capacity="system",
            at=at,
            params=params,
        )
        for outcome, params in ((accepted, {}), (dispatched, given_to(answering)))
    )
    entry = add_entries(session, held.id, (first, second))
    happened = Happened(
        held, Act.DISPATCH, dispatched, SYSTEM, clocks, answering, responsible.arbiter, tuple(co_offices)
    )
    after = replace(
        held,
        state=dispatched.to_state.value,
        stage=Stage.TAKE.value,
        stage_due_at=clocks.stage_due_at,
        assignee_person=answering.person,
        assignee_office=answering.office,
    )
    return after, entry, told_of(session, happened)


def _started(doing: Doing, held: Held, answering: Answering, at: datetime) -> Timed:
    """The clocks of what is accepted and dispatched as it comes: two of them never ran."""
    before = doing.subject(held, held.category, None, held.urgency)
    after = doing.subject(held, held.category, answering, held.urgency)
    reckoned = doing.clocks.reckoned
    clocks = (
        reckoned(before, TOTAL, held.reported_at),
        reckoned(before, Stage.ACCEPT.value, held.reported_at),
        reckoned(before, Stage.DISPATCH.value, at),
        reckoned(after, Stage.TAKE.value, at),
    )
    known = [clock for clock in clocks if clock is not None]
    met = {Stage.ACCEPT.value: at, Stage.DISPATCH.value: at}
    if known:
        start_clocks(doing.session, held.id, known, met)
    return timed({clock.stage: clock for clock in known if clock.stage not in met})


def _goes_by_itself(doing: Doing, incident: Held) -> bool:
    settings = doing.desk.settings
    if not settings.auto_dispatch or incident.grid_id is None:
        return False
    return incident.channel not in _OF_RESIDENTS or settings.auto_dispatch_residents


def advance(doing: Doing, incident: Held) -> Held:
    """Accept and dispatch an incident by itself, where the installation wants that and somebody answers."""
    if not _goes_by_itself(doing, incident):
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
