"""The words of sheets in both languages."""

import string

import pytest

from geo_grid.words.sheets import WORDS


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("word", sorted(WORDS))
def test_both_languages_say_something_with_the_same_placeholders(word: str) -> None:
    both = WORDS[word]
    assert both.zh.strip()
    assert both.en.strip()
    assert names(both.zh) == names(both.en)
