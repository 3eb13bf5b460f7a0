"""Which characters can be printed? Read from the fonts' own tables, before anything is set."""

import mmap
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo_grid.publish.sheets.typesetting import fonts

#: The typesetter's sign for a sort that is missing from the case (geta mark).
GETA = "〓"

#: Controls and joiners, which print nothing and need no glyph.
_INVISIBLE = frozenset("\n\t\r \u00a0\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")

#: (n, 2) first and last code point of each run that a font has a glyph for.
Runs = NDArray[np.uint32]


def missing(text: str) -> tuple[str, ...]:
    """Characters of a text that no installed font has a glyph for, each once, in order."""
    wanted = [each for each in dict.fromkeys(text) if each not in _INVISIBLE]
    for path, index in _faces():
        if not wanted:
            break
        runs = _runs(path, index)
        wanted = [each for each in wanted if not _has(runs, ord(each))]
    return tuple(wanted)


def printable(text: str, absent: Iterable[str]) -> str:
    """The text with a geta mark where a character is absent."""
    return text.translate({ord(each): GETA for each in absent})


def _has(runs: Runs, point: int) -> bool:
    at = int(np.searchsorted(runs[:, 0], point, side="right")) - 1
    return at >= 0 and point <= int(runs[at, 1])


@cache
def _faces() -> tuple[tuple[str, int], ...]:
    """Files and numbers of the fonts that sheets may use, the usual one first."""
    found = {(each.path, each.index): each.family for each in fonts().fonts() if each.path}
    first = [face for face, family in found.items() if family == "Noto Sans CJK SC"]
    return tuple(dict.fromkeys((*first, *found)))


@cache
def _runs(path: str, index: int) -> Runs:
    """What a font has glyphs for, from its character map (OpenType 1.9, “cmap”, formats 4 and 12)."""
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _character_map_of(data, index)


def _character_map_of(data: mmap.mmap, index: int) -> Runs:
    start = 0
    if data[:4] == b"ttcf":
        start = struct.unpack_from(">I", data, 12 + 4 * index)[0]
    tables = struct.unpack_from(">H", data, start + 4)[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return _character_map(data, offset)
    return np.empty((0, 2), np.uint32)


def _character_map(data: mmap.mmap, at: int) -> Runs:
    found: dict[int, Runs] = {}
    for number in range(struct.unpack_from(">H", data, at + 2)[0]):
        offset = at + struct.unpack_from(">I", data, at + 4 + 8 * number + 4)[0]
        kind = struct.unpack_from(">H", data, offset)[0]
        if kind == 12:
            count = struct.unpack_from(">I", data, offset + 12)[0]
            groups = np.frombuffer(data[offset + 16 : offset + 16 + 12 * count], ">u4").reshape(-1, 3)
            found[12] = groups[:, :2].astype(np.uint32)
        elif kind == 4:
            count = struct.unpack_from(">H", data, offset + 6)[0] // 2
            ends = np.frombuffer(data[offset + 14 : offset + 14 + 2 * count], ">u2")
            starts = np.frombuffer(data[offset + 16 + 2 * count : offset + 16 + 4 * count], ">u2")
            # The last segment is a mark of the end.
            found[4] = np.stack([starts, ends], axis=1)[:-1].astype(np.uint32)
    return found.get(12, found.get(4, np.empty((0, 2), np.uint32)))
