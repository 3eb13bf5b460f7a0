"""Text as every database and every file takes it."""

import re

#: NUL, which PostgreSQL refuses, and halves of characters, which are no Unicode.
_REFUSED = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """A text with U+FFFD for what cannot be stored."""
    return text if text.isascii() and "\0" not in text else _REFUSED.sub("\ufffd", text)
