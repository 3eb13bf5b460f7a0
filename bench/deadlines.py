"""How long 100,000 due times take, with steps: ``python -m bench.deadlines``; exits 1 above the target."""

import random
import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from geo_grid.core.incidents.deadlines import Limit, Unit, due
from geo_grid.core.incidents.working_calendar import WorkingCalendar
from geo_grid.services.incidents.known_holidays import known_holidays

COUNT, WITHIN_S = 100_000, 5.0
LIMITS = (
    Limit(30, Unit.MINUTES), Limit(4, Unit.HOURS), Limit(3, Unit.CALENDAR_DAYS),
    Limit(3, Unit.WORKING_DAYS), Limit(15, Unit.WORKING_DAYS),
)  # fmt: skip


def measure() -> tuple[float, float]:
    """Seconds of the processor, and on the wall."""
    calendar, zone = WorkingCalendar(known_holidays().values()), ZoneInfo("Asia/Shanghai")
    chance = random.Random(1)  # noqa: S311 - made data
    first = datetime(2025, 1, 1, tzinfo=UTC)
    starts = [first + timedelta(seconds=chance.randrange(2 * 365 * 86_400)) for _ in range(COUNT)]
    began, wall = time.process_time(), time.perf_counter()
    for number, start in enumerate(starts):
        due(start, LIMITS[number % len(LIMITS)], calendar, None, zone)
    return time.process_time() - began, time.perf_counter() - wall


if __name__ == "__main__":
    processor, wall = measure()
    print(f"{COUNT:,} due times: {processor:.2f} s of the processor, {wall:.2f} s on the wall")
    sys.exit(processor > WITHIN_S)
