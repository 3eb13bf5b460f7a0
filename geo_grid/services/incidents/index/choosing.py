"""Which incidents of some columns does a filter want, and somebody see?"""

import re
from collections.abc import Callable, Collection, Hashable, Iterator
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo_grid.core.incidents.states import OPEN, State
from geo_grid.services.incidents.index.columns import (
    CHANNELS,
    KINDS,
    NEVER,
    STATES,
    URGENCIES,
    Codes,
    Columns,
    Vocabulary,
)
from geo_grid.services.incidents.index.instants import microseconds
from geo_grid.services.incidents.index.mercator import world
from geo_grid.store.incident_records import IncidentFilter, Sight

Mask = NDArray[np.bool_]
_Key = TypeVar("_Key", bound=Hashable)

_NUMBER = re.compile(r"\d{8}-?\d*")
_OPEN = np.array([State(each) in OPEN for each in STATES])
_SUSPENDED = STATES.index("suspended")
#: Share of incidents up to which it is quicker to read only their words.
_FEW = 0.3


def chosen(columns: Columns, vocabulary: Vocabulary, asked: IncidentFilter, sight: Sight, at: int) -> Mask:
    """Those that are asked for and may be seen.

    Parameters
    ----------
    at
        Now, microseconds since 1970.
    """
    kept = seen(columns, vocabulary, sight)
    for condition in (
        *_properties(columns, asked),
        *_grounds(columns, vocabulary, asked),
        *_whose(columns, asked, sight),
        *_times(columns, asked, at),
    ):
        kept &= condition
    return _with_words(columns, kept, (asked.words or "").strip().lower())


def seen(columns: Columns, vocabulary: Vocabulary, sight: Sight) -> Mask:
    """Those that somebody may see, as `Sight.sees` says it of one."""
    if sight.everything:
        return np.ones(len(columns), dtype=np.bool_)
    found = np.zeros(len(columns), dtype=np.bool_)
    if sight.grids:
        found |= _known(columns.chain, vocabulary.chains, lambda chain: not sight.grids.isdisjoint(chain))
    if sight.ground:
        found |= np.isin(columns.nearest_grid, sorted(sight.ground))
    if sight.offices:
        found |= np.isin(columns.office, sorted(sight.offices))
        found |= _known(columns.co_offices, vocabulary.offices, lambda co: not sight.offices.isdisjoint(co))
    if sight.person is not None:
        found |= columns.person == sight.person
    if sight.account is not None:
        found |= columns.account == sight.account
    return found


def is_open(columns: Columns) -> Mask:
    """What is still to be done."""
    found: Mask = _OPEN[columns.state]
    return found


def runs(columns: Columns) -> Mask:
    """Those whose clock runs."""
    found: Mask = is_open(columns) & (columns.state != _SUSPENDED) & (columns.due != NEVER)
    return found


def is_overdue(columns: Columns, at: int) -> Mask:
    """Those whose clock has run out."""
    found: Mask = runs(columns) & (columns.due < at)
    return found


def is_soon(columns: Columns, at: int) -> Mask:
    """Those that are warned of and not out of time yet."""
    found: Mask = runs(columns) & (columns.due >= at) & (columns.warn <= at)
    return found


def _properties(columns: Columns, asked: IncidentFilter) -> Iterator[Mask]:
    for column, values, wanted in (
        (columns.state, STATES, asked.states),
        (columns.kind, KINDS, asked.kinds),
        (columns.urgency, URGENCIES, asked.urgencies),
        (columns.channel, CHANNELS, asked.channels),
    ):
        if wanted:
            yield np.array([each in wanted for each in values])[column]
    if asked.is_open is not None:
        yield is_open(columns) == asked.is_open


def _grounds(columns: Columns, vocabulary: Vocabulary, asked: IncidentFilter) -> Iterator[Mask]:
    if asked.categories:
        yield _known(columns.category, vocabulary.categories, lambda code: _is_of(code, asked.categories))
    if asked.outside is not None:
        yield _known(columns.chain, vocabulary.chains, lambda chain: not chain) == asked.outside
    if asked.grid is not None:
        yield _known(columns.chain, vocabulary.chains, lambda chain: asked.grid in chain)
    if asked.box is not None:
        yield _within(columns, asked.box)


def _whose(columns: Columns, asked: IncidentFilter, sight: Sight) -> Iterator[Mask]:
    for whole, value in (
        (columns.level, asked.level),
        (columns.person, asked.person),
        (columns.office, asked.office),
        # Who is nobody has nothing.
        (columns.person, (sight.person or -1) if asked.mine else None),
    ):
        if value is not None:
            yield whole == value


def _times(columns: Columns, asked: IncidentFilter, at: int) -> Iterator[Mask]:
    if asked.since is not None:
        yield columns.reported >= microseconds(asked.since)
    if asked.until is not None:
        yield columns.reported < microseconds(asked.until)
    if asked.due == "overdue":
        yield is_overdue(columns, at)
    elif asked.due == "soon":
        yield is_soon(columns, at)
    elif asked.due is not None:
        yield runs(columns)
        yield columns.due >= at
        if asked.day_ends is not None:
            yield columns.due <= microseconds(asked.day_ends)


def _within(columns: Columns, box: tuple[float, float, float, float]) -> Mask:
    west, south, east, north = box
    (left, right), (bottom, top) = world(np.array([west, east]), np.array([south, north]))
    across = (columns.x >= left) & (columns.x <= right)
    found: Mask = across & (columns.y >= top) & (columns.y <= bottom)
    return found


def _known(column: NDArray[np.int32], codes: Codes[_Key], is_one: Callable[[_Key], bool]) -> Mask:
    """Ask each value that occurs once, and each incident for its value."""
    found: Mask = np.array([is_one(each) for each in codes.all()] or [False])[column]
    return found


def _is_of(code: str, wanted: Collection[str]) -> bool:
    # A class is the first two characters of its categories.
    return code in wanted or code[:2] in wanted


def _with_words(columns: Columns, kept: Mask, words: str) -> Mask:
    if not words:
        return kept
    if _NUMBER.fullmatch(words):
        begin = (words if "-" in words or len(words) == 8 else f"{words[:8]}-{words[8:]}").encode()
        return kept & (columns.number >= begin) & (columns.number < begin + b"~")
    positions = np.flatnonzero(kept)
    if len(positions) > _FEW * len(columns):
        return kept & _holds(columns.words, words)
    found = np.zeros(len(columns), dtype=np.bool_)
    found[positions[_holds(columns.words.take(pa.array(positions)), words)]] = True
    return found


def _holds(column: pa.Array, words: str) -> Mask:
    found: Mask = pc.match_substring(column, words).to_numpy(zero_copy_only=False).astype(np.bool_)
    return found
