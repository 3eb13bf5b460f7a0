"""Watching something live: one ear for each process, from the first who watches on."""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from sqlalchemy import Engine

from geo_grid.core.errors import GeoGridError, Unavailable
from geo_grid.store.announcements import Announcements, listening

Watcher = TypeVar("Watcher")
log = logging.getLogger("geo_grid.watching")

#: Those who watch the same kind of thing in one process, at most.
MOST_WATCHERS = 500
#: Seconds between looks at the wish to stop, and before connecting again.
TICK_S, _PAUSE_S = 0.5, 2.0


class Watch(ABC, Generic[Watcher]):
    """Who watches in this process, and a thread that hears what to tell them.

    Parameters
    ----------
    engine
        The database.
    what
        Is watched, as the thread and the log call it.
    channels
        To listen on.
    too_many
        Code of the refusal when nobody else can watch.
    """

    def __init__(self, engine: Engine, what: str, channels: Sequence[str], too_many: str) -> None:
        self._engine = engine
        self._what = what
        self._channels = tuple(channels)
        self._too_many = too_many
        self._watchers: set[Watcher] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        """Begin to listen, where nobody has asked for it before."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"geo-grid-{self._what}", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Stop listening, and wake everybody."""
        self._stopping.set()
        self._wake_all()
        if self._thread is not None:
            self._thread.join(timeout=10 * TICK_S)

    @property
    def is_stopping(self) -> bool:
        """Whether nothing more will be told."""
        return self._stopping.is_set()

    @contextmanager
    def _let_watch(self, watcher: Watcher) -> Iterator[Watcher]:
        with self._lock:
            if len(self._watchers) >= MOST_WATCHERS:
                raise Unavailable(self._too_many)
            self._watchers.add(watcher)
        self.listen()
        try:
            yield watcher
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    @abstractmethod
    def _wake_all(self) -> None:
        """Have everybody look whether it stops."""

    @abstractmethod
    def _catch_up(self) -> None:
        """Tell what happened while nobody listened."""

    @abstractmethod
    def _hear(self, announcements: Announcements) -> None:
        """Wait for what is announced, `TICK_S` at the most, and tell it."""

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with listening(self._engine, self._channels) as announcements:
                    self._catch_up()
                    while not self._stopping.is_set():
                        self._hear(announcements)
            except GeoGridError as error:
                log.warning("not listening for %s: %s; again in %s s", self._what, error, _PAUSE_S)
                self._stopping.wait(_PAUSE_S)
            except Exception:
                # A bug must not end the thread: nobody would be told anything any more.
                log.exception("%s are not watched; again in %s s", self._what, _PAUSE_S)
                self._stopping.wait(_PAUSE_S)
