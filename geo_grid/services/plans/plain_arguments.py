"""Arguments as they come from anywhere: only what can be kept and told again goes on to an edit."""

import math
from collections.abc import Mapping
from typing import Any

from geo_grid.core.errors import Refusal

#: Lists and objects within each other, at most: a piece has rings of points.
_DEEPEST = 8
#: Whole numbers beyond this are no places on earth, nor anything else.
_MOST = 2**53


def plain_arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments that are JSON as the database keeps it.

    Raises
    ------
    Refusal
        ``argument_wrong``: a text with NUL or half a character, a number that is none or out of bounds, or
        too much within each other.
    """
    for name, value in given.items():
        if not (_is_text(name) and _is_plain(value, _DEEPEST)):
            shown = name.encode(errors="replace").decode().replace("\x00", "?")
            raise Refusal("argument_wrong", argument=shown[:100])
    return dict(given)


def _is_plain(value: Any, deeper: int) -> bool:
    if isinstance(value, str):
        return _is_text(value)
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int):
        return abs(value) <= _MOST
    if isinstance(value, float):
        return math.isfinite(value)
    if deeper == 0:
        return False
    if isinstance(value, dict):
        return all(_is_text(name) and _is_plain(each, deeper - 1) for name, each in value.items())
    return isinstance(value, list) and all(_is_plain(each, deeper - 1) for each in value)


def _is_text(value: object) -> bool:
    """Whether it is a text that PostgreSQL holds: no NUL, and no half of a pair of surrogates."""
    return (
        isinstance(value, str) and "\x00" not in value and not any(0xD800 <= ord(c) < 0xE000 for c in value)
    )
