"""The time that an office works, as a line of seconds that can be measured and walked along.

Each day's hours are worked out once. Nights, breaks, weekends and holidays have no length on the line, so
that the moment a number of worked seconds away is found by two bisections.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from threading import Lock
from zoneinfo import ZoneInfo

from geo_grid.core.duty.hours import Hours, Span
from geo_grid.core.incidents.working_calendar import DayKind, WorkingCalendar

#: Hours of an office that says none, or none on any weekday.
OFFICE_HOURS: Hours = (
    Span((1, 2, 3, 4, 5), 8 * 60 + 30, 12 * 60),
    Span((1, 2, 3, 4, 5), 13 * 60 + 30, 17 * 60 + 30),
)
_DAY_MINUTES = 24 * 60
#: Calendars × hours × zones that are kept ready.
_KEPT = 512


@lru_cache(_KEPT)
def working_time(calendar: WorkingCalendar, hours: Hours | None, zone: ZoneInfo) -> "WorkingTime":
    """The line of an office; the same one for the same calendar, hours and zone."""
    return WorkingTime(calendar, hours, zone)


@dataclass(frozen=True, slots=True)
class _Line:
    """Some years of the line; never changed, so that threads may share it.

    Parameters
    ----------
    first, last
        Years that it holds.
    days
        Worked ones, ascending.
    begins, ends
        Of spans in seconds of the epoch, ascending and apart from each other.
    before
        Seconds worked before each span.
    """

    first: int
    last: int
    days: Sequence[date] = ()
    begins: Sequence[int] = ()
    ends: Sequence[int] = ()
    before: Sequence[int] = ()

    def next(self, second: float) -> int:
        """Index of the span that holds a second or comes next; beyond the last one where none does."""
        return bisect_right(self.ends, second)

    def position(self, second: float) -> float:
        """Seconds worked until then."""
        index = self.next(second)
        return self.before[index] + max(0.0, second - self.begins[index])

    @property
    def length(self) -> int:
        """Seconds worked in all."""
        return self.before[-1] + self.ends[-1] - self.begins[-1] if self.before else 0


class WorkingTime:
    """The time that an office works.

    Parameters
    ----------
    calendar
        Which days are worked on.
    hours
        Of the office; those of Saturdays and Sundays are not counted. A day that is worked on instead of
        another has the hours of the office's first weekday.
    zone
        Whose wall clock the hours are kept by.
    """

    def __init__(self, calendar: WorkingCalendar, hours: Hours | None, zone: ZoneInfo) -> None:
        self.calendar = calendar
        self.zone = zone
        self._of_week = _of_week(hours or ())
        if not any(self._of_week):
            self._of_week = _of_week(OFFICE_HOURS)
        self._instead = next(spans for spans in self._of_week if spans)
        self._line: _Line | None = None
        self._lock = Lock()

    def spans_of(self, day: date) -> Sequence[tuple[int, int]]:
        """Hours that begin on a day, in minutes since its midnight by the wall."""
        special = self.calendar.special.get(day)
        if special is not None:
            return self._instead if special.kind is DayKind.WORK else ()
        return self._of_week[day.weekday()] if day.isoweekday() <= 5 else ()

    def opening(self, at: datetime) -> datetime:
        """The first working moment at or after an instant; UTC."""
        second = at.timestamp()
        line = self._around(second)
        begins = line.begins[line.next(second)]
        return at.astimezone(UTC) if begins <= second else _instant(begins)

    def worked(self, begin: datetime, end: datetime) -> float:
        """Seconds worked between two instants; 0 where the end is not later."""
        if end <= begin:
            return 0.0
        line = self._around(begin.timestamp(), end.timestamp())
        return line.position(end.timestamp()) - line.position(begin.timestamp())

    def after(self, at: datetime, seconds: float) -> datetime:
        """The instant by which so many more seconds have been worked, at the latest at closing time; UTC.

        Parameters
        ----------
        seconds
            Greater than 0.
        """
        line = self._around(at.timestamp())
        wanted = line.position(at.timestamp()) + seconds
        while line.length < wanted:
            line = self._reach(line.last + 1)
            wanted = line.position(at.timestamp()) + seconds
        index = bisect_left(line.before, wanted) - 1
        return _instant(line.begins[index] + wanted - line.before[index])

    def days_after(self, at: datetime, days: int) -> datetime:
        """The same time of the day, so many worked days later, or the last one before it that is worked; UTC.

        Parameters
        ----------
        at
            A working moment.
        days
            At least 1.
        """
        day, second = self._day_of(at)
        target = self.workday_after(day, days)
        spans = self.spans_of(target)
        reached = spans[0][0] * 60.0
        for begins, ends in spans:
            if begins * 60 <= second:
                reached = min(second, ends * 60.0)
        return wall_instant(target, reached, self.zone)

    def workday_after(self, day: date, days: int) -> date:
        """The n-th worked day after a day; the first at or after it where n is 0."""
        line = self._reach(day.year)
        find = bisect_left if days == 0 else bisect_right
        while (index := find(line.days, day) + max(0, days - 1)) >= len(line.days):
            line = self._reach(line.last + 1)
        return line.days[index]

    def _day_of(self, at: datetime) -> tuple[date, float]:
        """The day to whose hours a working moment belongs, and the seconds since its midnight by the wall."""
        local = at.astimezone(self.zone).replace(tzinfo=None)
        today, second = local.date(), (local - datetime.combine(local.date(), time())).total_seconds()
        is_todays = any(begins * 60 <= second < ends * 60 for begins, ends in self.spans_of(today))
        return (today, second) if is_todays else (today - timedelta(days=1), second + _DAY_MINUTES * 60)

    def _around(self, *seconds: float) -> _Line:
        """A line on which each of the seconds has a place."""
        line = self._line
        for second in seconds:
            year = datetime.fromtimestamp(second, self.zone).year
            # Hours may run past midnight from the year before, and the next opening may be in the year after.
            if line is None or line.first >= year or line.last < year:
                self._reach(year - 1)
                line = self._reach(year)
            while line.next(second) >= len(line.ends):
                line = self._reach(line.last + 1)
        if line is None:
            raise AssertionError("no second was asked for")
        return line

    def _reach(self, year: int) -> _Line:
        """The line laid as far as a year, backwards or forwards."""
        line = self._line
        if line is not None and line.first <= year <= line.last:
            return line
        with self._lock:
            known = self._line
            first = year if known is None else min(known.first, year)
            last = year if known is None else max(known.last, year)
            self._line = line = self._laid(first, last)
        return line

    def _laid(self, first: int, last: int) -> _Line:
        days: list[date] = []
        begins: list[int] = []
        ends: list[int] = []
        for day in _days_of(first, last):
            spans = self.spans_of(day)
            if spans:
                days.append(day)
            for wall_begin, wall_end in spans:
                begin = int(wall_instant(day, wall_begin * 60, self.zone).timestamp())
                end = int(wall_instant(day, wall_end * 60, self.zone).timestamp())
                if ends and begin <= ends[-1]:
                    # Hours that meet or overlap are one span.
                    ends[-1] = max(end, ends[-1])
                elif begin < end:
                    begins.append(begin)
                    ends.append(end)
        lengths = (end - begin for begin, end in zip(begins, ends, strict=True))
        return _Line(first, last, days, begins, ends, list(accumulate(lengths, initial=0))[:-1])


def _of_week(hours: Hours) -> list[list[tuple[int, int]]]:
    """Spans of Monday to Friday, each day's ascending."""
    return [
        sorted((span.begins, span.ends) for span in hours if weekday in span.days) for weekday in range(1, 6)
    ]


def wall_instant(day: date, second: float, zone: ZoneInfo) -> datetime:
    """The instant of a wall time; UTC.

    Parameters
    ----------
    second
        Since the day's midnight by the wall; may lie on the day after.
    """
    wall = datetime.combine(day, time()) + timedelta(seconds=second)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _days_of(first: int, last: int) -> Iterator[date]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


def _instant(second: float) -> datetime:
    return datetime.fromtimestamp(second, UTC)
