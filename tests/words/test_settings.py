"""Every setting says what it decides in Chinese and in English."""

import re

import pytest

from geo_grid.settings import Settings, variable
from geo_grid.words.settings import CHINESE, meanings
from tests.words.test_punctuation import BESIDE


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_a_setting_has_a_meaning_in_both_languages(field: str) -> None:
    meaning = meanings()[variable(field)]
    assert re.search("[\u4e00-\u9fff].*。$", meaning.zh)
    assert re.search("[a-z].*[.]$", meaning.en)
    assert not re.search("[\u4e00-\u9fff]", meaning.en)
    assert BESIDE.search(meaning.zh) is None


def test_no_words_are_left_of_a_setting_that_is_gone() -> None:
    assert set(CHINESE) <= set(Settings.model_fields)
