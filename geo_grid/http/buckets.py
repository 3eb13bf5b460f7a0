"""Token buckets: how many requests somebody has left, in the memory of this worker."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

#: Buckets kept at most; the one that was used longest ago goes first.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What was left of a bucket, and how long to wait where it was not enough."""

    is_enough: bool
    left: int
    wait_s: int


class Buckets:
    """One bucket for each key, full at first and filled evenly.

    Parameters
    ----------
    per_minute
        What a bucket holds, and what flows in within a minute.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1.0) -> Taken:
        """Take from a bucket; nothing is taken where it holds too little."""
        now, rate = self._clock(), self.per_minute / 60
        level, since = self._buckets.get(key, (float(self.per_minute), now))
        level = min(self.per_minute, level + (now - since) * rate)
        is_enough = level >= cost
        level -= cost if is_enough else 0
        self._buckets[key] = (level, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return Taken(is_enough, int(level), 0 if is_enough else math.ceil((cost - level) / rate))
