"""Hours by the clock on the wall: over midnight, across changes of the clock, and when they change next."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.duty.hours import Hours, Span, covers, next_change, read_hours, written_hours
from geo_grid.core.errors import InputError
from tests.core.duty.people import ALWAYS, BERLIN, NIGHTS, SHANGHAI, WORKDAYS

MINUTE = timedelta(minutes=1)


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("given", "wall", "is_covered"),
    [
        (WORKDAYS, "2026-11-23T08:30", True),
        (WORKDAYS, "2026-11-23T08:29", False),
        (WORKDAYS, "2026-11-23T17:29", True),
        (WORKDAYS, "2026-11-23T17:30", False),
        (WORKDAYS, "2026-11-22T12:00", False),
        (NIGHTS, "2026-11-23T23:00", True),
        (NIGHTS, "2026-11-23T05:59", True),
        (NIGHTS, "2026-11-23T06:00", False),
        (NIGHTS, "2026-11-23T21:59", False),
        # The night of Friday ends on Saturday, and there is none of Saturday.
        ([{"days": [5], "from": "22:00", "until": "06:00"}], "2026-11-28T05:00", True),
        ([{"days": [5], "from": "22:00", "until": "06:00"}], "2026-11-27T05:00", False),
        ([{"days": [5], "from": "22:00", "until": "06:00"}], "2026-11-28T23:00", False),
        ([{"days": [7], "from": "09:00", "until": "09:00"}], "2026-11-23T08:59", True),
        ([{"days": [7], "from": "18:00", "until": "00:00"}], "2026-11-22T23:59", True),
        ([{"days": [7], "from": "18:00", "until": "24:00"}], "2026-11-23T00:00", False),
        (ALWAYS, "2026-11-23T00:00", True),
    ],
)
def test_an_instant_is_within_the_hours_or_not(given: object, wall: str, is_covered: bool) -> None:
    assert covers(read_hours(given), local(wall), SHANGHAI) is is_covered


def test_a_night_in_which_the_clock_goes_back_is_an_hour_longer() -> None:
    # In Berlin the hour from 02:00 came twice on 25 October 2026.
    hours = read_hours([{"days": [6], "from": "22:00", "until": "06:00"}])
    begin, end = local("2026-10-24T22:00", BERLIN), local("2026-10-25T06:00", BERLIN)
    assert end - begin == timedelta(hours=9)
    assert next_change(hours, begin - MINUTE, BERLIN) == begin
    assert next_change(hours, begin, BERLIN) == end
    assert covers(hours, end - MINUTE, BERLIN)


def test_shifts_that_meet_on_the_wall_meet_in_time_on_the_days_the_clock_changes() -> None:
    # 02:30 was skipped on 29 March 2026 and came twice on 25 October.
    early = read_hours([{"days": [7], "from": "00:00", "until": "02:30"}])
    late = read_hours([{"days": [7], "from": "02:30", "until": "10:00"}])
    for day in ("2026-03-29", "2026-10-25"):
        at, end = local(f"{day}T00:00", BERLIN), local(f"{day}T10:00", BERLIN)
        while at < end:
            assert covers(early, at, BERLIN) is not covers(late, at, BERLIN)
            at += 10 * MINUTE


def test_hours_that_a_clock_change_swallows_come_again_the_week_after() -> None:
    hours = read_hours([{"days": [7], "from": "02:30", "until": "03:00"}])
    monday = local("2026-03-23T12:00", BERLIN)
    assert next_change(hours, monday, BERLIN) == local("2026-04-05T02:30", BERLIN)


def test_hours_without_an_end_never_change() -> None:
    assert next_change(read_hours(ALWAYS), local("2026-11-23T12:00"), SHANGHAI) is None
    assert next_change((), local("2026-11-23T12:00"), SHANGHAI) is None


def test_spans_that_meet_are_one() -> None:
    hours = read_hours(
        [
            {"days": [1], "from": "08:00", "until": "12:00"},
            {"days": [1], "from": "12:00", "until": "18:00"},
            {"days": [1], "from": "09:00", "until": "10:00"},
        ]
    )
    assert next_change(hours, local("2026-11-23T08:00"), SHANGHAI) == local("2026-11-23T18:00")


SPANS = st.builds(
    lambda days, begins, length: Span(tuple(sorted(days)), begins, begins + length),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
HOURS = st.lists(SPANS, min_size=1, max_size=3).map(tuple)
INSTANTS = st.integers(0, 250 * 24 * 60).map(
    lambda minutes: datetime(2026, 3, 20, tzinfo=UTC) + minutes * MINUTE
)
ZONES = st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Australia/Lord_Howe")])


@given(HOURS, INSTANTS, ZONES, st.floats(0, 0.999))
def test_nothing_changes_before_the_next_change(
    hours: Hours, at: datetime, zone: ZoneInfo, part: float
) -> None:
    change = next_change(hours, at, zone)
    until = change or at + timedelta(days=20)
    assert until > at
    assert covers(hours, at + part * (until - at), zone) is covers(hours, at, zone)
    assert change is None or covers(hours, change, zone) is not covers(hours, at, zone)


@given(HOURS)
def test_what_is_written_is_read_again(hours: Hours) -> None:
    assert read_hours(written_hours(hours)) == hours


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {},
        "08:00-17:30",
        [None],
        [{}],
        [WORKDAYS],
        [{"days": [], "from": "08:00", "until": "09:00"}],
        [{"days": [0], "from": "08:00", "until": "09:00"}],
        [{"days": [8], "from": "08:00", "until": "09:00"}],
        [{"days": [1, 1], "from": "08:00", "until": "09:00"}],
        [{"days": [True], "from": "08:00", "until": "09:00"}],
        [{"days": "1", "from": "08:00", "until": "09:00"}],
        [{"days": 1, "from": "08:00", "until": "09:00"}],
        [{"days": [[]], "from": "08:00", "until": "09:00"}],
        [{"days": [1], "from": "8:00", "until": "09:00"}],
        [{"days": [1], "from": "08:60", "until": "09:00"}],
        [{"days": [1], "from": "24:00", "until": "09:00"}],
        [{"days": [1], "from": "08:00", "until": "24:01"}],
        [{"days": [1], "from": "０８:00", "until": "09:00"}],
        [{"days": [1], "from": 8, "until": 9}],
        [{"days": [1], "from": "08:00\n", "until": "09:00"}],
        [{"days": [1], "from": "08:00"}],
        [{"days": [1], "from": "08:00", "until": "09:00", "note": "x"}],
        [{"days": [1], "from": "08:00", "until": "09:00"}] * 51,
    ],
)
def test_what_are_no_hours_is_refused(given: object) -> None:
    with pytest.raises(InputError) as refused:
        read_hours(given)
    assert refused.value.code == "hours_wrong"
