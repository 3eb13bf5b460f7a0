"""From when a plan holds."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.services.import_dating import default_instant
from geo_grid.store.plan_records import PlanRecord


def plan_instant(session: Session, plan: PlanRecord, given: datetime | None, zone: ZoneInfo) -> datetime:
    """The instant given, else the plan's own, else as soon as it can hold.

    That is today's local midnight, or a second after the last edition that has taken effect since.
    """
    return given or plan.effective or default_instant(session, zone)
