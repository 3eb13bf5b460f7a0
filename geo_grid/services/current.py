"""What is in force now, kept in memory by each worker and told by the database when it changes."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError
from geo_grid.services.duty_index import DutyIndex, build_duty_index
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.store.announcements import (
    ACCOUNTS_CHANNEL,
    BASE_CHANNEL,
    CHANNEL,
    DUTY_CHANNEL,
    Announcements,
    listening,
)
from geo_grid.store.queries.base_tile_state import base_versions
from geo_grid.store.queries.state import state
from geo_grid.store.session import session_scope

log = logging.getLogger("geo_grid.current")

#: (layer, version) of every base layer that was ever loaded, by layer.
BaseVersions = tuple[tuple[str, int], ...]

_UTC = ZoneInfo("UTC")
#: Seconds between looks at the clock and at the wish to stop.
_TICK_S = 0.5
#: Seconds to wait before connecting again, doubled after each failure up to the longest.
_SHORTEST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


class Current:
    """What is in force now, while it can be trusted: grids, duties, and the versions of the base layers.

    A thread listens for announcements. From the moment one arrives, or the next edition takes effect, or the
    connection breaks, `index` (or `base`, or `duty`) is None until it is loaded afresh; whoever asks then
    asks the database.

    Parameters
    ----------
    engine
        The database.
    clock
        Tells this instant; replaced in tests.
    accounts_changed
        Called when accounts, sessions, tokens or grants have changed.
    zone
        Whose wall clock the hours of duties are kept by.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime] = now,
        accounts_changed: Callable[[], None] = lambda: None,
        zone: ZoneInfo = _UTC,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._accounts_changed = accounts_changed
        self._zone = zone
        self._index: LocateIndex | None = None
        self._duty: DutyIndex | None = None
        self._base: BaseVersions | None = None
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

    def duty(self) -> DutyIndex | None:
        """The duties for the grids of `index` at this instant, or None where only the database knows."""
        index, duty = self.index(), self._duty
        return duty if index is not None and duty is not None and duty.grids is index.grids else None

    def base(self) -> BaseVersions | None:
        """The versions of the base layers, or None where only the database knows."""
        return self._base

    def wait_for(self, edition: int | None, seconds: float) -> bool:
        """Wait until the index of an edition is loaded; whether it was within the time."""
        with self._loaded:
            return self._loaded.wait_for(
                lambda: (index := self.index()) is not None and index.state.edition == edition, seconds
            )

    def wait_for_duty(self, holds: Callable[[DutyIndex], bool], seconds: float) -> bool:
        """Wait until duties are loaded of which something holds; whether they were within the time."""
        with self._loaded:
            return self._loaded.wait_for(lambda: (duty := self.duty()) is not None and holds(duty), seconds)

    def _run(self) -> None:
        pause = _SHORTEST_PAUSE_S
        while not self._stopping.is_set():
            try:
                # Listening comes before loading, so that nothing published in between is missed.
                with listening(self._engine) as announcements:
                    self._load()
                    self._load_duty()
                    self._load_base()
                    pause = _SHORTEST_PAUSE_S
                    self._follow(announcements)
            except GeoGridError as error:
                log.warning("not listening for editions: %s; again in %s s", error, pause)
            except Exception:
                # A bug must not end the thread: without it the worker would never hear of an edition again.
                log.exception("the index of the current edition could not be kept; again in %s s", pause)
            finally:
                self._index = self._duty = self._base = None
                self._accounts_changed()
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def _follow(self, announcements: Announcements) -> None:
        while not self._stopping.is_set():
            heard = announcements.wait(_TICK_S)
            if ACCOUNTS_CHANNEL in heard:
                self._accounts_changed()
            if BASE_CHANNEL in heard:
                self._base = None
                self._load_base()
            if CHANNEL in heard or self.index() is None:
                self._index = self._duty = None
                self._load()
            if DUTY_CHANNEL in heard or self.duty() is None:
                self._duty = None
                self._load_duty()

    def _load(self) -> None:
        with session_scope(self._engine) as session:
            at = self._clock()
            index = build_index(session, at, state(session, at))
        with self._loaded:
            self._index = index
            self._loaded.notify_all()

    def _load_duty(self) -> None:
        index = self._index
        if index is not None:
            with session_scope(self._engine) as session:
                duty = build_duty_index(session, self._clock(), index.grids, self._zone)
            with self._loaded:
                self._duty = duty
                self._loaded.notify_all()

    def _load_base(self) -> None:
        with session_scope(self._engine) as session:
            self._base = read_base(session)


def read_base(session: Session) -> BaseVersions:
    """The versions of the base layers as the database has them."""
    return tuple(base_versions(session).items())
