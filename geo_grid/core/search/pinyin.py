"""The pinyin of a name; the only user of pypinyin."""

from typing import NamedTuple

from pypinyin import lazy_pinyin

from geo_grid.core.search.normalise import folded

#: In front of what is no Chinese character.
_AS_IT_IS = "\0"


class Reading(NamedTuple):
    """How a name is typed without Chinese: 人民路 is rml or renminlu; ü is v, what is not Chinese stays."""

    initials: str
    pinyin: str


def reading(name: str) -> Reading:
    """Read a name; a character of several readings as the words around it want it (长安 is chang'an)."""
    syllables = lazy_pinyin(folded(name), errors=lambda text: _AS_IT_IS + text)
    initials = (syllable[1:] if syllable.startswith(_AS_IT_IS) else syllable[:1] for syllable in syllables)
    return Reading("".join(initials), "".join(syllables).replace(_AS_IT_IS, ""))
