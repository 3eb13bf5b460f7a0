"""Processor time of this process and of the database's process that serves it, taken together."""

import time
from pathlib import Path

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session


class Stopwatch:
    """Milliseconds of work for one session, on a machine that others use too.

    Where the database runs elsewhere its process cannot be looked at, and the clock on the wall is read.
    """

    def __init__(self, session: Session) -> None:
        path = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
        try:
            is_ours = "postgres" in path.with_name("comm").read_text()
        except OSError:
            is_ours = False
        self._backend = path if is_ours else None

    def ms(self) -> float:
        """A reading; differences of readings count."""
        if self._backend is None:
            return time.perf_counter() * 1e3
        return time.process_time() * 1e3 + int(self._backend.read_text().split()[0]) / 1e6


def percentiles(took: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return float(np.percentile(took, 50)), float(np.percentile(took, 95))
