"""How names and house numbers are compared: half-width, in lower case, without what people leave out."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

#: What tells no name from another.
_PASSED_OVER = re.compile(r"[\s·・•.,，。、;；:：'‘’\"“”()（）\[\]【】<>《》_\-–—/]+")
#: 三单元, 十二号楼: a count in front of a unit. 三号路 is a name.
_CHINESE_COUNT = re.compile(
    r"[一二三四五六七八九十百]+(?=号楼|号院|号(?![路街巷桥线])|幢|栋|棟|单元|室|层|弄|座)"
)
_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")}
_TOKEN = re.compile(r"\d+[a-z]?(?![a-z])|\d+|[a-z]+|[甲乙丙丁戊]")
_FIRST_DIGIT = re.compile(r"\d")


class Asked(NamedTuple):
    """A text taken apart at its first digit.

    Parameters
    ----------
    name
        What stands before, folded.
    number
        The house number behind as ``12-3-2``; empty where there is none.
    closed
        The number is written to its end (12号); without that 1 may become 12.
    """

    name: str
    number: str
    closed: bool


def plain(text: str) -> str:
    """Half-width and lower case (NFKC), the ends trimmed."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def folded(text: str) -> str:
    """A name as it is compared: plain, without spaces and punctuation."""
    return _PASSED_OVER.sub("", plain(text))


def house_number(text: str) -> str:
    """A number within a street or compound, its steps apart: 12号3幢2单元 is ``12-3-2``."""
    counted = _CHINESE_COUNT.sub(lambda found: str(_value(found.group())), plain(text))
    return "-".join(_TOKEN.findall(counted))


def taken_apart(text: str) -> Asked:
    """What was typed, as a name and the number behind it: 人民路１２号 is 人民路 and ``12``."""
    counted = _CHINESE_COUNT.sub(lambda found: str(_value(found.group())), plain(text))
    first = _FIRST_DIGIT.search(counted)
    if first is None:
        return Asked(folded(counted), "", closed=False)
    rest = counted[first.start() :]
    number = "-".join(_TOKEN.findall(rest))
    return Asked(folded(counted[: first.start()]), number, closed=not counted[-1:].isdigit())


def address_keys(
    text: str | None, street: str | None, number: str | None, compound: str | None
) -> Iterator[tuple[str, str]]:
    """The (name, number) pairs by which an address is looked for: by its street, and by its compound.

    Parameters
    ----------
    text
        All of it; what the other parts do not say is taken from here.
    street, number, compound
        Its parts, None where they are not known.
    """
    seen: set[tuple[str, str]] = set()
    for name, within in _parts(text, street, number, compound):
        pair = (name, house_number(within))
        if folded(name) and pair not in seen:
            seen.add(pair)
            yield pair


def _parts(
    text: str | None, street: str | None, number: str | None, compound: str | None
) -> Iterator[tuple[str, str]]:
    if street:
        behind = text.partition(street)[2] if text and street in text else ""
        yield street, behind or number or ""
    if compound:
        behind = text.partition(compound)[2] if text and compound in text else ""
        yield compound, behind or number or ""
    if not street and not compound and text:
        first = _FIRST_DIGIT.search(unicodedata.normalize("NFKC", text))
        cut = first.start() if first is not None else len(text)
        yield text[:cut].strip() or text, text[cut:] if cut else ""


def _value(numeral: str) -> int:
    """一 to 九百九十九 as a number."""
    total, digit = 0, 0
    for character in numeral:
        if character == "十":
            total += (digit or 1) * 10
            digit = 0
        elif character == "百":
            total += (digit or 1) * 100
            digit = 0
        else:
            digit = _DIGIT[character]
    return total + digit
