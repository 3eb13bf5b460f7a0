"""Who is behind a cookie or a token, kept in memory until something changes, or ten seconds."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from geo_grid.core.accounts.secrets import hashed
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.store.account_records import Known
from geo_grid.store.queries.known import known_by_session, known_by_token
from geo_grid.store.session import Session

#: Seconds after which the database is asked again, whatever was announced: dates of grants pass in silence.
LIFE_S = 10.0
#: Cookies and tokens kept at most.
_MOST = 10_000

Entry = tuple[float, Known, Actor]


class KnownCache:
    """The last answers about cookies and tokens that were good."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._turn = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        """Something has changed."""
        with self._lock:
            self._turn += 1
            self._entries.clear()

    def get(self, token_hash: bytes) -> tuple[Known, Actor] | None:
        """What is known from memory."""
        entry = self._entries.get(token_hash)
        if entry is None or entry[0] < self._clock():
            return None
        return entry[1], entry[2]

    def ask(
        self, session: Session, token: str, *, is_session: bool, idle_minutes: int
    ) -> tuple[Known, Actor] | None:
        """Ask the database one question, and keep a good answer."""
        token_hash, turn = hashed(token), self._turn
        if is_session:
            known = known_by_session(session, token_hash, idle_minutes)
        else:
            known = known_by_token(session, token_hash)
        if known is None:
            return None
        actor = actor_of(known)
        with self._lock:
            # An answer from before a change is used once and not kept.
            if turn == self._turn:
                self._entries[token_hash] = (self._clock() + LIFE_S, known, actor)
                while len(self._entries) > _MOST:
                    self._entries.popitem(last=False)
        return known, actor


def actor_of(known: Known) -> Actor:
    """Whom permissions are asked for."""
    roles = {str(role) for role in Role}
    grants = tuple(Held(Role(role), grid, office) for role, grid, office in known.grants if role in roles)
    actions = {str(action): action for action in Action}
    limit = (
        None if known.limit is None else frozenset(actions[name] for name in known.limit if name in actions)
    )
    return Actor(known.account_id, grants, limit)
