"""What becomes of an incident by itself once it was reported: accepted, and on somebody's list at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, Refusal
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Given, Target
from geo_grid.core.incidents.deciding import decide
from geo_grid.core.incidents.states import Stage, State, Urgency
from geo_grid.services.incidents.act_record import given_to
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.asked import SYSTEM, Asked
from geo_grid.services.incidents.case_of import case_of
from geo_grid.services.incidents.changes import changes_of
from geo_grid.services.incidents.clocks import TOTAL, timed
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.targets import Targets
from geo_grid.services.incidents.telling import Happened, due_params, told_of
from geo_grid.store.incident_acting import NewEntry, change_incident
from geo_grid.store.incident_clocks import RunningClock
from geo_grid.store.incident_held import Held, held_by_id
from geo_grid.store.notification_writing import Told, tell
from geo_grid.store.queries.offices import nearest_office

#: Ways in by which residents report themselves.
_OF_RESIDENTS = frozenset({"resident", "open311"})
#: What a dispatch changes of an incident that was not written yet.
_WRITTEN = (
    "state", "stage", "due_at", "stage_due_at", "warn_at", "overdue", "assignee_person", "assignee_office",
    "dispatched_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentOff:
    """What an incident is to be written with that goes on its way as it comes.

    Parameters
    ----------
    changes
        Properties of `store.incident_writing.NewIncident`.
    clocks, met
        Those that begin, and of those that never run when they stopped: stage → instant.
    """

    changes: Mapping[str, Any]
    entries: Sequence[NewEntry]
    clocks: Sequence[RunningClock]
    met: Mapping[str, datetime]
    told: Sequence[Told]


def sent_off(doing: Doing, held: Held) -> SentOff | None:
    """Have something accepted and dispatched at once; None where it is left to the desk.

    What `Doing.do` would write in two acts is decided before anything is written: reports come by the hundred
    in a second.

    Parameters
    ----------
    held
        As it will be reported.
    """
    if held.state != State.REPORTED or not _goes_by_itself(doing, held):
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
    met = {Stage.ACCEPT.value: at, Stage.DISPATCH.value: at}
    clocks = _clocks(doing, held, answering, at)
    timing = timed({clock.stage: clock for clock in clocks if clock.stage not in met})
    responsible = rules.responsible(held.category, held.grids, (held.lon, held.lat))
    co_offices = tuple(each for each in responsible.co if each != answering.office)
    changed = changes_of(held, dispatched, Asked(Act.DISPATCH), SYSTEM, at, timing, answering)
    changes = {name: changed[name] for name in _WRITTEN} | {"accepted_at": at, "co_offices": co_offices}
    changes["level"] = answering.level or len(held.grids)
    entries = [
        NewEntry(
            act=outcome.act.value,
            from_state=None if outcome.from_state is None else outcome.from_state.value,
            to_state=outcome.to_state.value,
            capacity="system",
            at=at,
            params=params,
        )
        for outcome, params in ((accepted, {}), (dispatched, given_to(answering)))
    ]
    happened = Happened(
        held, Act.DISPATCH, dispatched, SYSTEM, timing, answering, responsible.arbiter, co_offices
    )
    after = replace(held, **{name: value for name, value in changes.items() if name != "warn_at"})
    told = [*told_of(session, happened), *told_besides(doing, after)]
    return SentOff(changes, entries, clocks, met, told)


def told_besides(doing: Doing, after: Held) -> Iterator[Told]:
    """Whom to tell of a report besides whoever gets it: neighbours, the desk, the office above."""
    session, desk = doing.session, doing.desk
    if after.border_grid is not None:
        near = desk.who.of_grid(session, after.border_grid, doing.now)
        if near.person is not None and near.person != after.assignee_person:
            yield Told("neighbour", person=near.person)
    params = due_params(after.stage, after.stage_due_at)
    ground = after.grid_id if after.grid_id is not None else after.nearest_grid
    if ground is not None and (after.grid_id is None or after.state == State.REPORTED):
        office = nearest_office(session, ground)
        if office is not None:
            yield Told("outside" if after.grid_id is None else "reported", office=office, params=params)
    if after.urgency == Urgency.EMERGENCY and after.grids:
        # What presses is reported up at once.
        office = nearest_office(session, after.grids[0])
        if office is not None:
            yield Told("emergency", office=office, params=params)


def left_to_the_desk(doing: Doing, held: Held) -> Held:
    """Start the clocks of what was just reported, and accept it where the installation wants that.

    To be called once, in the transaction of the report, after its entry was written.
    """
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
    after = advance(doing, _held(doing.session, held.id))
    tell(doing.session, held.id, None, list(told_besides(doing, after)))
    return after


def _clocks(doing: Doing, held: Held, answering: Answering, at: datetime) -> list[RunningClock]:
    """The clocks of what is accepted and dispatched as it comes: two of them never run."""
    before = doing.subject(held, held.category, None, held.urgency)
    after = doing.subject(held, held.category, answering, held.urgency)
    reckoned = doing.clocks.reckoned
    clocks = (
        reckoned(before, TOTAL, held.reported_at),
        reckoned(before, Stage.ACCEPT.value, held.reported_at),
        reckoned(before, Stage.DISPATCH.value, at),
        reckoned(after, Stage.TAKE.value, at),
    )
    return [clock for clock in clocks if clock is not None]


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
