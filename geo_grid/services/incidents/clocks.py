"""The clocks of an incident: which run, until when, and why just until then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from geo_grid.core.duty.hours import Hours
from geo_grid.core.incidents.case import Clock, Outcome
from geo_grid.core.incidents.deadlines import Due, Limit, Pause, due_after_pauses, share_of
from geo_grid.core.incidents.states import OPEN, Stage, State
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.rules_in_force import RulesInForce
from geo_grid.store.incident_clocks import (
    RunningClock,
    end_pause,
    meet_clocks,
    pause_clocks,
    pauses_of,
    running_clocks,
    start_clock,
)
from geo_grid.store.incident_held import Held

TOTAL = Stage.TOTAL.value
#: The step that tells that somebody was given more time.
EXTENDED = "due_extended"


@dataclass(frozen=True, slots=True)
class Timed:
    """What an incident's row says of its clocks."""

    due_at: datetime | None
    stage_due_at: datetime | None
    warn_at: datetime | None
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a limit follows from.

    Parameters
    ----------
    level
        Of whoever has it.
    presses
        Whether it is an emergency: round the clock.
    hours
        Of the office that has it; None for the usual ones.
    """

    category: str
    level: int
    presses: bool
    hours: Hours | None = None


class Clocks:
    """Starts, stops and sets the clocks of incidents by the rules in force.

    Parameters
    ----------
    rules
        Of this transaction.
    """

    def __init__(self, desk: Desk, rules: RulesInForce) -> None:
        self._zone = desk.settings.zone
        self._share = 1.0 - desk.settings.warn_share
        self._rules = rules

    def reckoned(
        self,
        subject: Subject,
        stage: str,
        started_at: datetime,
        pauses: Sequence[tuple[datetime, datetime | None]] = (),
    ) -> RunningClock | None:
        """A clock as it would run; None where the catalogue sets no limit.

        Parameters
        ----------
        pauses
            From when until when it stood still; those without an end are left out.
        """
        limit = self._rules.limit(subject.category, stage, subject.level)
        return None if limit is None else self.by_limit(limit, subject, stage, started_at, pauses)

    def by_limit(
        self,
        limit: Limit,
        subject: Subject,
        stage: str,
        started_at: datetime,
        pauses: Sequence[tuple[datetime, datetime | None]],
    ) -> RunningClock:
        """A clock as it would run by a limit, whatever the catalogue says."""
        # The whole of an incident passes through many offices: it is reckoned by the usual hours.
        hours = None if stage == TOTAL else subject.hours
        ended = [Pause(begin, end) for begin, end in pauses if end is not None and end > started_at]
        found = due_after_pauses(
            started_at,
            limit,
            ended,
            self._rules.calendar,
            hours,
            self._zone,
            at_once=subject.presses,
        )
        return RunningClock(
            stage,
            started_at,
            found.at,
            self._warn_at(found, hours, at_once=subject.presses),
            [{"code": step.code, "params": dict(step.params)} for step in found.steps],
            found.rests_on_unconfirmed,
            None,
            calendar_at=self._rules.calendar_at,
        )

    def follow(
        self, session: Session, incident: Held, subject: Subject, outcome: Outcome, at: datetime
    ) -> Timed:
        """Have the clocks follow what an act leads to; what the row then says of them."""
        running = {clock.stage: clock for clock in running_clocks(session, incident.id)}
        stage = None if outcome.stage is None else outcome.stage.value
        clock = outcome.clock
        if clock is Clock.ENDS:
            end_pause(session, incident.id, at)
            meet_clocks(session, incident.id, at)
            return Timed(incident.due_at, None, None)
        if incident.stage is None and outcome.to_state not in OPEN:
            # It had ended and stays so: nothing is due of what is only rated.
            return Timed(incident.due_at, None, None)
        if clock is Clock.STOPS:
            pause_clocks(session, incident.id, at, incident.pending_until)
            return Timed(None, None, None)
        if clock is Clock.GOES_ON:
            return self._go_on(session, incident, subject, running, at)
        if clock is Clock.STARTS and incident.state == State.SUSPENDED:
            self._go_on(session, incident, subject, running, at)
        if incident.stage is None and TOTAL not in running:
            # Opened again: all of its time begins anew.
            self._start(session, incident.id, self.reckoned(subject, TOTAL, at), running)
        if clock is Clock.STARTS and stage is not None:
            self._only(session, incident.id, running, at)
            self._start(session, incident.id, self.reckoned(subject, stage, at), running)
        elif clock is Clock.RECKONED:
            self._by_other_limits(session, incident, subject, running, at)
        return timed(running)

    def extend(self, session: Session, incident: Held, until: datetime, at: datetime) -> Timed:
        """Give more time for the stage that runs, and for the whole where it would be over before."""
        running = {clock.stage: clock for clock in running_clocks(session, incident.id)}
        for name in (incident.stage, TOTAL):
            clock = running.get(name or "")
            if clock is None or (name == TOTAL and clock.due_at >= until):
                continue
            step = {"code": EXTENDED, "params": {"at": self._wall(until), "before": self._wall(clock.due_at)}}
            given = replace(
                clock,
                due_at=max(until, clock.due_at),
                warn_at=max(at, until - (until - at) * (1.0 - self._share)),
                explained=[*clock.explained, step],
            )
            self._start(session, incident.id, given, running)
        return timed(running)

    def start_first(
        self, session: Session, incident: int, subject: Subject, stages: Sequence[str], at: datetime
    ) -> Timed:
        """Start the first clocks of an incident that has none."""
        running: dict[str, RunningClock] = {}
        for stage in stages:
            self._start(session, incident, self.reckoned(subject, stage, at), running)
        return timed(running)

    def _go_on(
        self,
        session: Session,
        incident: Held,
        subject: Subject,
        running: dict[str, RunningClock],
        at: datetime,
    ) -> Timed:
        end_pause(session, incident.id, at)
        pauses = pauses_of(session, incident.id)
        for each in list(running.values()):
            found = self.reckoned(subject, each.stage, each.started_at, pauses)
            stood = timedelta() if each.paused_at is None else at - each.paused_at
            if found is None or any(step["code"] == EXTENDED for step in each.explained):
                # What somebody was given until a day is put off by as much as it stood still.
                found = replace(
                    each,
                    due_at=each.due_at + stood,
                    warn_at=None if each.warn_at is None else each.warn_at + stood,
                )
            self._start(session, incident.id, replace(found, paused_at=None), running)
        return timed(running)

    def _by_other_limits(
        self,
        session: Session,
        incident: Held,
        subject: Subject,
        running: dict[str, RunningClock],
        at: datetime,
    ) -> None:
        """Set the clocks that run by the limits of another category, from the same beginning."""
        pauses = pauses_of(session, incident.id)
        for each in list(running.values()):
            found = self.reckoned(subject, each.stage, each.started_at, pauses)
            meet_clocks(session, incident.id, at, stages=[each.stage])
            del running[each.stage]
            if found is not None:
                self._start(session, incident.id, replace(found, paused_at=each.paused_at), running)

    def _only(self, session: Session, incident: int, running: dict[str, RunningClock], at: datetime) -> None:
        """Stop the clock of the stage before."""
        over = [name for name in running if name != TOTAL]
        if over:
            meet_clocks(session, incident, at, stages=over)
        for name in over:
            del running[name]

    def _start(
        self,
        session: Session,
        incident: int,
        clock: RunningClock | None,
        running: dict[str, RunningClock],
    ) -> None:
        if clock is not None:
            start_clock(session, incident, clock)
            running[clock.stage] = clock

    def _warn_at(self, found: Due, hours: Hours | None, *, at_once: bool) -> datetime:
        return share_of(found, self._share, self._rules.calendar, hours, self._zone, at_once=at_once)

    def _wall(self, at: datetime) -> str:
        return at.astimezone(self._zone).isoformat(timespec="minutes")


def timed(running: dict[str, RunningClock]) -> Timed:
    """What a row says of the clocks that run."""
    total = running.get(TOTAL)
    stage = next((clock for name, clock in running.items() if name != TOTAL), None)
    warnings = [clock.warn_at for clock in running.values() if clock.warn_at is not None]
    return Timed(
        None if total is None else total.due_at,
        None if stage is None else stage.due_at,
        min(warnings, default=None),
        any(clock.is_alarmed for clock in running.values()),
    )
