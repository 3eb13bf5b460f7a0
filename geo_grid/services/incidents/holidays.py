"""Reading and saying what the days of a year are; whatever was said of it before is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import Outdated
from geo_grid.core.incidents.working_calendar import DayKind, HolidayYear, SpecialDay, check_year
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.incidents.known_holidays import known_holidays
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_rules_writing import add_holiday_year, lock_incident_rules
from geo_grid.store.queries.incident_rules import HolidayYearRow, holiday_years, times_said
from geo_grid.store.queries.scope import outline_in_force


def all_years(session: Session) -> dict[int, HolidayYear]:
    """Every year of which something is known, ascending: what somebody said goes before what came along."""
    found = {**known_holidays(), **{row.year: _year(row) for row in holiday_years(session)}}
    return dict(sorted(found.items()))


def one_year(session: Session, year: int) -> HolidayYear:
    """A year; without special days, and unconfirmed, where nothing is known of it."""
    return all_years(session).get(year) or HolidayYear(year, (), confirmed=False, source="")


def version_of(session: Session, year: int) -> int:
    """Which saying of a year is in force: 0 as long as nobody has said anything of it."""
    return times_said(session, year)


def set_year(
    session: Session, actor: Actor | None, given: HolidayYear, seen: int | None = None
) -> HolidayYear:
    """Say what the days of a year are; the caller commits.

    Parameters
    ----------
    seen
        Version of the year that it was made from; None where it does not matter.

    Raises
    ------
    InputError
        As `check_year`.
    Outdated
        ``changed_meanwhile``.
    Denied
        ``not_on_this_ground``: only who has all ground may.
    """
    outline = outline_in_force(session)
    if outline is not None:
        require_on(session, actor, Action.RULES_SET, outline)
    lock_incident_rules(session)
    if seen is not None and seen != version_of(session, given.year):
        raise Outdated("changed_meanwhile")
    before, after = one_year(session, given.year), check_year(given)
    days = {
        each.day.isoformat(): {"kind": str(each.kind), "name_zh": each.name_zh, "name_en": each.name_en}
        for each in after.days
    }
    account = None if actor is None else actor.account
    add_holiday_year(session, after.year, days, after.source, account, confirmed=after.confirmed)
    note(
        session,
        "holidays.set",
        f"holiday_year:{after.year}",
        before=_noted(before),
        after=_noted(after),
    )
    return after


def _year(row: HolidayYearRow) -> HolidayYear:
    days = tuple(_day(day, said) for day, said in sorted(row.days.items()))
    return HolidayYear(row.year, days, row.confirmed, row.source)


def _day(day: str, said: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(date.fromisoformat(day), DayKind(said["kind"]), said["name_zh"], said["name_en"])


def _noted(year: HolidayYear) -> dict[str, Any]:
    return {
        "confirmed": year.confirmed,
        "source": year.source,
        "days": [f"{each.day.isoformat()} {each.kind}" for each in year.days],
    }
