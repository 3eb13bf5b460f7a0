"""Incidents column by column: what is asked of each of a million is asked of a column."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo_grid.core.incidents.states import Channel, Kind, State, Urgency

_Key = TypeVar("_Key", bound=Hashable)

#: In place of an instant that there is none of: later than every one.
NEVER = np.iinfo(np.int64).max
STATES = tuple(each.value for each in State)
KINDS = tuple(each.value for each in Kind)
#: What presses most last.
URGENCIES = (Urgency.NORMAL.value, Urgency.URGENT.value, Urgency.EMERGENCY.value)
CHANNELS = tuple(each.value for each in Channel)


class Codes(Generic[_Key]):
    """Short numbers for what occurs again and again; never taken back, so that every column may use them."""

    def __init__(self) -> None:
        self._codes: dict[_Key, int] = {}
        self._keys: list[_Key] = []
        self._lock = threading.Lock()

    def of(self, key: _Key) -> int:
        """The number of a key, which is given one where it has none."""
        with self._lock:
            code = self._codes.setdefault(key, len(self._keys))
            if code == len(self._keys):
                self._keys.append(key)
            return code

    def all(self) -> list[_Key]:
        """What has a number, in order."""
        with self._lock:
            return list(self._keys)


@dataclass(frozen=True)
class Vocabulary:
    """Categories, chains of grids (level ascending) and sets of offices that occur."""

    categories: Codes[str]
    chains: Codes[tuple[int, ...]]
    offices: Codes[tuple[int, ...]]

    @classmethod
    def new(cls) -> "Vocabulary":
        """One that knows nothing yet."""
        return cls(Codes(), Codes(), Codes())


@dataclass(frozen=True, slots=True)
class Columns:
    """Some incidents, n of them; every array is of shape (n,).

    Parameters
    ----------
    x, y
        Position in the world of Web Mercator, from the north-west, whose side is 2³².
    place
        ``x`` and ``y`` interleaved: what lies in a tile is one stretch of the sorted column.
    state, kind, urgency, channel
        Position in `STATES`, `KINDS`, `URGENCIES`, `CHANNELS`.
    category, chain, co_offices
        Codes of a `Vocabulary`.
    nearest_grid, person, office, account, level
        0 where there is none.
    reported, changed, due, warn
        Microseconds since 1970; ``due`` and ``warn`` `NEVER` where there is none.
    words
        Title and place in small letters.
    """

    id: NDArray[np.int64]
    version: NDArray[np.int32]
    number: NDArray[np.bytes_]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    place: NDArray[np.uint64]
    state: NDArray[np.int8]
    kind: NDArray[np.int8]
    urgency: NDArray[np.int8]
    channel: NDArray[np.int8]
    category: NDArray[np.int32]
    chain: NDArray[np.int32]
    co_offices: NDArray[np.int32]
    nearest_grid: NDArray[np.int64]
    level: NDArray[np.int8]
    person: NDArray[np.int64]
    office: NDArray[np.int64]
    account: NDArray[np.int64]
    reported: NDArray[np.int64]
    changed: NDArray[np.int64]
    due: NDArray[np.int64]
    warn: NDArray[np.int64]
    made_up: NDArray[np.bool_]
    words: pa.Array

    def __len__(self) -> int:
        return len(self.id)

    def part(self, start: int, stop: int) -> "Columns":
        """A stretch of them, which shares their memory."""
        return self._each(lambda column: column[start:stop])

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Columns":
        """Some of them, by position or by mask."""
        positions = np.flatnonzero(which) if which.dtype == np.bool_ else which
        return self._each(
            lambda column: (
                column.take(pa.array(positions)) if isinstance(column, pa.Array) else column[positions]
            )
        )

    def with_more(self, others: "Columns") -> "Columns":
        """These, and then others."""
        return replace(
            self,
            **{
                name: (
                    pa.concat_arrays([mine, theirs])
                    if isinstance(mine, pa.Array)
                    else np.concatenate([mine, theirs])
                )
                for name, mine, theirs in (
                    (each.name, getattr(self, each.name), getattr(others, each.name)) for each in fields(self)
                )
            },
        )

    def _each(self, change: Callable[[Any], Any]) -> "Columns":
        return replace(self, **{each.name: change(getattr(self, each.name)) for each in fields(self)})
