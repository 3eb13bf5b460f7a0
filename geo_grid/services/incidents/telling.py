"""Whom to tell what of an act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Outcome
from geo_grid.core.incidents.states import State, Urgency
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.asked import Doer
from geo_grid.services.incidents.clocks import Timed
from geo_grid.store.incident_held import Held
from geo_grid.store.notification_writing import Told
from geo_grid.store.queries.incident_people import office_above
from geo_grid.store.queries.offices import nearest_office

#: What whoever gets an incident is told.
_ON_GETTING = {Act.RULE: "arbitrated", Act.ESCALATE: "escalated"}
#: What whoever has it is told.
_TO_WHO_HAS_IT = {
    Act.REWORK: "rework",
    Act.GRANT_EXTENSION: "extension_granted",
    Act.REFUSE_EXTENSION: "extension_refused",
    Act.GRANT_SUSPENSION: "suspended",
    Act.REFUSE_SUSPENSION: "suspension_refused",
    Act.RESUME: "resumed",
    Act.VERIFY: "closed",
    Act.WITHDRAW: "withdrawn",
    Act.REOPEN: "reopened",
}
#: What the office that dispatches is told.
_TO_THE_DESK = {Act.RETURN: "returned", Act.REOPEN: "reopened", Act.WITHDRAW: "withdrawn"}
#: What the office above is told, which grants or refuses it.
_TO_WHO_GRANTS = {Act.ASK_EXTENSION: "extension_asked", Act.ASK_SUSPENSION: "suspension_asked"}
#: What whoever reported it is told.
_TO_THE_REPORTER = {State.CLOSED: "closed", State.DECLINED: "declined"}


@dataclass(frozen=True, slots=True)
class Happened:
    """An act that was done.

    Parameters
    ----------
    before
        The incident before it.
    answering
        Who gets it; None where it stays with whoever has it.
    arbiter
        The office that rules where it is disputed.
    """

    before: Held
    act: Act
    outcome: Outcome
    doer: Doer
    timed: Timed
    answering: Answering | None = None
    arbiter: int | None = None
    co_offices: tuple[int, ...] = ()


def told_of(session: Session, happened: Happened) -> list[Told]:
    """Whom to tell; nobody is told of what they did themselves."""
    return [
        told for told in _all(session, happened) if told.person is None or told.person != happened.doer.person
    ]


def due_params(stage: str | None, at: datetime | None) -> dict[str, str]:
    """What a notice says of the clock: the rest is read when it is sent."""
    return {} if stage is None or at is None else {"stage": stage, "due": at.isoformat()}


def _all(session: Session, happened: Happened) -> Iterator[Told]:
    act, before, outcome = happened.act, happened.before, happened.outcome
    params = due_params(outcome.stage, happened.timed.stage_due_at)
    if happened.answering is not None:
        yield from _on_getting(happened, happened.answering, params)
    elif act in _TO_WHO_HAS_IT:
        yield from to_holder(before, _TO_WHO_HAS_IT[act], params)
    elif act is Act.SAMPLE and outcome.to_state is State.HANDLING:
        yield from to_holder(before, "rework", params)
    yield from _to_offices(session, happened, params)
    if outcome.to_state is not outcome.from_state and outcome.to_state in _TO_THE_REPORTER:
        yield Told(_TO_THE_REPORTER[outcome.to_state], reporter=True)


def _on_getting(happened: Happened, getting: Answering, params: dict[str, str]) -> Iterator[Told]:
    before = happened.before
    presses = before.urgency == Urgency.EMERGENCY
    template = _ON_GETTING.get(happened.act, "emergency" if presses else "assigned")
    if getting.person is not None:
        yield Told(template, person=getting.person, params=params)
    else:
        yield from _to_office(getting.office, template, params)
    for office in happened.co_offices:
        yield Told(template, office=office, params=params)
    if (getting.person, getting.office) != (before.assignee_person, before.assignee_office):
        yield from to_holder(before, "gone", {})


def _to_offices(session: Session, happened: Happened, params: dict[str, str]) -> Iterator[Told]:
    act, before = happened.act, happened.before
    if act in _TO_THE_DESK:
        yield from _to_office(_desk(session, before), _TO_THE_DESK[act], params)
    elif act in _TO_WHO_GRANTS:
        yield from _to_office(above_it(session, before), _TO_WHO_GRANTS[act], params)
    elif act is Act.DISPUTE:
        yield from _to_office(happened.arbiter or above_it(session, before), "disputed", params)
    elif act is Act.FINISH and happened.outcome.to_state is State.HANDLED:
        yield from _to_office(_desk(session, before), "finished", params)


def to_holder(incident: Held, template: str, params: dict[str, str]) -> Iterator[Told]:
    """Tell whoever has it."""
    if incident.assignee_person is not None:
        yield Told(template, person=incident.assignee_person, params=params)
    elif incident.assignee_office is not None:
        yield Told(template, office=incident.assignee_office, params=params)


def _to_office(office: int | None, template: str, params: dict[str, str]) -> Iterator[Told]:
    if office is not None:
        yield Told(template, office=office, params=params)


def _desk(session: Session, incident: Held) -> int | None:
    ground = incident.grid_id if incident.grid_id is not None else incident.nearest_grid
    return None if ground is None else nearest_office(session, ground)


def above_it(session: Session, incident: Held) -> int | None:
    """The office above whoever has it."""
    if incident.assignee_office is not None:
        above = office_above(session, incident.assignee_office)
        if above is not None:
            return above
    level = incident.level or len(incident.grids)
    if not incident.grids:
        return _desk(session, incident)
    return nearest_office(session, incident.grids[max(0, min(level, len(incident.grids)) - 2)])
