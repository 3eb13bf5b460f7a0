"""Token buckets: how many requests somebody has left, in the memory of this worker."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

#: Buckets kept at most; the one that was used longest ago goes first.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What was left of a bucket, how long to wait where it was not enough, and until it is full again."""

    is_enough: bool
    left: int
    wait_s: int
    full_s: int


class Buckets:
    """One bucket for each key, full at first and filled evenly.

    Parameters
    ----------
    per_minute
        What a bucket holds, and what flows in within a minute.
    name
        What the bucket is of, in the headers of answers.
    """

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic, *, name: str = "address"
    ) -> None:
        self.per_minute = per_minute
        self.policy = f'"{name}";q={per_minute};w=60'
        self._told = f'"{name}";r=%d;t=%d'
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
        wait_s = 0 if is_enough else math.ceil((cost - level) / rate)
        return Taken(is_enough, int(level), wait_s, math.ceil((self.per_minute - level) / rate))

    def told(self, taken: Taken) -> str:
        """What is left, as the ``RateLimit`` header says it: ``t`` seconds until all of it is there again."""
        return self._told % (taken.left, taken.full_s)


@lru_cache(maxsize=_MOST)
def household(address: str) -> str:
    """Whom to count an address for: with IPv6 everybody has 2^64 of them, and the first half says who it is.

    Parameters
    ----------
    address
        As the server was told it; what is no address is counted as it is.
    """
    if ":" not in address:
        return address
    try:
        found = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((found, 64), strict=False))
