"""Reckoning the clocks of an incident anew, when the calendar says something else than it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from geo_grid.core.incidents.deadlines import Limit, Unit
from geo_grid.services.incidents.clocks import EXTENDED, Subject, timed
from geo_grid.services.incidents.doing import Doing
from geo_grid.store.incident_acting import change_incident
from geo_grid.store.incident_clocks import RunningClock, pauses_of, running_clocks, start_clock
from geo_grid.store.incident_held import Held

#: The step that says by which limit a clock runs.
_LIMIT = "due_limit"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A clock that runs out at another time than before."""

    stage: str
    before: datetime
    due_at: datetime


def reckon_anew(doing: Doing, incident: Held) -> list[Reckoned]:
    """Set the clocks of an incident that is held by the calendar as it is now.

    Limits stay those that the clocks began with, whatever the catalogue says meanwhile; what was paused is
    added as before, and what somebody was given stays theirs. What stands still is left to its resumption.

    Returns
    -------
    What runs out at another time; the row is changed, the history is the caller's.
    """
    session, calendar_at = doing.session, doing.rules.calendar_at
    subject = doing.subject(incident, incident.category, None, incident.urgency)
    pauses = pauses_of(session, incident.id)
    running = {clock.stage: clock for clock in running_clocks(session, incident.id)}
    changed, is_other = [], False
    for clock in list(running.values()):
        if clock.paused_at is not None:
            continue
        found = replace(_anew(doing, clock, subject, pauses), calendar_at=calendar_at)
        is_alarmed = clock.is_alarmed and found.due_at <= doing.now
        running[clock.stage] = found = replace(found, is_alarmed=is_alarmed)
        start_clock(session, incident.id, found)
        is_other |= replace(found, calendar_at=clock.calendar_at) != clock
        if found.due_at != clock.due_at:
            changed.append(Reckoned(clock.stage, clock.due_at, found.due_at))
    if is_other:
        row = timed(running)
        due = {"due_at": row.due_at, "stage_due_at": row.stage_due_at}
        change_incident(session, incident.id, {**due, "warn_at": row.warn_at, "overdue": row.is_overdue})
    return changed


def _anew(
    doing: Doing, clock: RunningClock, subject: Subject, pauses: Sequence[tuple[datetime, datetime | None]]
) -> RunningClock:
    step = next((step for step in clock.explained if step["code"] == _LIMIT), None)
    if step is None:
        # Nobody knows how it was reckoned.
        calendar = doing.rules.calendar
        return replace(
            clock, unconfirmed=tuple(year for year in clock.unconfirmed if not calendar.is_confirmed(year))
        )
    given: Mapping[str, Any] = step["params"]
    limit = Limit(int(given["amount"]), Unit(given["unit"]))
    so_far = replace(subject, presses=bool(given["at_once"]))
    found = doing.clocks.by_limit(limit, so_far, clock.stage, clock.started_at, pauses)
    extended = [step for step in clock.explained if step["code"] == EXTENDED]
    if extended:
        found = replace(found, explained=[*found.explained, *extended])
        if found.due_at < clock.due_at:
            return replace(found, due_at=clock.due_at, warn_at=clock.warn_at)
    return found
