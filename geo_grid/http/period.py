"""A period of days that an address asks about."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Query, Request

from geo_grid.core.errors import InputError
from geo_grid.http.dependencies import day, runtime_of
from geo_grid.services.current import now
from geo_grid.store.instants import start_of_day

#: Days of a period where nobody says when it begins.
DAYS = 90


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days.

    Parameters
    ----------
    first, last
        The last one belongs to it.
    begins, ends
        Instants; the period ends just before `ends`.
    """

    first: date
    last: date
    begins: datetime
    ends: datetime


async def the_period(
    request: Request,
    first: Annotated[
        str | None,
        Query(
            alias="from",
            description=f"First day of the period, YYYY-MM-DD; without it the {DAYS} days until `to`.",
            examples=["2026-11-01"],
        ),
    ] = None,
    last: Annotated[
        str | None,
        Query(alias="to", description="Last day of the period; without it today.", examples=["2026-11-21"]),
    ] = None,
) -> Period:
    """The period asked about.

    Raises
    ------
    InputError
        ``date_invalid``; ``period_backwards``: it ends before it begins.
    """
    zone = runtime_of(request).settings.zone
    until = day(last) or now().astimezone(zone).date()
    since = day(first) or until - timedelta(days=DAYS - 1)
    if since > until:
        raise InputError("period_backwards", first=since.isoformat(), last=until.isoformat())
    return Period(since, until, start_of_day(since, zone), start_of_day(until + timedelta(days=1), zone))


PeriodHere = Annotated[Period, Depends(the_period)]
