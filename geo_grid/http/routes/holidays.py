"""/holidays: the official calendar"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from geo_grid.core.incidents.working_calendar import FIRST_YEAR, LAST_YEAR
from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.conditional import version_seen
from geo_grid.http.dependencies import IfMatch, RuntimeHere, SessionHere
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.schemas.holidays import HolidaysIn, HolidaysOut, KnownYears
from geo_grid.services.incidents.holidays import all_years, one_year, set_year, version_of

router = APIRouter(prefix=f"{API}/holidays", tags=["incidents"])

Year = Annotated[int, Path(description="Of the calendar.", ge=FIRST_YEAR, le=LAST_YEAR)]


@router.get(
    "",
    operation_id="listHolidayYears",
    summary="The years whose holidays are known",
    response_model=KnownYears,
    responses=failures(503),
)
@public
def list_years(session: SessionHere) -> KnownYears:
    """Due times in other years, and in those not confirmed, say that they rest on a guess."""
    return KnownYears.of(list(all_years(session).values()))


@router.get(
    "/{year}",
    operation_id="getHolidays",
    summary="The holidays of a year",
    response_model=HolidaysOut,
    responses=failures(422, 503),
)
@public
def get_holidays(session: SessionHere, response: Response, year: Year) -> HolidaysOut:
    """Days off, and weekend days worked instead; none, and unconfirmed, of a year that nobody knows."""
    version = version_of(session, year)
    response.headers.update({"ETag": f'"{version}"', "Cache-Control": "no-cache"})
    return HolidaysOut.of(one_year(session, year), version)


@router.put(
    "/{year}",
    operation_id="setHolidays",
    summary="Say what the holidays of a year are",
    response_model=HolidaysOut,
    responses=failures(401, 403, 412, 422, 503),
)
def put_holidays(
    runtime: RuntimeHere,
    by: Annotated[Visitor, Depends(Requires(Action.RULES_SET))],
    response: Response,
    year: Year,
    body: HolidaysIn,
    if_match: IfMatch = None,
) -> HolidaysOut:
    """In the place of what was known of the year; that is kept."""
    with runtime.changing(by.origin, forget=False) as session:
        now = set_year(session, by.actor, body.said_of(year), version_seen(if_match))
        version = version_of(session, year)
    response.headers["ETag"] = f'"{version}"'
    return HolidaysOut.of(now, version)
