"""Counts as files have them: a whole number, or unknown with the reason why. Unknown is never zero."""

import math
import re
from collections.abc import Sequence
from typing import Any

#: A number with what people write beside it: ``12户``, ``3 人``, ``1,204``.
_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)\s*(?:户|人|口|层|个|名|位)?")
#: More than anything is believed to be.
_BEYOND = 10**15
#: Words for "nobody knows".
_UNKNOWN = frozenset({"", "-", "--", "—", "/", "无", "不详", "未知", "na", "n/a", "null", "none", "unknown"})


def count_of(value: Any, smallest: int, largest: int) -> tuple[int | None, str | None]:
    """One cell as a count.

    Parameters
    ----------
    value
        A cell of a table; None and NaN are missing.
    smallest, largest
        What is believed, both included.

    Returns
    -------
    The count, or None; and why it is not what the cell says: ``count_negative``, ``count_absurd``,
    ``count_not_a_number``; None where nothing is amiss.
    """
    number = _number(value)
    if number is None:
        return None, None
    if not math.isfinite(number) or number != math.floor(number):
        return None, "count_not_a_number"
    if number < 0:
        return None, "count_negative"
    if number > largest:
        return None, "count_absurd"
    # Below what can be but not negative: a building of 0 storeys is one of which nobody wrote how many.
    return (int(number), None) if number >= smallest else (None, None)


def _number(value: Any) -> float | None:
    """The number in a cell; None where it says nothing; NaN where it says something else."""
    if value is None or value is True or value is False:
        return None
    if isinstance(value, int):
        # A whole number of hundreds of digits is no float; beyond what is believed is all it needs to be.
        return float(max(-_BEYOND, min(_BEYOND, value)))
    if isinstance(value, float):
        return None if math.isnan(value) else value
    text = str(value).strip()
    if text.casefold() in _UNKNOWN:
        return None
    found = _NUMBER.fullmatch(text)
    return float(found.group(1).replace(",", "")) if found else math.nan


def counts_of(values: Sequence[Any], smallest: int, largest: int) -> tuple[list[int | None], dict[int, str]]:
    """A column as counts, and the rows where the file said something that cannot be one: row → reason."""
    counts: list[int | None] = [None] * len(values)
    refused: dict[int, str] = {}
    for row, value in enumerate(values):
        if type(value) is int and smallest <= value <= largest:  # the common case, quickly
            counts[row] = value
            continue
        counts[row], reason = count_of(value, smallest, largest)
        if reason is not None:
            refused[row] = reason
    return counts, refused
