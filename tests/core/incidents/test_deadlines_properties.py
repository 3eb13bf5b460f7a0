"""What holds of every due time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.duty.hours import Hours
from geo_grid.core.incidents.deadlines import Limit, Pause, Unit, due, due_after_pauses
from geo_grid.core.incidents.working_time import working_time
from tests.core.incidents.calendars import CALENDAR, CHINA, HOURS

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 2 * 365 * 86400).map(lambda second: FIRST + timedelta(seconds=second))
LIMITS = st.one_of(
    st.builds(Limit, st.integers(1, 600), st.just(Unit.MINUTES)),
    st.builds(Limit, st.integers(1, 60), st.just(Unit.HOURS)),
    st.builds(Limit, st.integers(1, 20), st.just(Unit.CALENDAR_DAYS)),
    st.builds(Limit, st.integers(1, 20), st.just(Unit.WORKING_DAYS)),
)
KEPT = st.sampled_from(sorted(HOURS)).map(HOURS.__getitem__)
#: One with clock changes, one far away, one with half hours.
ZONES = st.sampled_from(
    [CHINA, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")]
)
PAUSES = st.lists(
    st.tuples(INSTANTS, st.integers(1, 20 * 86400)).map(
        lambda pair: Pause(pair[0], pair[0] + timedelta(seconds=pair[1]))
    ),
    max_size=3,
)


@given(INSTANTS, INSTANTS, LIMITS, KEPT, ZONES, st.booleans())
@settings(deadline=None)
def test_what_begins_later_is_due_no_earlier(
    one: datetime, other: datetime, limit: Limit, hours: Hours | None, zone: ZoneInfo, at_once: bool
) -> None:
    early, late = sorted((one, other))
    first = due(early, limit, CALENDAR, hours, zone, at_once=at_once)
    second = due(late, limit, CALENDAR, hours, zone, at_once=at_once)
    assert early <= first.begins < first.at <= second.at


@given(INSTANTS, LIMITS, PAUSES, KEPT, ZONES, st.booleans())
@settings(deadline=None)
def test_pauses_only_lengthen(
    start: datetime, limit: Limit, pauses: list[Pause], hours: Hours | None, zone: ZoneInfo, at_once: bool
) -> None:
    base = due(start, limit, CALENDAR, hours, zone, at_once=at_once).at
    for count in range(len(pauses) + 1):
        longer = due_after_pauses(start, limit, pauses[:count], CALENDAR, hours, zone, at_once=at_once).at
        assert longer >= base
        base = longer


@given(INSTANTS, LIMITS, PAUSES, ZONES, ZONES, st.booleans())
@settings(deadline=None)
def test_an_instant_is_the_same_in_whatever_zone_it_is_written(
    start: datetime, limit: Limit, pauses: list[Pause], zone: ZoneInfo, other: ZoneInfo, at_once: bool
) -> None:
    there = [Pause(each.begin.astimezone(other), each.end.astimezone(other)) for each in pauses]
    assert due_after_pauses(start, limit, pauses, CALENDAR, None, zone, at_once=at_once) == due_after_pauses(
        start.astimezone(other), limit, there, CALENDAR, None, zone, at_once=at_once
    )


@given(INSTANTS, st.integers(1, 3000), KEPT, ZONES)
@settings(deadline=None)
def test_exactly_so_many_minutes_are_worked_until_then(
    start: datetime, minutes: int, hours: Hours | None, zone: ZoneInfo
) -> None:
    found = due(start, Limit(minutes, Unit.MINUTES), CALENDAR, hours, zone)
    line = working_time(CALENDAR, hours, zone)
    assert abs(line.worked(found.begins, found.at) - minutes * 60) < 1e-3
    assert line.worked(start, found.begins) == 0


@given(INSTANTS, st.integers(1, 400), st.integers(1, 400), KEPT)
@settings(deadline=None)
def test_minutes_add_up(start: datetime, one: int, other: int, hours: Hours | None) -> None:
    first = due(start, Limit(one, Unit.MINUTES), CALENDAR, hours, CHINA).at
    whole = due(start, Limit(one + other, Unit.MINUTES), CALENDAR, hours, CHINA).at
    assert due(first, Limit(other, Unit.MINUTES), CALENDAR, hours, CHINA).at == whole
