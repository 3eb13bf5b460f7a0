"""What a reporter said of themselves is kept in one place; everywhere else it is blotted out."""

import re

#: What stands instead.
BLOT = "〔上报人〕"
#: Shorter than that, it is in too many words to be meant.
_SHORTEST_NAME, _SHORTEST_NUMBER = 2, 5


def masked(text: str | None, name: str | None, phone: str | None, contact: str | None = None) -> str | None:
    """A text without what its reporter is called or reached by.

    Numbers are found however they are grouped; names of one character are left, they are in every word.
    """
    if not text:
        return text
    for plain in (contact, name):
        wanted = (plain or "").strip()
        if len(wanted) >= _SHORTEST_NAME:
            text = re.sub(re.escape(wanted), BLOT, text, flags=re.IGNORECASE)
    for number in (phone, contact):
        digits = [each for each in number or "" if each.isdecimal()]
        if len(digits) >= _SHORTEST_NUMBER:
            text = re.sub(r"[\s\-()+./]*".join(digits), BLOT, text)
    return text
