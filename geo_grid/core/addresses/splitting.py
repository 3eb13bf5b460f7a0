"""An address taken apart and put together.

云溪镇人民路12号 is 人民路, 12号; 锦绣花园3幢2单元 is 锦绣花园, 3幢2单元.
"""

import re
from functools import lru_cache
from typing import NamedTuple

#: Digits as addresses write them.
_DIGITS = r"[0-9０-９一二三四五六七八九十百〇零甲乙丙丁A-Za-z]"
_ARABIC = r"[0-9０-９]"
_UNIT = r"(?:号楼|号院|号|组|队|幢|栋|座|单元|室|层|楼|弄|门|户)"

#: The number at the end: ``12号``, ``12号之3``, ``3幢2单元``, ``18弄5号301室``, ``12-3``.
_NUMBER = re.compile(
    rf"(?:{_ARABIC}[0-9０-９A-Za-z\-－之]*{_UNIT}?|{_DIGITS}{{1,4}}{_UNIT})"
    rf"(?:附?{_DIGITS}[0-9０-９A-Za-z\-－之]*{_UNIT}?)*$"
)
#: Where a street's name ends.
_STREET_END = re.compile(
    r"(?:大道|大街|公路|胡同|路|街|巷|弄|道|里)(?:[东南西北中]段|[一二三四五六七八九十]+[段巷弄里])?$"
)
#: One division before the name (云溪省, 云溪市 …): the shortest that ends in one of these.
_DIVISION = re.compile(
    r"^[^0-9０-９\s]{1,8}?(?:特别行政区|自治区|自治州|自治县|街道办事处|街道|社区居委会|居委会|村委会|社区|[省市区县旗镇乡])"
)
_VILLAGE = re.compile(r"^[^0-9０-９\s]{1,8}?村(?=.)")
_CHINESE = re.compile("[\u3400-\u9fff]")
#: Names that are remembered: the doors of a street all begin alike.
_HEADS = 20_000


class Parts(NamedTuple):
    """What an address says; None where it does not say it."""

    street: str | None
    number: str | None
    compound: str | None


def split_address(text: str) -> Parts:
    """Take the full text of an address apart.

    Parameters
    ----------
    text
        As it is written on a door or in a register; a Chinese address from the large to the small.

    Returns
    -------
    Street or compound, and the number within it. Nothing is guessed: what cannot be told is None.
    """
    text = text.strip()
    if not _CHINESE.search(text):
        return _split_western(text)
    rest = text.replace(" ", "")
    found = _NUMBER.search(rest)
    if found is None:
        street = _without_divisions(rest)
        return Parts(street, None, None) if _STREET_END.search(street) else Parts(None, None, street or None)
    head, number = rest[: found.start()], found.group()
    inner = _inner_street(head)
    if inner is not None:
        street, outer, compound = inner
        return Parts(street, f"{outer}{number}" if compound is None else number, compound)
    name = _without_divisions(head)
    if not name:
        return Parts(None, number, None)
    if _STREET_END.search(name):
        return Parts(name, number, None)
    return Parts(None, number, name)


@lru_cache(maxsize=_HEADS)
def _inner_street(head: str) -> tuple[str, str, str | None] | None:
    """人民路12号锦绣花园 before 3幢: the street, its number, the compound; None where it is not so."""
    found = re.match(rf"^(.*?(?:大道|大街|路|街|巷|弄))({_ARABIC}+[号弄])(.+)$", head)
    if found is None:
        return None
    street = _without_divisions(found.group(1))
    return (street, found.group(2), found.group(3)) if street else None


@lru_cache(maxsize=_HEADS)
def _without_divisions(text: str) -> str:
    """The text behind provinces, cities, districts, towns and villages."""
    # 市 of 市民路 or 镇 of 镇海路 is no division: what is left must still be a name.
    while (found := _DIVISION.match(text)) is not None and len(text) - found.end() >= 2:
        text = text[found.end() :]
    found = _VILLAGE.match(text)
    return text if found is None or len(text) - found.end() < 2 else text[found.end() :]


def _split_western(text: str) -> Parts:
    """``Mannerheimintie 12 B``; ``12 Main Street``."""
    behind = re.match(r"^(\D+?)[\s,]+(\d+\s?\w?(?:[-–/]\d+)?(?:\s\w)?)$", text)
    if behind is not None:
        return Parts(behind.group(1).strip(), behind.group(2).strip(), None)
    before = re.match(r"^(\d+\w?(?:[-–/]\d+)?)[\s,]+(\D+)$", text)
    if before is not None:
        return Parts(before.group(2).strip(), before.group(1), None)
    return Parts(None, None, None)


def compose_address(street: str | None, number: str | None, compound: str | None = None) -> str | None:
    """The full text of an address that a file has in parts; None where it has none of them.

    Chinese parts are put together from the large to the small, and a bare number gets its 号; others are
    written street first, with blanks.
    """
    parts = [part.strip() for part in (street, compound, number) if part and part.strip()]
    if not parts:
        return None
    if not any(_CHINESE.search(part) for part in parts):
        # The street's number says enough; a house's name beside it is written by few.
        return " ".join(part.strip() for part in (street or compound, number) if part and part.strip())
    if number and number.strip().isdigit():
        parts[-1] = f"{parts[-1]}号"
    return "".join(parts)
