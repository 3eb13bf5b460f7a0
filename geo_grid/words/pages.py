"""What pictures and pages of grids say, in Chinese and in English side by side."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from geo_grid.words import Language


class _Both(NamedTuple):
    zh: str
    en: str


WORDS: Mapping[str, _Both] = {
    "picture_edition": _Both("第 {edition} 版 · {day}", "Edition {edition} · {day}"),
    "picture_north": _Both("北", "N"),
    "picture_title": _Both("{name}地图", "Map of {name}"),
}


def page_word(word: str, language: Language, **params: Any) -> str:
    """One of the words of pages, filled in.

    Raises
    ------
    KeyError
        Nobody has written this word: a fault of ours that tests find.
    """
    both = WORDS[word]
    return (both.zh if language == "zh" else both.en).format_map(params)
