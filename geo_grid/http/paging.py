"""Keyset paging: the next page starts after the last row seen, whatever was added meanwhile."""

import base64
import binascii
from typing import Any

import orjson

from geo_grid.core.errors import InputError

#: Rows of a page where the client does not say.
DEFAULT_LIMIT = 100
#: PostgreSQL's largest integer.
_LAST = 2**31 - 1
#: Rows of the longest page.
MAX_LIMIT = 1000


def cursor(*key: int | str) -> str:
    """The key of a page's last row, opaque to clients."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def key(text: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Read a cursor back.

    Parameters
    ----------
    text
        What the client sent as ``after``; None asks for the first page.
    kinds
        Type of each part of the key.

    Raises
    ------
    InputError
        ``cursor_invalid``: it was not made by `cursor` for this list.
    """
    if text is None:
        return None
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError) as error:
        raise InputError("cursor_invalid", given=text) from error
    # PostgreSQL's texts hold every character but NUL, and its integers end somewhere.
    fits = isinstance(parts, list) and [type(part) for part in parts] == list(kinds)
    if not fits or any("\x00" in part if isinstance(part, str) else abs(part) > _LAST for part in parts):
        raise InputError("cursor_invalid", given=text)
    return tuple(parts)
