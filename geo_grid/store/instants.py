"""Dates and instants: a day begins at midnight in the installation's time zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: The database counts in microseconds, so this is the last instant before another.
_LAST = timedelta(microseconds=1)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Local midnight at which the day begins: the default effective instant of an edition of that day."""
    return datetime.combine(day, time(), zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last instant of the local day, which is what “as of DATE” means.

    An edition effective at the midnight after it does not count yet.
    """
    # Subtracted as an instant: wall-clock arithmetic would be wrong on a day of a clock change.
    return (start_of_day(day + timedelta(days=1), zone).astimezone(ZoneInfo("UTC")) - _LAST).astimezone(zone)
