"""A clock that can be moved, for what is published for a day to come."""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

import pytest

Move = Callable[[], None]


def moving(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> Move:
    """A call after which the workers of this process are so much later; the database is not."""
    right = time.time

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # as the driver wants it
            return datetime.fromtimestamp(right() + by.total_seconds(), tz)

    def move() -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith("geo_grid") and getattr(module, "datetime", None) is datetime:
                monkeypatch.setattr(module, "datetime", Later)

    return move
