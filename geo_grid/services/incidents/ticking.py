"""What the clock does: warnings before, alarms after, escalation, the end of suspensions, a changed calendar.

Each incident is a transaction of its own, in which it is held: the mark on the clock, the entry in the
history and the notice in the outbox are written together or not at all. A killed worker has therefore neither
lost nor doubled anything, and of several workers each does other incidents.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError, InputError, Refusal
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Target
from geo_grid.core.incidents.states import Stage
from geo_grid.services.incidents.asked import SYSTEM, Asked
from geo_grid.services.incidents.clocks import TOTAL
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.reckoning_anew import reckon_anew
from geo_grid.services.incidents.telling import above_it, due_params, to_holder
from geo_grid.store.incident_held import Held, held_by_id, this_instant
from geo_grid.store.notification_writing import Told, tell
from geo_grid.store.queries.incident_clock import (
    incidents_by_an_older_calendar,
    incidents_of_the_gone,
    incidents_to_resume,
    mark_escalated,
    nearly_due_incidents,
    overdue_incidents,
    pass_over_clocks,
    raise_alarm,
    raise_warning,
)
from geo_grid.store.session import session_scope

log = logging.getLogger("geo_grid.incidents")

#: Incidents looked for at once.
_BATCH = 200
#: Clocks marked at once.
_MARKED = 2000
#: Incidents reckoned anew in one round, what is due first: alarms do not wait for a whole year's.
_RECKONED = 500
#: What is escalated by itself when its time is over; the rest only alarms.
_ESCALATED = frozenset({Stage.DISPATCH.value, Stage.TAKE.value, Stage.HANDLE.value, Stage.ARBITRATE.value})


@dataclass(slots=True)
class Round:
    """How many incidents the clock did what to."""

    done: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, count: int = 1) -> None:
        """Count."""
        if count:
            self.done[what] = self.done.get(what, 0) + count


def tick(engine: Engine, desk: Desk, at: datetime | None = None) -> Round:
    """Do everything whose time has come.

    Parameters
    ----------
    at
        This instant; the database's where none is given.
    """
    done = Round()
    _pass_over(engine, desk)
    _each(engine, desk, at, "reckoned", partial(_by_an_older_calendar, desk), _reckon, done, most=_RECKONED)
    for what, looking, doing in (
        ("alarmed", overdue_incidents, _alarm),
        ("warned", nearly_due_incidents, _warn),
        ("resumed", incidents_to_resume, _resume),
        ("reassigned", incidents_of_the_gone, _reassign),
    ):
        _each(engine, desk, at, what, looking, doing, done)
    if done.done:
        log.info("incidents: %s", ", ".join(f"{count} {what}" for what, count in sorted(done.done.items())))
    return done


_Doing = Callable[[Doing, Held, Round], bool]


def _each(
    engine: Engine,
    desk: Desk,
    at: datetime | None,
    what: str,
    looking: Callable[[Session, datetime, int], list[int]],
    doing: _Doing,
    done: Round,
    most: int = sys.maxsize,
) -> None:
    tried: set[int] = set()
    while len(tried) < most:
        with session_scope(engine) as session:
            known = looking(session, at or this_instant(session), _BATCH + len(tried))
            fresh = dict.fromkeys(each for each in known if each not in tried)
            found = list(fresh)[: most - len(tried)]
        if not found:
            return
        for each in found:
            tried.add(each)
            try:
                with session_scope(engine) as session:
                    # Whoever acts on it just now is not waited for; it is looked at again next time.
                    held = held_by_id(session, each, wait=False)
                    if held is not None and doing(Doing(session, desk, at), held, done):
                        done.add(what)
            except GeoGridError as error:
                log.warning("incident %s was not %s: %s", each, what, error)


def _pass_over(engine: Engine, desk: Desk) -> None:
    """Mark the clocks to which it makes no difference what was said of the calendar."""
    marked = _MARKED
    while marked == _MARKED:
        with session_scope(engine) as session:
            calendar_at = desk.rules(session).calendar_at
            marked = pass_over_clocks(session, calendar_at, desk.settings.zone.key, _MARKED)


def _by_an_older_calendar(desk: Desk, session: Session, _: datetime, limit: int) -> list[int]:
    rules = desk.rules(session)
    confirmed = [year for year in rules.calendar.years if rules.calendar.is_confirmed(year)]
    return incidents_by_an_older_calendar(session, rules.calendar_at, confirmed, limit)


def _reckon(doing: Doing, incident: Held, _: Round) -> bool:
    changed = reckon_anew(doing, incident)
    for each in changed:
        params = {
            "stage": each.stage,
            "before": each.before.isoformat(),
            "due_at": each.due_at.isoformat(),
        }
        incident = doing.do(incident, SYSTEM, Asked(Act.RECKON, params=params))
    return bool(changed)


def _alarm(doing: Doing, incident: Held, done: Round) -> bool:
    over = raise_alarm(doing.session, incident.id, doing.now)
    if not over:
        return False
    for stage, started, due in over:
        params = {"stage": stage, "due_at": due.isoformat()}
        incident = doing.do(incident, SYSTEM, Asked(Act.ALARM, params=params))
        told = [*to_holder(incident, "alarmed", due_params(stage, due))]
        office = above_it(doing.session, incident)
        if office is not None:
            told.append(Told("alarmed", office=office, params=due_params(stage, due)))
        _tell_once(
            doing, incident, told, f"alarm:{incident.id}:{stage}:{started.isoformat()}:{due.isoformat()}"
        )
    stage, started, _ = next((each for each in over if each[0] != TOTAL), over[0])
    if doing.desk.settings.auto_escalate and stage in _ESCALATED and _escalate(doing, incident, stage):
        mark_escalated(doing.session, incident.id, stage, started, doing.now)
        done.add("escalated")
    return True


def _escalate(doing: Doing, incident: Held, stage: str) -> bool:
    try:
        # The reason is told by its code, in the language of whoever reads it.
        asked = Asked(Act.ESCALATE, reason="overdue", reason_code="overdue", params={"stage": stage})
        doing.do(incident, SYSTEM, asked)
    except (InputError, Refusal) as error:
        log.info("incident %s goes to nobody above: %s", incident.number, error.code)
        return False
    return True


def _warn(doing: Doing, incident: Held, _: Round) -> bool:
    soon = raise_warning(doing.session, incident.id, doing.now)
    for stage, started, due in soon:
        params = {"stage": stage, "due_at": due.isoformat()}
        incident = doing.do(incident, SYSTEM, Asked(Act.WARN, params=params))
        told = [*to_holder(incident, "warned", due_params(stage, due))]
        if not told:
            office = above_it(doing.session, incident)
            told = [] if office is None else [Told("warned", office=office, params=due_params(stage, due))]
        _tell_once(
            doing, incident, told, f"warn:{incident.id}:{stage}:{started.isoformat()}:{due.isoformat()}"
        )
    return bool(soon)


def _resume(doing: Doing, incident: Held, _: Round) -> bool:
    if incident.state != "suspended":
        return False
    doing.do(incident, SYSTEM, Asked(Act.RESUME))
    return True


def _reassign(doing: Doing, incident: Held, _: Round) -> bool:
    gone = Target(person=incident.assignee_person)
    doing.do(incident, SYSTEM, Asked(Act.REASSIGN, to=gone, reason="left", reason_code="left"))
    return True


def _tell_once(doing: Doing, incident: Held, told: list[Told], name: str) -> None:
    tell(
        doing.session,
        incident.id,
        None,
        [replace(each, once=f"{name}:{each.person or 0}:{each.office or 0}") for each in told],
    )
