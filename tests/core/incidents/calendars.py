"""The official calendars of 2025 and 2026, copied by hand from the notices of the State Council."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from geo_grid.core.duty.hours import Hours, Span
from geo_grid.core.incidents.working_calendar import DayKind, HolidayYear, SpecialDay, WorkingCalendar

CHINA = ZoneInfo("Asia/Shanghai")

#: First and last day of each holiday, and the weekend days worked for it.
NOTICES = {
    2025: (
        ("元旦", "New Year", "0101", "0101", ()),
        ("春节", "Spring Festival", "0128", "0204", ("0126", "0208")),
        ("清明节", "Qingming", "0404", "0406", ()),
        ("劳动节", "Labour Day", "0501", "0505", ("0427",)),
        ("端午节", "Dragon Boat Festival", "0531", "0602", ()),
        ("国庆节、中秋节", "National Day and Mid-Autumn Festival", "1001", "1008", ("0928", "1011")),
    ),
    2026: (
        ("元旦", "New Year", "0101", "0103", ("0104",)),
        ("春节", "Spring Festival", "0215", "0223", ("0214", "0228")),
        ("清明节", "Qingming", "0404", "0406", ()),
        ("劳动节", "Labour Day", "0501", "0505", ("0509",)),
        ("端午节", "Dragon Boat Festival", "0619", "0621", ()),
        ("中秋节", "Mid-Autumn Festival", "0925", "0927", ()),
        ("国庆节", "National Day", "1001", "1007", ("0920", "1010")),
    ),
}


def _days(year: int) -> Iterator[SpecialDay]:
    for name_zh, name_en, first, last, worked in NOTICES[year]:
        day = _date(year, first)
        while day <= _date(year, last):
            yield SpecialDay(day, DayKind.HOLIDAY, name_zh, name_en)
            day += timedelta(days=1)
        for each in worked:
            yield SpecialDay(_date(year, each), DayKind.WORK, name_zh, name_en)


def _date(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


def holiday_year(year: int) -> HolidayYear:
    days = tuple(sorted(_days(year), key=lambda each: each.day))
    return HolidayYear(year, days, confirmed=True, source="notice")


CALENDAR = WorkingCalendar([holiday_year(2025), holiday_year(2026)])


def _hours(*spans: tuple[str, float, float]) -> Hours:
    return tuple(
        Span(tuple(int(day) for day in days), int(begin * 60), int(end * 60)) for days, begin, end in spans
    )


HOURS: dict[str, Hours | None] = {
    # 08:30–12:00 and 13:30–17:30, Monday to Friday.
    "usual": None,
    "friday": _hours(("1234", 8.5, 12), ("1234", 13.5, 17.5), ("5", 8.5, 12)),
    "saturday": _hours(("12345", 9, 17), ("6", 9, 12)),
    "night": _hours(("12345", 22, 30)),
    "always": _hours(("1234567", 0, 24)),
    "weekend": _hours(("67", 10, 16)),
}


def at(text: str) -> datetime:
    """“1003 12:00” of 2025, or “2026-01-03 12:00”, by the clock in China; UTC."""
    text = text if "-" in text else f"2025-{text[:2]}-{text[2:]}"
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC)
