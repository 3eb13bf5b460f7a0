"""What takes too long for whoever asks: made in the background, one at a time, and there for the next."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

log = logging.getLogger("geo_grid.later")

_Made = TypeVar("_Made")

#: Things that wait to be made, at most: what is asked for beyond that is asked for again some day.
_MOST_WAITING = 200


class MadeLater(Generic[_Made]):
    """The things asked for last, as far as they have been made.

    Parameters
    ----------
    most
        How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Made] = OrderedDict()
        self._waiting: set[Hashable] = set()
        self._changed = threading.Condition()
        self._maker: ThreadPoolExecutor | None = None

    def known(self, key: Hashable, make: Callable[[], _Made]) -> _Made | None:
        """What belongs to a key; None where it is not made yet, and is made from now on.

        Parameters
        ----------
        key
            Names everything that it follows from.
        """
        with self._changed:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            elif key not in self._waiting and len(self._waiting) < _MOST_WAITING:
                self._maker = self._maker or ThreadPoolExecutor(1, thread_name_prefix="geo-grid-later")
                self._waiting.add(key)
                self._maker.submit(self._make, key, make)
            return found

    def wait(self, seconds: float) -> bool:
        """Wait until everything asked for is made; whether it was within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, seconds)

    def stop(self) -> None:
        """Make nothing more."""
        with self._changed:
            maker, self._maker = self._maker, None
        if maker is not None:
            maker.shutdown(cancel_futures=True)

    def _make(self, key: Hashable, make: Callable[[], _Made]) -> None:
        try:
            made = make()
        except Exception as error:  # noqa: BLE001 - nobody waits for it who could be told
            log.warning("not made: %r", error)
            made = None
        with self._changed:
            self._waiting.discard(key)
            if made is not None:
                self._kept[key] = made
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._changed.notify_all()
