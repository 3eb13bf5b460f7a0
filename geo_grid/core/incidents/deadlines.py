"""By when something is due, and why just then.

Two clocks. Where nothing presses, a limit runs while the office works: it begins at the next working moment;
minutes and hours are counted in office hours, working days from worked day to worked day at the same time of
the day. What presses runs at once and round the clock. Calendar days are counted through holidays by both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from geo_grid.core.duty.hours import Hours
from geo_grid.core.errors import InputError
from geo_grid.core.incidents.working_calendar import DayKind, WorkingCalendar
from geo_grid.core.incidents.working_time import WorkingTime, wall_instant, working_time


class Unit(StrEnum):
    """What a limit is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


#: The most of each: about a year.
MOST: Mapping[Unit, int] = {
    Unit.MINUTES: 60 * 24 * 7,
    Unit.HOURS: 24 * 100,
    Unit.CALENDAR_DAYS: 366,
    Unit.WORKING_DAYS: 250,
}
#: Stretches of days whose description is kept.
_STRETCHES_KEPT = 1 << 14
_SECONDS: Mapping[Unit, int] = {Unit.MINUTES: 60, Unit.HOURS: 3600}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of time.

    Raises
    ------
    InputError
        ``limit_wrong`` {amount, unit, most}: nothing, less, or more than is sensible.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MOST[self.unit]:
            raise InputError("limit_wrong", amount=self.amount, unit=str(self.unit), most=MOST[self.unit])


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step of the reckoning: a code, and what its wording refers to; JSON types only."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """A due time.

    Parameters
    ----------
    at
        UTC.
    steps
        How it was found.
    rests_on_unconfirmed
        Years whose calendar was not announced, and on which it rests.
    begins
        When the clock began; UTC.
    """

    at: datetime
    steps: tuple[DueStep, ...]
    rests_on_unconfirmed: tuple[int, ...]
    begins: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Time in which the clock stands still, from one aware instant to another."""

    begin: datetime
    end: datetime


def due(
    start: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    hours: Hours | None,
    zone: ZoneInfo,
    *,
    at_once: bool = False,
) -> Due:
    """When a limit runs out.

    Parameters
    ----------
    start
        Aware instant from which it is counted.
    hours
        Of the office whose limit it is; None for the usual ones.
    zone
        Whose wall clock days and hours are kept by.
    at_once
        Whether it presses: round the clock, without waiting for the office to open.
    """
    return due_after_pauses(start, limit, (), calendar, hours, zone, at_once=at_once)


def due_after_pauses(
    start: datetime,
    limit: Limit,
    pauses: Iterable[Pause],
    calendar: WorkingCalendar,
    hours: Hours | None,
    zone: ZoneInfo,
    *,
    at_once: bool = False,
) -> Due:
    """When a limit runs out of which the clock stood still for some time.

    What was paused is added back as it was lost: worked time where the limit runs in worked time, else time
    by the clock. A pause that began when the limit had run out adds nothing.

    Parameters
    ----------
    pauses
        Each ended; in any order, and they may overlap.
    """
    line = working_time(calendar, hours, zone)
    is_worked = not at_once and limit.unit is not Unit.CALENDAR_DAYS
    begins = start.astimezone(UTC) if at_once else line.opening(start)
    at = _end(begins, limit, line, at_once=at_once)
    paused = []
    for pause in _joined(pauses, begins):
        if pause.begin >= at:
            break
        lost = line.worked(pause.begin, pause.end) if is_worked else _seconds(pause)
        paused.append(_paused(pause, lost, zone, is_worked=is_worked))
        if lost > 0:
            at = line.after(at, lost) if is_worked else at + timedelta(seconds=lost)
    local_start, local_at = start.astimezone(zone), at.astimezone(zone)
    local_begins = local_start if begins == start else begins.astimezone(zone)
    is_by_days = is_worked or limit.unit is Unit.WORKING_DAYS
    # Whatever waits for an opening has looked at the calendar until then.
    looked_until = local_at if is_by_days else local_start if at_once else local_begins
    is_looked_at = is_by_days or not at_once
    unconfirmed = _unconfirmed(local_start.year, looked_until.year, calendar) if is_looked_at else ()
    steps = (
        _begin_step(local_start, local_begins, line),
        DueStep("due_limit", {"amount": limit.amount, "unit": str(limit.unit), "at_once": at_once}),
        *paused,
        *(_days_between(local_begins.date(), local_at.date(), line) if is_by_days else ()),
        *([DueStep("due_unconfirmed", {"years": list(unconfirmed)})] if unconfirmed else ()),
        DueStep("due_at", {"at": _wall(local_at)}),
    )
    return Due(at, steps, unconfirmed, begins)


def share_of(
    found: Due,
    share: float,
    calendar: WorkingCalendar,
    hours: Hours | None,
    zone: ZoneInfo,
    *,
    at_once: bool = False,
) -> datetime:
    """When a share of the time until something is due has gone by; UTC, and while the office works.

    Parameters
    ----------
    share
        Greater than 0, at most 1.
    at_once
        As for the due time itself.
    """
    if at_once:
        return found.begins + (found.at - found.begins) * share
    line = working_time(calendar, hours, zone)
    worked = line.worked(found.begins, found.at)
    # Calendar days may all be holidays.
    return line.after(found.begins, worked * share) if worked > 0 else found.begins


def _end(begins: datetime, limit: Limit, line: WorkingTime, *, at_once: bool) -> datetime:
    if limit.unit in _SECONDS:
        seconds = limit.amount * _SECONDS[limit.unit]
        return begins + timedelta(seconds=seconds) if at_once else line.after(begins, seconds)
    local = begins.astimezone(line.zone)
    if limit.unit is Unit.CALENDAR_DAYS:
        return _same_time(local, local.date() + timedelta(days=limit.amount), line.zone)
    if not at_once:
        return line.days_after(begins, limit.amount)
    first = line.workday_after(local.date(), 0)
    if first == local.date():
        return _same_time(local, line.workday_after(first, limit.amount), line.zone)
    # Outside worked days they are counted from the first one's beginning.
    return wall_instant(line.workday_after(first, limit.amount), 0, line.zone)


def _same_time(local: datetime, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


def _begin_step(start: datetime, begins: datetime, line: WorkingTime) -> DueStep:
    at = _wall(start)
    if begins == start:
        return DueStep("due_begins", {"at": at})
    params = {"at": at, "begins": _wall(begins)}
    special = line.calendar.special.get(start.date())
    if special is not None and special.kind is DayKind.HOLIDAY:
        names = {"name_zh": special.name_zh, "name_en": special.name_en}
        return DueStep("due_begins_after_holiday", {**params, **names})
    if not line.calendar.is_working(start.date()):
        return DueStep("due_begins_after_weekend", params)
    return DueStep("due_begins_at_opening", params)


def _paused(pause: Pause, lost: float, zone: ZoneInfo, *, is_worked: bool) -> DueStep:
    begin, end = (_wall(each.astimezone(zone)) for each in (pause.begin, pause.end))
    code = "due_paused_worked" if is_worked else "due_paused"
    return DueStep(code, {"begin": begin, "end": end, "minutes": int(lost // 60)})


@lru_cache(_STRETCHES_KEPT)
def _unconfirmed(first: int, last: int, calendar: WorkingCalendar) -> tuple[int, ...]:
    return tuple(year for year in range(first, last + 1) if not calendar.is_confirmed(year))


@lru_cache(_STRETCHES_KEPT)
def _days_between(first: date, last: date, line: WorkingTime) -> tuple[DueStep, ...]:
    """What was out of the ordinary on the way: holidays, weekends, days worked instead."""
    holidays: dict[tuple[str, str], list[str]] = {}
    worked, weekends = [], []
    day = first
    while day <= last:
        special = line.calendar.special.get(day)
        if special is None:
            if day.isoweekday() > 5:
                weekends.append(day.isoformat())
        elif special.kind is DayKind.WORK:
            names = {"name_zh": special.name_zh, "name_en": special.name_en}
            worked.append(DueStep("due_worked", {"day": day.isoformat(), **names}))
        else:
            holidays.setdefault((special.name_zh, special.name_en), []).append(day.isoformat())
        day += timedelta(days=1)
    skipped = [
        DueStep("due_holiday", {"days": days, "name_zh": name_zh, "name_en": name_en})
        for (name_zh, name_en), days in holidays.items()
    ]
    if weekends:
        skipped.append(DueStep("due_weekends", {"days": weekends}))
    return (*skipped, *worked)


def _joined(pauses: Iterable[Pause], begins: datetime) -> list[Pause]:
    """Ascending and apart from each other, without what passed before the clock began."""
    joined: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.begin):
        begin = max(pause.begin, begins)
        if pause.end <= begin:
            continue
        if joined and begin <= joined[-1].end:
            joined[-1] = Pause(joined[-1].begin, max(pause.end, joined[-1].end))
        else:
            joined.append(Pause(begin, pause.end))
    return joined


def _seconds(pause: Pause) -> float:
    return (pause.end - pause.begin).total_seconds()


def _wall(local: datetime) -> str:
    return local.isoformat(timespec="minutes")
