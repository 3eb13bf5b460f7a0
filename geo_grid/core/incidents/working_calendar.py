"""Which days are worked on: weekdays, but for holidays, and the days that are worked instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from geo_grid.core.errors import InputError

#: Days of a year that may be something else than the weekday says.
MOST_SPECIAL_DAYS = 100
#: Holidays that fall on days that would be worked on; the rest of the year has to leave room for work.
_MOST_FREE_WEEKDAYS = 60
_LONGEST_NAME = 50
FIRST_YEAR, LAST_YEAR = 2000, 2199


class DayKind(StrEnum):
    """What a day is instead of what its weekday says."""

    HOLIDAY = "holiday"
    #: Worked on, although it is a Saturday or a Sunday (调休).
    WORK = "work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of the official calendar."""

    day: date
    kind: DayKind
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The official calendar of a year.

    Parameters
    ----------
    days
        Ascending; all of this year.
    confirmed
        Whether it was officially announced; else it is somebody's guess.
    source
        Where it is from.
    """

    year: int
    days: tuple[SpecialDay, ...]
    confirmed: bool
    source: str


class WorkingCalendar:
    """What each day is; compared by identity, so that what is worked out from it may be kept.

    Parameters
    ----------
    years
        Those that are known; of every other year, Monday to Friday are worked on, unconfirmed.
    """

    def __init__(self, years: Iterable[HolidayYear] = ()) -> None:
        self.years: Mapping[int, HolidayYear] = MappingProxyType({year.year: year for year in years})
        self.special: Mapping[date, SpecialDay] = MappingProxyType(
            {each.day: each for year in self.years.values() for each in year.days}
        )

    def is_working(self, day: date) -> bool:
        """Whether a day is worked on."""
        special = self.special.get(day)
        return day.isoweekday() <= 5 if special is None else special.kind is DayKind.WORK

    def is_confirmed(self, year: int) -> bool:
        """Whether the calendar of a year was officially announced."""
        known = self.years.get(year)
        return known is not None and known.confirmed


def check_year(given: HolidayYear) -> HolidayYear:
    """A year whose days are in order, or an error.

    Raises
    ------
    InputError
        ``holiday_year_wrong`` {year}; ``holiday_day_elsewhere`` {day, year}; ``holiday_day_twice`` {day};
        ``holiday_name_wrong`` {day, most}; ``holiday_too_many`` {year, most}; ``makeup_on_weekday`` {day}: a
        weekday is worked on anyway.
    """
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise InputError("holiday_year_wrong", year=given.year, first=FIRST_YEAR, last=LAST_YEAR)
    seen = set()
    free_weekdays = 0
    for each in given.days:
        day = each.day.isoformat()
        if each.day.year != given.year:
            raise InputError("holiday_day_elsewhere", day=day, year=given.year)
        if each.day in seen:
            raise InputError("holiday_day_twice", day=day)
        seen.add(each.day)
        if not all(1 <= len(name.strip()) <= _LONGEST_NAME for name in (each.name_zh, each.name_en)):
            raise InputError("holiday_name_wrong", day=day, most=_LONGEST_NAME)
        if each.kind is DayKind.WORK and each.day.isoweekday() <= 5:
            raise InputError("makeup_on_weekday", day=day)
        free_weekdays += each.kind is DayKind.HOLIDAY and each.day.isoweekday() <= 5
    if len(given.days) > MOST_SPECIAL_DAYS or free_weekdays > _MOST_FREE_WEEKDAYS:
        raise InputError("holiday_too_many", year=given.year, most=_MOST_FREE_WEEKDAYS)
    days = tuple(sorted(given.days, key=lambda each: each.day))
    return HolidayYear(given.year, days, given.confirmed, given.source)
