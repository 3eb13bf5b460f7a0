"""What an act changes of an incident's row."""

from datetime import datetime
from typing import Any

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Clock, Outcome
from geo_grid.core.incidents.states import OPEN, State
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.asked import Asked, Doer
from geo_grid.services.incidents.clocks import Timed
from geo_grid.store.incident_held import Held

_ASKS = frozenset({Act.ASK_EXTENSION, Act.ASK_SUSPENSION})
#: Counters that the incident's row has.
_COUNTED = frozenset({"returned", "escalated", "reopened", "extended"})
#: After these nobody has it until it is dispatched again.
_TAKES_AWAY = frozenset({Act.RETURN, Act.REOPEN})


def changes_of(
    incident: Held,
    outcome: Outcome,
    asked: Asked,
    doer: Doer,
    at: datetime,
    timed: Timed,
    answering: Answering | None,
) -> dict[str, Any]:
    """Columns and their new values; those of a move or another category come besides."""
    to = outcome.to_state
    changes: dict[str, Any] = {
        "state": to.value,
        "stage": None if outcome.stage is None else outcome.stage.value,
        "due_at": timed.due_at,
        "stage_due_at": timed.stage_due_at,
        "warn_at": timed.warn_at,
        "overdue": timed.is_overdue,
        "pending": outcome.pending,
    }
    if to.value != incident.state or outcome.clock is Clock.STARTS:
        changes["stage_since"] = at
    if asked.act in _ASKS:
        changes |= {"pending_until": asked.until, "pending_by": doer.account}
    elif outcome.pending is None:
        changes |= {"pending_until": None, "pending_by": None}
    if outcome.counts in _COUNTED:
        changes[outcome.counts] = getattr(incident, outcome.counts) + 1
    if answering is not None:
        changes |= {
            "assignee_person": answering.person,
            "assignee_office": answering.office,
            "level": answering.level or incident.level,
            "dispatched_at": at,
        }
    elif asked.act in _TAKES_AWAY:
        level = len(incident.grids) or None
        changes |= {"assignee_person": None, "assignee_office": None, "level": level}
    if outcome.is_final_for is not None:
        changes |= {
            "ruled_person": outcome.is_final_for.person,
            "ruled_office": outcome.is_final_for.office,
        }
    return changes | _ended(incident, to, at) | _of_act(incident, asked, doer, at, to)


def _ended(incident: Held, to: State, at: datetime) -> dict[str, Any]:
    was_open = State(incident.state) in OPEN
    if was_open and to not in OPEN:
        closings = {"closings": incident.closings + 1} if to is State.CLOSED else {}
        return {"closed_at": at, **closings}
    return {"closed_at": None} if not was_open and to in OPEN else {}


def _of_act(incident: Held, asked: Asked, doer: Doer, at: datetime, to: State) -> dict[str, Any]:
    if asked.act is Act.ACCEPT:
        return {"accepted_at": at}
    if asked.act is Act.FINISH:
        return {"finished_at": at}
    if asked.act is Act.RATE:
        return {"ratings": incident.ratings + 1, "rating": asked.rating, "solved": asked.solved}
    if asked.act is Act.TAKE and doer.person is not None:
        # Whoever takes it up has it: another member of the grid, or an officer of the department.
        return {"assignee_person": doer.person}
    if asked.act is Act.REOPEN:
        return {"accepted_at": at, "finished_at": None}
    return {"finished_at": None} if asked.act is Act.REWORK and to in OPEN else {}
