"""An address taken apart and put together.

云溪镇人民路12号 is 人民路, 12号; 锦绣花园3幢2单元 is 锦绣花园, 3幢2单元.
"""

import re
import string
from functools import lru_cache
from typing import NamedTuple

#: Longer texts are no addresses, and are not taken apart.
_LONGEST = 200

_ARABIC = r"[0-9０-９]"
_COUNTED = "一二三四五六七八九十百〇零甲乙丙丁"
_UNIT = "号楼院单元组队幢栋座室层弄门户"
#: Characters of the number at the end: ``12号之3``, ``3幢2单元``, ``18弄5号301室``, ``12-3``.
_OF_NUMBER = f"{string.digits}０１２３４５６７８９{string.ascii_letters}-－之附{_COUNTED}{_UNIT}"
#: Where among these the number begins: 门12号 of 天安门12号 begins at 12.
_BEGINS = re.compile(rf"{_ARABIC}|[{_COUNTED}A-Za-z]{{1,4}}[{_UNIT}]|[甲乙丙丁]{_ARABIC}")
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
    if len(text) > _LONGEST:
        return Parts(None, None, None)
    if not _CHINESE.search(text):
        return _split_western(text)
    rest = text.replace(" ", "")
    head = rest.rstrip(_OF_NUMBER)
    begins = _BEGINS.search(rest, len(head))
    if begins is None:
        street = _without_divisions(rest)
        return Parts(street, None, None) if _STREET_END.search(street) else Parts(None, None, street or None)
    head, number = rest[: begins.start()], rest[begins.start() :]
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
