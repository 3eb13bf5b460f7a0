"""How long a hundred thousand due times take, each with the steps that explain it."""

import random
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.measuring import Measured
from geo_grid.core.incidents.deadlines import Limit, Unit, due
from geo_grid.core.incidents.working_calendar import WorkingCalendar
from geo_grid.services.incidents.known_holidays import known_holidays

COUNT, WITHIN_S = 100_000, 5.0
LIMITS = (
    Limit(30, Unit.MINUTES), Limit(4, Unit.HOURS), Limit(3, Unit.CALENDAR_DAYS),
    Limit(3, Unit.WORKING_DAYS), Limit(15, Unit.WORKING_DAYS),
)  # fmt: skip


def measure() -> Measured:
    """Of the processor, on the calendars that are known."""
    calendar, zone = WorkingCalendar(known_holidays().values()), ZoneInfo("Asia/Shanghai")
    chance = random.Random(1)  # noqa: S311 - made data
    first = datetime(2025, 1, 1, tzinfo=UTC)
    starts = [first + timedelta(seconds=chance.randrange(2 * 365 * 86_400)) for _ in range(COUNT)]
    began = time.process_time()
    steps = 0
    for number, start in enumerate(starts):
        steps += len(due(start, LIMITS[number % len(LIMITS)], calendar, None, zone).steps)
    took = time.process_time() - began
    size = f"{COUNT:,} due times, {steps:,} steps"
    return Measured(
        "due times with their steps", size, f"{took:.1f} s", f"≤ {WITHIN_S:g} s", took <= WITHIN_S
    )
