"""Hours of a week as people keep them: on which days, from when until when by the clock on the wall.

A span runs on the days it begins on; where it ends no later than it begins, it ends on the day after. A wall
time that a clock change skips or repeats is the earlier of its two readings, so that spans that meet on the
wall meet in time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from geo_grid.core.errors import InputError

#: Spans that a duty may have.
MOST_SPANS = 50

_WALL_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
_DAY_MINUTES = 24 * 60
#: Days looked ahead for the next change: hours are weekly, and a clock change may swallow one week's.
_AHEAD_DAYS = 15


@dataclass(frozen=True, slots=True)
class Span:
    """Hours that begin on some days of the week.

    Parameters
    ----------
    days
        Days on which they begin, 1 Monday to 7 Sunday, ascending.
    begins, ends
        Minutes after the local midnight at which such a day begins; `ends` is greater and may be on the day
        after.
    """

    days: tuple[int, ...]
    begins: int
    ends: int


Hours = tuple[Span, ...]


def read_hours(given: Any) -> Hours:
    """Read ``[{"days": [1, 2], "from": "22:00", "until": "06:00"}]``, as it is stored and sent.

    Raises
    ------
    InputError
        ``hours_wrong``: no such list, an empty one, days that are none, or no time of the day.
    """
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_SPANS:
        raise InputError("hours_wrong", given=str(given)[:100])
    return tuple(_span(each) for each in given)


def written_hours(hours: Hours) -> list[dict[str, Any]]:
    """As `read_hours` reads them."""
    return [
        {"days": list(span.days), "from": _written(span.begins), "until": _written(span.ends)}
        for span in hours
    ]


def covers(hours: Hours, instant: datetime, zone: ZoneInfo) -> bool:
    """Whether an instant is within the hours.

    Parameters
    ----------
    hours
        Spans; none cover nothing.
    instant
        Aware.
    zone
        Whose clock is on the wall.
    """
    today = instant.astimezone(zone).date()
    return any(
        begin <= instant < end
        for span in hours
        for day in (today - timedelta(days=1), today)
        if day.isoweekday() in span.days
        for begin, end in [_instants(span, day, zone)]
    )


def next_change(hours: Hours, instant: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant after this one at which `covers` changes; None where it never does.

    Parameters
    ----------
    hours
        Spans.
    instant
        Aware.
    zone
        Whose clock is on the wall.

    Returns
    -------
    UTC.
    """
    today = instant.astimezone(zone).date()
    is_covered = covers(hours, instant, zone)
    bounds: set[datetime] = set()
    for ahead in range(-1, _AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        for span in hours:
            if day.isoweekday() in span.days:
                bounds.update(bound for bound in _instants(span, day, zone) if bound > instant)
        # What begins on a later day comes later; a span's end may be on one.
        end_of_day = _instant(day, _DAY_MINUTES, zone)
        for bound in sorted(bound for bound in bounds if bound <= end_of_day):
            if covers(hours, bound, zone) is not is_covered:
                return bound
            bounds.remove(bound)
    return None


def _span(given: Any) -> Span:
    try:
        days, begin, end = given["days"], given["from"], given["until"]
        is_known = set(given) == {"days", "from", "until"}
        wanted = sorted({day for day in days if type(day) is int and 1 <= day <= 7})
        if not is_known or not wanted or len(wanted) != len(days) or begin == "24:00":
            raise ValueError(given)
        begins, ends = _minutes(begin), _minutes(end)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("hours_wrong", given=str(given)[:100]) from error
    return Span(tuple(wanted), begins, ends if ends > begins else ends + _DAY_MINUTES)


def _minutes(wall: Any) -> int:
    if not isinstance(wall, str) or not _WALL_TIME.fullmatch(wall):
        raise ValueError(wall)
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _written(minutes: int) -> str:
    if minutes == _DAY_MINUTES:
        return "24:00"
    minutes %= _DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _instants(span: Span, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return _instant(day, span.begins, zone), _instant(day, span.ends, zone)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    day += timedelta(days=minutes // _DAY_MINUTES)
    minutes %= _DAY_MINUTES
    # Through UTC: datetimes of one zone are compared and subtracted by the wall, not in time.
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)
