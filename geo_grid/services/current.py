"""What is in force now, kept in memory by each worker and told by the database when it changes."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from geo_grid.core.errors import GeoGridError
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.store.announcements import Announcements, listening
from geo_grid.store.queries.state import state
from geo_grid.store.session import session_scope

log = logging.getLogger("geo_grid.current")

#: Seconds between looks at the clock and at the wish to stop.
_TICK_S = 0.5
#: Seconds to wait before connecting again, doubled after each failure up to the longest.
_SHORTEST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


class Current:
    """The index of the editions in force now, as long as it can be trusted.

    A thread listens for announcements. From the moment one arrives, or the next edition takes effect, or the
    connection breaks, `index` is None until a fresh index is loaded; whoever asks then asks the database.

    Parameters
    ----------
    engine
        The database.
    clock
        Tells this instant; replaced in tests.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine = engine
        self._clock = clock
        self._index: LocateIndex | None = None
        self._stopping = threading.Event()
        self._loaded = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="geo-grid-current", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the connection is closed."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10 * _TICK_S)

    def index(self) -> LocateIndex | None:
        """The index of what is in force at this instant, or None where only the database knows."""
        index = self._index
        if index is None or (index.state.until is not None and self._clock() >= index.state.until):
            return None
        return index

    def wait_for(self, edition: int | None, seconds: float) -> bool:
        """Wait until the index of an edition is loaded; whether it was within the time."""
        with self._loaded:
            return self._loaded.wait_for(
                lambda: (index := self.index()) is not None and index.state.edition == edition, seconds
            )

    def _run(self) -> None:
        pause = _SHORTEST_PAUSE_S
        while not self._stopping.is_set():
            try:
                # Listening comes before loading, so that nothing published in between is missed.
                with listening(self._engine) as announcements:
                    self._load()
                    pause = _SHORTEST_PAUSE_S
                    self._follow(announcements)
            except GeoGridError as error:
                log.warning("not listening for editions: %s; again in %s s", error, pause)
            except Exception:
                # A bug must not end the thread: without it the worker would never hear of an edition again.
                log.exception("the index of the current edition could not be kept; again in %s s", pause)
            finally:
                self._index = None
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def _follow(self, announcements: Announcements) -> None:
        while not self._stopping.is_set():
            if announcements.wait(_TICK_S) or self.index() is None:
                self._index = None
                self._load()

    def _load(self) -> None:
        with session_scope(self._engine) as session:
            at = self._clock()
            index = build_index(session, at, state(session, at))
        with self._loaded:
            self._index = index
            self._loaded.notify_all()
