"""A day begins at local midnight, and “as of DATE” is its last instant."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from geo_grid.store.instants import end_of_day, start_of_day

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_day_in_shanghai() -> None:
    assert start_of_day(date(2026, 3, 1), SHANGHAI) == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 1), SHANGHAI) == datetime(2026, 3, 1, 15, 59, 59, 999999, tzinfo=UTC)


def test_an_edition_of_the_next_midnight_does_not_count_yet() -> None:
    day = date(2026, 12, 31)
    assert end_of_day(day, SHANGHAI) < start_of_day(day + timedelta(days=1), SHANGHAI)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_days_of_a_clock_change(day: date, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    begin, end = start_of_day(day, zone).astimezone(UTC), end_of_day(day, zone).astimezone(UTC)
    assert end - begin == timedelta(hours=hours) - timedelta(microseconds=1)
