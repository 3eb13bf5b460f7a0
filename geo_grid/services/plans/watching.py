"""Watching plans live: whoever watches one is woken when anything happens in it, in whichever worker."""

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from geo_grid.services.watching import TICK_S, Watch
from geo_grid.store.announcements import PLAN_CHANNEL, Announcements

log = logging.getLogger("geo_grid.plans")


class Watcher:
    """Somebody who watches a plan; `woken` is of their own event loop."""

    def __init__(self, plan: int) -> None:
        self.plan = plan
        self.woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """Tell them, from any thread."""
        try:
            self._loop.call_soon_threadsafe(self.woken.set)
        except RuntimeError:
            # Their loop has ended, and they with it.
            log.debug("nobody watches plan %s any more", self.plan)


class PlanWatch(Watch[Watcher]):
    """Who watches which plan in this worker. It listens from the first of them on.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, "plans", (PLAN_CHANNEL,), "plan_watchers_too_many")

    @contextmanager
    def watching(self, plan: int) -> Iterator[Watcher]:
        """Watch a plan; to be entered in an event loop.

        Raises
        ------
        Unavailable
            ``plan_watchers_too_many``.
        """
        with self._let_watch(Watcher(plan)) as watcher:
            yield watcher

    def _wake_all(self) -> None:
        self._wake(None)

    def _catch_up(self) -> None:
        # What happened before is told by looking.
        self._wake(None)

    def _hear(self, announcements: Announcements) -> None:
        for _, said in announcements.wait_for_words(TICK_S):
            number = re.search(r"\d+", said)
            self._wake(None if number is None else int(number[0]))

    def _wake(self, plan: int | None) -> None:
        with self._lock:
            woken = [each for each in self._watchers if plan is None or each.plan == plan]
        for each in woken:
            each.wake()
