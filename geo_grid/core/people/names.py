"""Names of people, in any script."""

import unicodedata

from geo_grid.core.errors import InputError

#: Characters of the longest name: some have many parts.
MOST = 60

#: Categories of what stands in no name: controls, unassigned and private characters, symbols, separators.
_NEVER = ("C", "S", "Z")
_MARKS = frozenset(" ·•・'’-‐.,")


def checked_name(given: str, field: str = "name") -> str:
    """A name as it is kept: composed, its ends trimmed, spaces single.

    Letters of every script are names; whether a board can print them is for the board to say.

    Raises
    ------
    InputError
        ``name_invalid``: empty or too long; ``name_characters_invalid``: holds what no name holds.
    """
    name = " ".join(unicodedata.normalize("NFC", given).split())
    if not name or len(name) > MOST:
        raise InputError("name_invalid", field=field, most=MOST)
    wrong = [character for character in name if not _may_be_in_a_name(character)]
    if wrong or not any(unicodedata.category(character).startswith("L") for character in name):
        raise InputError("name_characters_invalid", field=field, given=_shown(name), characters=_codes(wrong))
    return name


def _may_be_in_a_name(character: str) -> bool:
    category = unicodedata.category(character)
    if category.startswith("P"):
        # Other scripts part their syllables by marks of their own.
        return character in _MARKS or not character.isascii()
    return character == " " or not category.startswith(_NEVER)


def _shown(name: str) -> str:
    return "".join(each if unicodedata.category(each)[0] != "C" else "\ufffd" for each in name)


def _codes(characters: list[str]) -> list[str]:
    return [f"U+{ord(character):04X}" for character in dict.fromkeys(characters)]
