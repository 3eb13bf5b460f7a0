"""Text that was read in a wrong encoding somewhere on its way: told by what it would be in the right one.

Only told, never mended: the file's own encoding is what has to be named.
"""

import codecs
import re


def _utf8_read_as_gbk() -> str:
    """Characters that GBK makes of the first two bytes of a Chinese character in UTF-8."""
    found = []
    for lead in range(0xE4, 0xEA):
        for trail in range(0x80, 0xC0):
            try:
                found.append(bytes((lead, trail)).decode("gbk"))
            except UnicodeDecodeError:
                continue
    return "".join(found)


#: Replacement characters, what becomes of them in GBK, and fillings of uninitialised memory.
_CERTAIN = re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫烫|屯屯屯")
_PERHAPS_GBK = re.compile(f"[{_utf8_read_as_gbk()}]")
#: Western accented letters and signs in a row, as Chinese bytes look in Latin-1 or Windows-1252.
_ACCENTS = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{4,}"
)
_CHINESE = re.compile("[\u3400-\u9fff]")
_ONLY_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef\x20-\x7e]+")


def is_garbled(text: str) -> bool:
    """Whether a text is, by all appearance, bytes of another encoding.

    Parameters
    ----------
    text
        A name or an address, as it was read.
    """
    if text.isascii():
        return False
    if _CERTAIN.search(text):
        return True
    if _PERHAPS_GBK.search(text) and _reads_as_chinese(text, "gb18030", "utf-8"):
        return True
    accents = _ACCENTS.search(text)
    if accents is None:
        return False
    run = accents.group()
    return any(
        _reads_as_chinese(run, western, chinese)
        for western in ("cp1252", "latin-1")
        for chinese in ("utf-8", "gb18030")
    )


def _reads_as_chinese(text: str, wrong: str, right: str) -> bool:
    """Whether the bytes of a text in one encoding are at least two Chinese characters in the other."""
    try:
        # Not final: the last character of a garbled text often lost a byte.
        read = codecs.getincrementaldecoder(right)().decode(text.encode(wrong), final=False)
    except UnicodeError:
        return False
    return len(_CHINESE.findall(read)) >= 2 and _ONLY_CHINESE.fullmatch(read) is not None
