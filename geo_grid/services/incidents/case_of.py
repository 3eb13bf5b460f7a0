"""An incident as the rules look at it: from its row, its history and its category."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Case, Target
from geo_grid.core.incidents.states import Kind, State
from geo_grid.store.incident_held import Entry, Held

#: Whoever did one of these handled it, and judges it no more.
_HANDLES = frozenset({Act.TAKE, Act.ARRIVE, Act.FINISH, Act.LOG})
#: After these the arrival is to be recorded anew.
_SENT = frozenset({Act.DISPATCH, Act.HAND_ON, Act.REASSIGN, Act.ESCALATE, Act.RULE, Act.REOPEN})


@dataclass(frozen=True, slots=True)
class Demands:
    """What an incident's category asks for."""

    must_visit: bool = False
    must_report: bool = False
    photo_on_finish: bool = False
    verify_on_site: bool = True


def case_of(incident: Held, history: Sequence[Entry], demands: Demands) -> Case:
    """Put together what `core.incidents.deciding` decides by."""
    arrived = False
    for entry in history:
        if entry.act == Act.ARRIVE:
            arrived = True
        elif entry.act in _SENT or (entry.act == Act.MOVE and entry.from_state != entry.to_state):
            arrived = False
    pending = incident.pending
    return Case(
        state=State(incident.state),
        kind=Kind(incident.kind),
        must_visit=demands.must_visit,
        must_report=demands.must_report,
        photo_on_finish=demands.photo_on_finish,
        verify_on_site=demands.verify_on_site,
        arrived=arrived,
        handlers=frozenset(
            entry.by_account for entry in history if entry.act in _HANDLES and entry.by_account is not None
        ),
        assigned=_assigned(incident),
        pending="extension" if pending == "extension" else "suspension" if pending == "suspension" else None,
        asked_by=incident.pending_by if pending is not None else None,
        ruled_for=_target(incident.ruled_person, incident.ruled_office),
        closings=incident.closings,
        ratings=incident.ratings,
        reported_at=incident.reported_at,
        closed_at=incident.closed_at,
        level=incident.level or 1,
    )


def _assigned(incident: Held) -> Target | None:
    if incident.ruled_office is not None and incident.ruled_office == incident.assignee_office:
        # Ruled for an office, it stays the office's whoever of them has it.
        return _target(incident.ruled_person, incident.ruled_office)
    return _target(incident.assignee_person, incident.assignee_office)


def _target(person: int | None, office: int | None) -> Target | None:
    return None if person is None and office is None else Target(person, office)
