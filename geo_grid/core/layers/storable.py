"""Text as every database, every file and every terminal takes it."""

import re

#: NUL, which PostgreSQL refuses; controls but for tab and ends of lines, which spreadsheets refuse, terminals
#: obey, and one of which parts the measures of the ledger; halves of characters and what is no character.
_REFUSED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """A text with U+FFFD for what cannot be stored."""
    return text if text.isprintable() else _REFUSED.sub("\ufffd", text)
