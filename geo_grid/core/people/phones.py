"""Telephone numbers as people write them: 0573-8200 1234 转 801, +86 573 8200 1234, 12345."""

import re
import unicodedata

from geo_grid.core.errors import InputError

#: Digits of the shortest and the longest number (ITU-T E.164: 15 with the country's), and of an extension.
LEAST_DIGITS, MOST_DIGITS = 3, 15
MOST_EXTENSION = 6

_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?|x|#|,)\s*(\d+)$", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d+(?:[ -]\d+)*")


def checked_phone(given: str, field: str) -> str:
    """A number as it is kept: half-width, single spaces and dashes, the extension after 转.

    Parameters
    ----------
    given
        May hold digits, one + in front, spaces, dashes, brackets, and an extension.
    field
        What the number is, for the refusal.

    Raises
    ------
    InputError
        ``phone_invalid``.
    """
    plain = unicodedata.normalize("NFKC", given).strip()
    extension = _EXTENSION.search(plain)
    number = plain[: extension.start()] if extension else plain
    number = re.sub(r"[()]", " ", re.sub("[‐‑‒–—−]", "-", number))
    number = re.sub(r"\s*-\s*", "-", " ".join(number.split()))
    digits = sum(character.isdigit() for character in number)
    fits = _NUMBER.fullmatch(number) and number.isascii() and LEAST_DIGITS <= digits <= MOST_DIGITS
    if not fits or (extension and len(extension[1]) > MOST_EXTENSION):
        raise InputError("phone_invalid", field=field, given=given[:100])
    return f"{number}转{extension[1]}" if extension else number
