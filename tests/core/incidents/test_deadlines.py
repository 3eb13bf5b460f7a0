"""Due times worked out by hand, with a calendar on the wall."""

from datetime import datetime, timedelta

import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.deadlines import Limit, Pause, Unit, due, due_after_pauses, share_of
from tests.core.incidents.calendars import CALENDAR, CHINA, HOURS, at

UNITS = {
    "min": Unit.MINUTES, "h": Unit.HOURS, "days": Unit.CALENDAR_DAYS, "workdays": Unit.WORKING_DAYS,
}  # fmt: skip


def limit(text: str) -> Limit:
    amount, unit = text.split()
    return Limit(int(amount), UNITS[unit])


def told(instant: datetime) -> str:
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


#: Start, limit, due; the office has the usual hours. 3 November 2025 is a Monday.
USUAL = """
1103 09:00 | 30 min     | 1103 09:30 | within the morning
1103 11:45 | 30 min     | 1103 13:45 | over lunch: 15 minutes before and 15 after
1103 11:30 | 30 min     | 1103 12:00 | at the last moment before lunch, not the first one after
1103 12:10 | 30 min     | 1103 14:00 | in the break: begins at 13:30
1103 17:15 | 1 h        | 1104 09:15 | over night
1103 09:00 | 8 h        | 1104 09:30 | 3 and 4 hours, and one the day after
1107 17:00 | 2 h        | 1110 10:00 | over a weekend
1107 17:30 | 1 h        | 1110 09:30 | at closing time: begins on Monday
1108 10:00 | 1 h        | 1110 09:30 | on a Saturday
1109 23:59 | 1 h        | 1110 09:30 | before midnight
1110 00:00 | 1 h        | 1110 09:30 | at midnight
1103 10:00 | 1 workdays | 1104 10:00 | the day after at the same time
1103 10:00 | 3 workdays | 1106 10:00 | within the week
1107 16:00 | 1 workdays | 1110 16:00 | over a weekend
1108 10:00 | 1 workdays | 1111 08:30 | on a Saturday: begins on Monday at 08:30
1103 12:30 | 1 workdays | 1104 13:30 | in the break: begins at 13:30
1103 20:00 | 1 workdays | 1105 08:30 | in the evening: begins on Tuesday
0930 17:00 | 1 workdays | 1009 17:00 | over National Day
0930 17:00 | 3 workdays | 1011 17:00 | 9, 10 and Saturday 11 October, which is worked
0930 17:00 | 2 h        | 1009 10:00 | over National Day: half an hour before
1003 12:00 | 1 h        | 1009 09:30 | in the middle of the holiday
1006 12:00 | 2 workdays | 1011 08:30 | at Mid-Autumn: begins on the 9th; 10th, Saturday the 11th
1011 16:30 | 2 h        | 1013 09:30 | on the Saturday that is worked, over Sunday
0926 15:00 | 1 workdays | 0928 15:00 | Sunday 28 September is worked
0927 09:00 | 1 h        | 0928 09:30 | the Saturday before is not
0928 10:00 | 5 workdays | 1011 10:00 | 29, 30 September, 9, 10, 11 October
0930 09:00 | 5 days     | 1005 09:00 | calendar days run through the holiday
1002 09:00 | 2 days     | 1011 08:30 | but begin when the office opens
0126 17:00 | 1 h        | 0127 09:00 | Sunday 26 January is worked
0127 16:30 | 2 h        | 0205 09:30 | over Spring Festival
0127 10:00 | 4 workdays | 0208 10:00 | 5, 6, 7 and Saturday 8 February
0129 00:00 | 1 workdays | 0206 08:30 | on New Year's morning
0427 10:00 | 4 workdays | 0506 10:00 | from a worked Sunday over Labour Day: 28, 29, 30 April, 6 May
1231 17:00 | 1 h        | 2026-01-04 09:00 | over the year's end to a worked Sunday
1231 10:00 | 2 workdays | 2026-01-05 10:00 | 4 and 5 January
2026-02-14 17:00 | 1 h        | 2026-02-24 09:00 | from a worked Saturday over Spring Festival
2026-02-13 15:00 | 3 workdays | 2026-02-25 15:00 | 14, 24, 25 February
2026-02-27 10:00 | 1 workdays | 2026-02-28 10:00 | to the worked Saturday after it
2026-09-24 16:30 | 2 h        | 2026-09-28 09:30 | over Mid-Autumn, from Friday to Sunday
2026-09-19 10:00 | 1 h        | 2026-09-20 09:30 | a Saturday before a worked Sunday
2026-09-30 10:00 | 3 workdays | 2026-10-10 10:00 | 8, 9 and Saturday 10 October
"""

#: The same with other hours, and round the clock.
OTHERWISE = """
friday   | 1106 15:00 | 1 workdays | 1107 12:00 | the office closes at noon on Fridays
friday   | 1107 15:00 | 1 workdays | 1111 08:30 | and begins again on Monday
saturday | 1011 15:00 | 1 h        | 1011 16:00 | a worked Saturday has the hours of a weekday
saturday | 1108 10:00 | 1 h        | 1110 10:00 | the hours of other Saturdays are not counted
night    | 1103 23:00 | 8 h        | 1104 23:00 | 7 hours until 06:00, one from 22:00
night    | 1104 02:00 | 1 workdays | 1105 02:00 | Monday's night; due in Tuesday's
night    | 1108 05:00 | 2 h        | 1110 23:00 | Friday's night ends on Saturday
night    | 0930 23:00 | 8 h        | 1009 23:00 | the night before the holiday runs into it
always   | 1107 23:30 | 1 h        | 1110 00:30 | round the clock, but not at weekends
always   | 1103 00:00 | 1 workdays | 1104 00:00 | midnight is the beginning of a day
always   | 1103 12:00 | 12 h       | 1104 00:00 | and the end of one
weekend  | 1103 09:00 | 30 min     | 1103 09:30 | hours at weekends alone: as if none were told
at once  | 1002 03:00 | 30 min     | 1002 03:30 | by night in the holiday
at once  | 1001 00:00 | 24 h       | 1002 00:00 | a whole day
at once  | 1103 20:00 | 1 days     | 1104 20:00 | without waiting for the morning
at once  | 0930 22:00 | 1 workdays | 1009 22:00 | worked days are worked days
at once  | 1002 15:00 | 2 workdays | 1011 00:00 | from the beginning of the 9th: 10th, 11th
"""

#: Start, limit (! at once), pauses, due without and with them.
PAUSED = """
1103 09:00 | 4 h        | 1103 10:00 > 1103 11:00 | 1103 14:30 | 1103 15:30 | an hour
1103 16:00 | 4 h        | 1103 18:00 > 1104 08:00 | 1104 11:00 | 1104 11:00 | a night is no loss
0930 10:00 | 1 workdays | 0930 14:00 > 1009 09:00 | 1009 10:00 | 1009 15:30 | 3½ and ½ hours
0930 16:00 | 3 h        | 1002 09:00 > 1006 09:00 | 1009 10:00 | 1009 10:00 | within the holiday
0929 09:00 | 2 workdays | 0930 08:30 > 1011 17:30 | 1009 09:00 | 1014 09:00 | four: 10, 11, 13, 14
1103 09:00 | 1 days     | 1103 18:00 > 1104 08:00 | 1104 09:00 | 1104 23:00 | calendar days lose nights too
1103 09:00 | 2 h        | 1103 12:00 > 1103 15:00 | 1103 11:00 | 1103 11:00 | too late
1103 09:00 | 2 h        | 1103 09:30 > 1103 10:00, 1103 09:45 > 1103 10:15 | 1103 11:00 | 1103 11:45 | overlap
1103 09:00 | 2 h        | 1103 10:45 > 1103 11:15, 1103 11:20 > 1103 11:50 | 1103 11:00 | 1103 12:00 | both
1108 10:00 | 1 h        | 1108 12:00 > 1110 09:00 | 1110 09:30 | 1110 10:00 | half before it began
1002 03:00 | ! 60 min   | 1002 03:30 > 1002 05:00 | 1002 04:00 | 1002 05:30 | by night
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().split("\n")]


@pytest.mark.parametrize(("start", "given", "wanted", "why"), rows(USUAL))
def test_due_in_the_usual_hours(start: str, given: str, wanted: str, why: str) -> None:
    found = due(at(start), limit(given), CALENDAR, None, CHINA)
    assert told(found.at) == told(at(wanted)), why
    assert found.rests_on_unconfirmed == ()


@pytest.mark.parametrize(("hours", "start", "given", "wanted", "why"), rows(OTHERWISE))
def test_due_otherwise(hours: str, start: str, given: str, wanted: str, why: str) -> None:
    at_once = hours == "at once"
    kept = None if at_once else HOURS[hours]
    found = due(at(start), limit(given), CALENDAR, kept, CHINA, at_once=at_once)
    assert told(found.at) == told(at(wanted)), why


@pytest.mark.parametrize(("start", "given", "pauses", "without", "wanted", "why"), rows(PAUSED))
def test_due_after_pauses(start: str, given: str, pauses: str, without: str, wanted: str, why: str) -> None:
    at_once, of = given.startswith("!"), limit(given.removeprefix("! "))
    spans = (each.strip().split(" > ") for each in pauses.split(","))
    paused = [Pause(at(begin), at(end)) for begin, end in spans]
    assert told(due(at(start), of, CALENDAR, None, CHINA, at_once=at_once).at) == told(at(without))
    found = due_after_pauses(at(start), of, paused, CALENDAR, None, CHINA, at_once=at_once)
    assert told(found.at) == told(at(wanted)), why


@pytest.mark.parametrize(
    ("start", "given", "at_once", "years"),
    [
        ("2026-12-30 10:00", "1 workdays", False, ()),
        ("2026-12-31 10:00", "1 workdays", False, (2027,)),
        ("2026-12-31 17:00", "1 h", False, (2027,)),
        ("2026-12-31 10:00", "5 days", False, ()),
        ("2026-12-31 20:00", "5 days", False, (2027,)),
        ("2026-12-31 23:00", "5 h", True, ()),
        ("2026-12-31 23:00", "1 workdays", True, (2027,)),
        ("2024-12-31 10:00", "1 workdays", False, (2024,)),
        ("2026-12-31 10:00", "250 workdays", False, (2027,)),
    ],
)
def test_which_years_it_rests_on_that_nobody_confirmed(
    start: str, given: str, at_once: bool, years: tuple[int, ...]
) -> None:
    found = due(at(start), limit(given), CALENDAR, None, CHINA, at_once=at_once)
    assert found.rests_on_unconfirmed == years
    assert [step.params["years"] for step in found.steps if step.code == "due_unconfirmed"] == (
        [list(years)] if years else []
    )


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("1103 09:00", "due_begins"),
        ("1103 20:00", "due_begins_at_opening"),
        ("1108 09:00", "due_begins_after_weekend"),
        ("1003 09:00", "due_begins_after_holiday"),
        ("1011 20:00", "due_begins_at_opening"),
    ],
)
def test_the_first_step_says_why_it_begins_when_it_does(start: str, code: str) -> None:
    assert due(at(start), limit("1 h"), CALENDAR, None, CHINA).steps[0].code == code


def test_the_steps_name_what_was_out_of_the_ordinary() -> None:
    found = due(at("0926 15:00"), limit("6 workdays"), CALENDAR, None, CHINA)
    assert [step.code for step in found.steps] == [
        "due_begins", "due_limit", "due_holiday", "due_weekends", "due_worked", "due_worked", "due_at",
    ]  # fmt: skip
    assert found.steps[2].params["days"][0] == "2025-10-01" and len(found.steps[2].params["days"]) == 8
    assert found.steps[-1].params["at"] == "2025-10-11T15:00+08:00"


def test_a_share_of_the_time_falls_into_office_hours() -> None:
    found = due(at("0930 15:30"), limit("4 h"), CALENDAR, None, CHINA)
    assert told(found.at) == "2025-10-09 10:30"
    assert told(share_of(found, 0.75, CALENDAR, None, CHINA)) == "2025-10-09 09:30"
    assert told(share_of(found, 0.5, CALENDAR, None, CHINA)) == "2025-09-30 17:30"
    pressing = due(at("0930 23:00"), limit("4 h"), CALENDAR, None, CHINA, at_once=True)
    assert told(share_of(pressing, 0.5, CALENDAR, None, CHINA, at_once=True)) == "2025-10-01 01:00"
    idle = due(at("0930 17:29"), limit("1 days"), CALENDAR, None, CHINA)
    assert idle.begins <= share_of(idle, 0.5, CALENDAR, None, CHINA) <= idle.at


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, Unit.HOURS), (-1, Unit.MINUTES), (251, Unit.WORKING_DAYS), (367, Unit.CALENDAR_DAYS)],
)
def test_a_limit_is_a_sensible_amount(amount: int, unit: Unit) -> None:
    with pytest.raises(InputError, match="limit_wrong"):
        Limit(amount, unit)


def test_years_may_be_asked_for_in_any_order() -> None:
    first = due(at("1103 09:00"), limit("1 h"), CALENDAR, HOURS["friday"], CHINA)
    past = due(at("1103 09:00") - timedelta(days=3650), limit("1 h"), CALENDAR, HOURS["friday"], CHINA)
    again = due(at("1103 09:00"), limit("1 h"), CALENDAR, HOURS["friday"], CHINA)
    assert first == again and past.rests_on_unconfirmed == (2015,)
