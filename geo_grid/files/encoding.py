"""Which encoding a text is in: what is declared, else UTF-8 strictly, else GB18030 strictly."""

import codecs
import re
from types import MappingProxyType

from geo_grid.core.errors import UnreadableFile

#: dBase language driver ids that name a code page for certain. 0x57 means "whatever Windows had" and is left
#: out: it says nothing.
LANGUAGE_DRIVERS = MappingProxyType(
    {
        0x01: "cp437",
        0x02: "cp850",
        0x03: "cp1252",
        0x13: "cp932",
        0x4D: "gb18030",
        0x4E: "cp949",
        0x4F: "cp950",
        0x64: "cp852",
        0x65: "cp866",
        0x78: "cp950",
        0x79: "cp949",
        0x7A: "gb18030",
        0x7B: "cp932",
        0xC8: "cp1250",
        0xC9: "cp1251",
    }
)

#: Chinese code pages that GB18030 contains; files labelled with one often hold characters of a later one.
_CHINESE = frozenset({"gb2312", "gbk", "cp936", "936", "ms936", "ansi936", "gb18030", "54936", "euccn", "hz"})
_NUMBERED = MappingProxyType({"65001": "utf-8", "88591": "latin-1", "utf8": "utf-8", "1252": "cp1252"})


def known(name: str) -> str | None:
    """Python's name of an encoding that a file or a user names; None where nobody knows it."""
    folded = re.sub(r"[\s_-]", "", name.strip().lower())
    if folded in _CHINESE:
        return "gb18030"
    candidates = [_NUMBERED.get(folded, name.strip()), f"cp{folded.removeprefix('ansi')}"]
    for candidate in candidates:
        try:
            return codecs.lookup(candidate).name
        except LookupError:
            continue
    return None


def declared(name: str) -> str:
    """Python's name of the encoding that a user asked for.

    Raises
    ------
    UnreadableFile
        ``encoding_unknown``.
    """
    found = known(name)
    if found is None:
        raise UnreadableFile("encoding_unknown", given=name)
    return found


def decode(data: bytes, *, encoding: str | None, file: str) -> tuple[str, str]:
    """Decode a whole text file.

    Parameters
    ----------
    data
        The bytes; a byte order mark decides before anything else, and is dropped.
    encoding
        What the user declared; None to find out.
    file
        Name of the file for the message.

    Returns
    -------
    The text and the name of its encoding.

    Raises
    ------
    UnreadableFile
        ``encoding_wrong`` where the bytes are not text in it, ``encoding_unknown`` where nobody knows it.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strict(data[len(mark) :], [name], file), name
    if encoding is not None:
        name = declared(encoding)
        return _strict(data, [name], file), name
    head = data[:64]
    if head[1::2].count(0) * 3 > len(head):
        return _strict(data, ["utf-16-le"], file), "utf-16-le"
    if head[::2].count(0) * 3 > len(head):
        return _strict(data, ["utf-16-be"], file), "utf-16-be"
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("encoding_wrong", file=file, tried=["UTF-8", "GB18030"])


def _strict(data: bytes, names: list[str], file: str) -> str:
    try:
        return data.decode(names[0])
    except UnicodeDecodeError:
        raise UnreadableFile("encoding_wrong", file=file, tried=[name.upper() for name in names]) from None
