"""The encoding of a shapefile's attribute table, which the format leaves to guesswork."""

import codecs
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo_grid.core.errors import UnreadableFile
from geo_grid.files.encoding import LANGUAGE_DRIVERS, declared, known

#: Records looked at to tell UTF-8 from GB18030.
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class DbfHeader:
    """What the first bytes of a dBase table say.

    Parameters
    ----------
    records
        Number of records.
    start
        Where they begin, bytes.
    width
        Of one record, bytes.
    language
        Language driver id.
    names
        Field names, undecoded.
    kinds
        dBase type letter of each field.
    widths
        Of each field, bytes.
    """

    records: int
    start: int
    width: int
    language: int
    names: tuple[bytes, ...]
    kinds: tuple[str, ...]
    widths: tuple[int, ...]


def header(path: Path) -> DbfHeader:
    """Read the header of a .dbf.

    Raises
    ------
    UnreadableFile
        ``file_truncated`` where the file is shorter than it says, ``dbf_broken``.
    """
    with path.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            raise UnreadableFile("file_truncated", file=path.name)
        records, start, width = struct.unpack("<IHH", head[4:12])
        rest = file.read(max(start - 32, 0))
    names, kinds, widths = [], [], []
    for place in range(0, len(rest) - 31, 32):
        if rest[place] == 0x0D:
            break
        names.append(rest[place : place + 11].split(b"\0")[0])
        kinds.append(chr(rest[place + 11]))
        widths.append(rest[place + 16])
    if width < 1 or sum(widths) + 1 > width:
        raise UnreadableFile("dbf_broken", file=path.name)
    if path.stat().st_size < start + records * width:
        raise UnreadableFile("file_truncated", file=path.name)
    return DbfHeader(records, start, width, head[29], tuple(names), tuple(kinds), tuple(widths))


def encoding_of(path: Path, wanted: str | None) -> str:
    """Encoding of a .dbf: the user's word, else its .cpg, else its language driver, else found out.

    Raises
    ------
    UnreadableFile
        ``encoding_wrong`` where the text is neither UTF-8 nor GB18030 and nobody says what it is;
        ``encoding_unknown`` where the user names one that nobody knows; errors of `header`.
    """
    top = header(path)
    if wanted is not None:
        return declared(wanted)
    for ending in (".cpg", ".CPG"):
        page = path.with_suffix(ending)
        if page.exists():
            named = known(page.read_bytes()[:64].decode("ascii", "ignore").strip())
            if named is not None:
                return named
    if top.language in LANGUAGE_DRIVERS:
        return LANGUAGE_DRIVERS[top.language]
    for name in ("utf-8", "gb18030"):
        if _fits(path, top, name):
            return name
    raise UnreadableFile("encoding_wrong", file=path.name, tried=["UTF-8", "GB18030"])


def _fits(path: Path, top: DbfHeader, encoding: str) -> bool:
    try:
        for name in top.names:
            decode_cell(name, encoding, 10)
        if top.records == 0:
            return True
        count = min(top.records, _SAMPLE)
        rows = np.memmap(path, dtype=np.uint8, mode="r", offset=top.start, shape=(count, top.width))
        place = 1
        for kind, width in zip(top.kinds, top.widths, strict=True):
            cells = rows[:, place : place + width]
            place += width
            if kind != "C":
                continue
            for row in np.flatnonzero((cells >= 0x80).any(axis=1)):
                decode_cell(cells[row].tobytes(), encoding, width)
    except UnicodeDecodeError:
        return False
    return True


def decode_cell(raw: bytes, encoding: str, width: int) -> str:
    """Decode one cell; a character cut in two by the end of a full cell is dropped.

    Raises
    ------
    UnicodeDecodeError
        Where the bytes are not text in this encoding.
    """
    raw = raw.rstrip(b" \0") if len(raw) >= width else raw
    is_full = len(raw) >= width
    return codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=not is_full)
