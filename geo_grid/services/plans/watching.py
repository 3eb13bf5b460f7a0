"""Watching plans live: whoever watches one is woken when anything happens in it, in whichever worker."""

import asyncio
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from geo_grid.core.errors import GeoGridError, Unavailable
from geo_grid.store.announcements import PLAN_CHANNEL, Announcements, listening

log = logging.getLogger("geo_grid.plans")

#: Those who watch in one worker, at most.
MOST_WATCHERS = 500
#: Seconds between looks at the wish to stop, and before connecting again.
_TICK_S, _PAUSE_S = 0.5, 2.0


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


class PlanWatch:
    """Who watches which plan in this worker. It listens from the first of them on.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watchers: set[Watcher] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._listening = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watching(self, plan: int) -> Iterator[Watcher]:
        """Watch a plan; to be entered in an event loop.

        Raises
        ------
        Unavailable
            ``plan_watchers_too_many``.
        """
        watcher = Watcher(plan)
        with self._lock:
            if len(self._watchers) >= MOST_WATCHERS:
                raise Unavailable("plan_watchers_too_many")
            self._watchers.add(watcher)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="geo-grid-plans", daemon=True)
                self._thread.start()
        try:
            yield watcher
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    def stop(self) -> None:
        """Stop listening, and wake everybody."""
        self._stopping.set()
        self._wake(None)
        if self._thread is not None:
            self._thread.join(timeout=10 * _TICK_S)

    @property
    def is_stopping(self) -> bool:
        """Whether nothing more will be told."""
        return self._stopping.is_set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with listening(self._engine, (PLAN_CHANNEL,)) as announcements:
                    # What happened before is told by looking.
                    self._wake(None)
                    self._follow(announcements)
            except GeoGridError as error:
                log.warning("not listening for plans: %s; again in %s s", error, _PAUSE_S)
                self._stopping.wait(_PAUSE_S)
            except Exception:
                # A bug must not end the thread: nobody would be told anything any more.
                log.exception("plans are not watched; again in %s s", _PAUSE_S)
                self._stopping.wait(_PAUSE_S)

    def _follow(self, announcements: Announcements) -> None:
        while not self._stopping.is_set():
            for _, said in announcements.wait_for_words(_TICK_S):
                number = re.search(r"\d+", said)
                self._wake(None if number is None else int(number[0]))

    def _wake(self, plan: int | None) -> None:
        with self._lock:
            woken = [each for each in self._watchers if plan is None or each.plan == plan]
        for each in woken:
            each.wake()
