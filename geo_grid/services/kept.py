"""What was made and asked for last, kept in memory while what it follows from is as it was."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Kept(Generic[_Made]):
    """The things asked for last.

    Parameters
    ----------
    most
        How many are kept.
    at_once
        How many are made at the same time; who asks for another waits.
    """

    def __init__(self, most: int, at_once: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Made] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.BoundedSemaphore(at_once)

    def get(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What belongs to a key, made where it is not kept.

        Parameters
        ----------
        key
            Names everything that it follows from.
        """
        found = self._find(key)
        if found is not None:
            return found
        with self._making:
            # Whoever waited here may have waited for this very thing.
            found = self._find(key)
            if found is None:
                found = make()
                with self._lock:
                    self._kept[key] = found
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
        return found

    def _find(self, key: Hashable) -> _Made | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found
