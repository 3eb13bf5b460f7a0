from dataclasses import replace
from datetime import date

import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.working_calendar import (
    DayKind,
    HolidayYear,
    SpecialDay,
    WorkingCalendar,
    check_year,
)
from tests.core.incidents.calendars import CALENDAR, holiday_year


def special(day: str, kind: DayKind = DayKind.HOLIDAY, name: str = "节") -> SpecialDay:
    return SpecialDay(date.fromisoformat(day), kind, name, name)


def year(*days: SpecialDay) -> HolidayYear:
    return HolidayYear(2027, days, confirmed=True, source="")


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2025-09-27", False), ("2025-09-28", True), ("2025-10-01", False), ("2025-10-09", True),
        ("2025-10-11", True), ("2025-10-12", False), ("2027-01-01", True), ("2027-01-02", False),
    ],
)  # fmt: skip
def test_which_days_are_worked(day: str, is_worked: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is is_worked


def test_a_year_is_confirmed_where_somebody_said_so() -> None:
    assert CALENDAR.is_confirmed(2026)
    assert not CALENDAR.is_confirmed(2027)
    assert not WorkingCalendar([replace(holiday_year(2026), confirmed=False)]).is_confirmed(2026)


def test_days_are_put_in_order() -> None:
    found = check_year(year(special("2027-10-01"), special("2027-01-01")))
    assert [each.day.month for each in found.days] == [1, 10]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (year(special("2028-01-01")), "holiday_day_elsewhere"),
        (year(special("2027-01-01"), special("2027-01-01")), "holiday_day_twice"),
        (year(special("2027-01-04", DayKind.WORK)), "makeup_on_weekday"),
        (year(special("2027-01-01", name="  ")), "holiday_name_wrong"),
        (year(special("2027-01-01", name="长" * 51)), "holiday_name_wrong"),
        (HolidayYear(1999, (), confirmed=True, source=""), "holiday_year_wrong"),
        (
            year(
                *(
                    special(date.fromordinal(date(2027, 1, 1).toordinal() + day).isoformat())
                    for day in range(90)
                )
            ),
            "holiday_too_many",
        ),
    ],
)
def test_what_is_wrong_with_a_year_is_said(given: HolidayYear, code: str) -> None:
    with pytest.raises(InputError, match=code):
        check_year(given)
