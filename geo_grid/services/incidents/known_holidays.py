"""The official calendar of years that chinesecalendar knows; of later ones it knows nothing."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from chinese_calendar.constants import Holiday, holidays, workdays

from geo_grid.core.incidents.working_calendar import DayKind, HolidayYear, SpecialDay

SOURCE = "chinesecalendar"

_NAMES_ZH: Mapping[str, str] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利日",
}


@cache
def known_holidays() -> Mapping[int, HolidayYear]:
    """Year → its calendar, confirmed, of every year that was announced when chinesecalendar was released."""
    found: dict[int, list[SpecialDay]] = {}
    for kind, days in ((DayKind.HOLIDAY, holidays), (DayKind.WORK, workdays)):
        for day, name in days.items():
            # A day worked on a weekday is an ordinary one.
            if kind is DayKind.HOLIDAY or day.isoweekday() > 5:
                found.setdefault(day.year, []).append(_special(day, kind, name))
    last = max(day.year for day in holidays)
    return {
        year: HolidayYear(year, tuple(sorted(days, key=lambda each: each.day)), confirmed=True, source=SOURCE)
        for year, days in sorted(found.items())
        if year <= last
    }


def _special(day: date, kind: DayKind, name: str) -> SpecialDay:
    name_en = Holiday(name).value
    return SpecialDay(day, kind, _NAMES_ZH.get(name_en, name_en), name_en)
