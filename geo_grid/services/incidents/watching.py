"""Watching incidents live: one ear for each process, and everybody who looks told what they may see.

An event's id says what was seen: whoever comes back with it is told whatever changed since, so nothing is
missed, though something may be told twice.
"""

import asyncio
import json
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from geo_grid.services.incidents.listing import GridNames, names_in
from geo_grid.services.watching import TICK_S, Watch
from geo_grid.store.announcements import INCIDENT_CHANNEL, INCIDENT_SEEN_CHANNEL, Announcements
from geo_grid.store.incident_records import IncidentRecord, Sight
from geo_grid.store.queries.incident_moves import Before, held_before
from geo_grid.store.queries.incidents import changed_since, changed_so_far, incidents_by_id
from geo_grid.store.session import session_scope

log = logging.getLogger("geo_grid.incidents")

#: News that wait for one watcher, at most; who is further behind looks afresh.
MOST_WAITING = 200
#: Seconds after which somebody who does not say so any more looks at an incident no more.
PRESENT_S = 45.0
#: Seconds within which news are gathered.
_GATHER_S = 0.1


@dataclass(frozen=True, slots=True)
class News:
    """What changed at once.

    Parameters
    ----------
    seen
        All that happened before this is told.
    rows
        As they are now; None where it is too much to tell: look afresh.
    before
        Who had those that went from one to another just now.
    looking
        Number of an incident whose viewers changed, with their names.
    """

    seen: int
    rows: Sequence[IncidentRecord] | None = ()
    names: GridNames | None = None
    before: Sequence[Before] = ()
    looking: tuple[str, tuple[str, ...]] | None = None


class Watcher:
    """Somebody who watches; `waiting` is of their own event loop."""

    def __init__(self, account: int) -> None:
        self.account = account
        self.waiting: asyncio.Queue[News] = asyncio.Queue(MOST_WAITING)
        self._loop = asyncio.get_running_loop()

    def tell(self, news: News) -> None:
        """Tell them, from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._put, news)
        except RuntimeError:
            # Their loop has ended, and they with it.
            log.debug("somebody watches incidents no more")

    def _put(self, news: News) -> None:
        try:
            self.waiting.put_nowait(news)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(News(news.seen, None))


class IncidentWatch(Watch[Watcher]):
    """Who watches incidents in this process, and who looks at which. It listens from the first of them on.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        channels = (INCIDENT_CHANNEL, INCIDENT_SEEN_CHANNEL)
        super().__init__(engine, "incidents", channels, "incident_watchers_too_many")
        self._present: dict[str, dict[int, tuple[str, float]]] = {}
        self._seen: int | None = None

    @contextmanager
    def watching(self, account: int) -> Iterator[Watcher]:
        """Watch; to be entered in an event loop.

        Raises
        ------
        Unavailable
            ``incident_watchers_too_many``.
        """
        with self._let_watch(Watcher(account)) as watcher:
            yield watcher

    def viewers(self, number: str, *, without: int) -> tuple[str, ...]:
        """Names of those who look at an incident now, without one account."""
        ends = time.monotonic() - PRESENT_S
        with self._lock:
            looking = dict(self._present.get(number, {}))
        return tuple(
            sorted(name for account, (name, at) in looking.items() if at > ends and account != without)
        )

    def _wake_all(self) -> None:
        self._tell(News(self._seen or 0))

    def _hear(self, announcements: Announcements) -> None:
        said = announcements.wait_for_words(TICK_S)
        if not said:
            self._leave()
            return
        # Others that come at the same moment are told along.
        ends = time.monotonic() + _GATHER_S
        while (left := ends - time.monotonic()) > 0 and len(said) < MOST_WAITING:
            said += announcements.wait_for_words(left)
        self._take_in(said)

    def _take_in(self, said: Iterable[tuple[str, str]]) -> None:
        changed: set[int] = set()
        many = False
        for channel, words in said:
            if channel == INCIDENT_SEEN_CHANNEL:
                self._look(words)
            elif words == "*":
                many = True
            else:
                changed |= {int(each) for each in words.split(",") if each.isdecimal()}
        if many:
            self._catch_up()
        elif changed:
            with session_scope(self._engine) as session:
                seen = changed_so_far(session)
                rows = incidents_by_id(session, changed)
                names = names_in(session, rows)
                before = held_before(session, changed)
            self._seen = seen
            self._tell(News(seen, rows, names, before))

    def _catch_up(self) -> None:
        with session_scope(self._engine) as session:
            seen = changed_so_far(session)
            rows = None if self._seen is None else changed_since(session, self._seen)
            names = names_in(session, rows) if rows else {}
        first, self._seen = self._seen is None, seen
        if not first and (rows is None or rows):
            self._tell(News(seen, rows, names))

    def _look(self, words: str) -> None:
        told = json.loads(words)
        number, account = told["number"], told["account"]
        with self._lock:
            looking = self._present.setdefault(number, {})
            if told["here"]:
                is_new = account not in looking
                looking[account] = (told["name"], time.monotonic())
            else:
                is_new = looking.pop(account, None) is not None
        if is_new:
            self._tell_viewers(number)

    def _leave(self) -> None:
        ends = time.monotonic() - PRESENT_S
        with self._lock:
            changed = []
            for number, looking in list(self._present.items()):
                gone = [account for account, (_, at) in looking.items() if at <= ends]
                for account in gone:
                    del looking[account]
                if gone:
                    changed.append(number)
        for number in changed:
            self._tell_viewers(number)
        with self._lock:
            for number in changed:
                if not self._present.get(number, True):
                    del self._present[number]

    def _tell_viewers(self, number: str) -> None:
        with self._lock:
            looking = dict(self._present.get(number, {}))
            watchers = [each for each in self._watchers if each.account in looking]
        for each in watchers:
            names = tuple(sorted(name for account, (name, _) in looking.items() if account != each.account))
            each.tell(News(self._seen or 0, looking=(number, names)))

    def _tell(self, news: News) -> None:
        with self._lock:
            watchers = list(self._watchers)
        for each in watchers:
            each.tell(news)


def lost(sight: Sight, row: IncidentRecord, before: Sequence[Before]) -> bool:
    """Whether an incident that somebody does not see was theirs to see until just now."""
    if sight.sees(row):
        return False
    return any(
        each.incident == row.id
        and (
            each.grid in sight.grids
            or (each.person is not None and each.person == sight.person)
            or each.office in sight.offices
        )
        for each in before
    )
