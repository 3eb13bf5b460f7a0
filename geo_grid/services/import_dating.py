"""From when an imported edition holds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError
from geo_grid.services.current import now
from geo_grid.store.instants import start_of_day
from geo_grid.store.queries.editions import editions


def instant_of(given: str, zone: ZoneInfo) -> datetime:
    """A day as its local midnight, or an instant as it stands (local where it names no zone).

    Raises
    ------
    InputError
        ``date_unclear``.
    """
    try:
        if len(given) == len("2026-11-22"):
            return start_of_day(date.fromisoformat(given), zone)
        instant = datetime.fromisoformat(given)
    except ValueError as error:
        raise InputError("date_unclear", given=given) from error
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=zone)


def default_instant(session: Session, zone: ZoneInfo) -> datetime:
    """Today's local midnight; where an edition has taken effect since, this second; never before another."""
    this_moment = now().astimezone(zone)
    today = start_of_day(this_moment.date(), zone)
    published = editions(session)
    latest = max((edition.effective for edition in published), default=None)
    if latest is None or latest < today:
        return today
    return max(this_moment.replace(microsecond=0), latest.astimezone(zone) + timedelta(seconds=1))
