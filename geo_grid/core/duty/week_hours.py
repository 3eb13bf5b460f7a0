"""Hours that somebody wrote in words, as hours of a week where they can be read so."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from geo_grid.core.people_sheet.hours_text import read_hours

#: Texts remembered: most offices keep the same hours.
_KEPT = 4096


def week_hours(text: str | None) -> Sequence[Mapping[str, Any]] | None:
    """Read hours.

    Parameters
    ----------
    text
        Such as “周一至周五 8:30–11:30，13:30–17:00”; None where nobody wrote any.

    Returns
    -------
    ``{"days": [1, …, 7], "from": "08:30", "until": "11:30"}`` for each span; None where the words say
    something else, which only a reader understands.
    """
    return None if text is None else _read(text)


@lru_cache(_KEPT)
def _read(text: str) -> Sequence[Mapping[str, Any]] | None:
    return read_hours(text)
