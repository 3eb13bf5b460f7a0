"""The official calendar: holidays, and days worked instead."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from geo_grid.core.incidents.working_calendar import (
    MOST_SPECIAL_DAYS,
    DayKind,
    HolidayYear,
    SpecialDay,
)
from geo_grid.http.schemas.base import Published

Name = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00]*$")]
Source = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class SpecialDayModel(Published):
    """A day that is something else than its weekday says."""

    date: date
    kind: DayKind = Field(description="`work`: a Saturday or Sunday that is worked instead (调休).")
    name_zh: Name
    name_en: Name | None = Field(default=None, description="Left out: as in Chinese.")


class HolidaysIn(Published):
    """All special days of a year."""

    confirmed: StrictBool = Field(default=True, description="Officially announced.")
    source: Source = Field(default="", description="Where it is from, such as the number of the notice.")
    days: list[SpecialDayModel] = Field(max_length=MOST_SPECIAL_DAYS)

    def said_of(self, year: int) -> HolidayYear:
        """As the core knows it."""
        days = tuple(
            SpecialDay(each.date, each.kind, each.name_zh, each.name_en or each.name_zh) for each in self.days
        )
        return HolidayYear(year, days, self.confirmed, self.source)


class HolidaysOut(HolidaysIn):
    """The special days of a year."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "year": 2026,
                    "version": 0,
                    "confirmed": True,
                    "source": "chinesecalendar",
                    "days": [
                        {
                            "date": "2026-10-01",
                            "kind": "holiday",
                            "name_zh": "国庆节",
                            "name_en": "National Day",
                        },
                        {
                            "date": "2026-10-10",
                            "kind": "work",
                            "name_zh": "国庆节",
                            "name_en": "National Day",
                        },
                    ],
                }
            ]
        }
    )

    year: int
    version: int = Field(
        description="Send it as `If-Match`: a number in quotation marks. 0: nobody has said anything of it."
    )

    @classmethod
    def of(cls, year: HolidayYear, version: int) -> "HolidaysOut":
        """As published."""
        return cls(
            year=year.year,
            version=version,
            confirmed=year.confirmed,
            source=year.source,
            days=[
                SpecialDayModel(date=each.day, kind=each.kind, name_zh=each.name_zh, name_en=each.name_en)
                for each in year.days
            ],
        )


class KnownYear(Published):
    """A year of which something is known."""

    year: int
    confirmed: bool
    source: str
    holidays: int = Field(description="Days off.")
    worked: int = Field(description="Days worked instead.")


class KnownYears(Published):
    """Every year of which something is known; of all others, Monday to Friday are taken as worked."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "years": [
                        {
                            "year": 2026, "confirmed": True, "source": "chinesecalendar", "holidays": 33,
                            "worked": 6,
                        }
                    ]
                }
            ]
        }
    )  # fmt: skip

    years: list[KnownYear]

    @classmethod
    def of(cls, years: list[HolidayYear]) -> "KnownYears":
        """As published."""
        return cls(
            years=[
                KnownYear(
                    year=year.year,
                    confirmed=year.confirmed,
                    source=year.source,
                    holidays=sum(each.kind is DayKind.HOLIDAY for each in year.days),
                    worked=sum(each.kind is DayKind.WORK for each in year.days),
                )
                for year in years
            ]
        )
