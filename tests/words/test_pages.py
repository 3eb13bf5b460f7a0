"""Words of pages: both languages take the same values, and Chinese has Chinese punctuation."""

import re
import string
from datetime import UTC, date, datetime

import pytest

from geo_grid.words.dates import day_text, moment_text
from geo_grid.words.hours import days_text, hours_text
from geo_grid.words.pages import WORDS, page_word
from tests.words.test_punctuation import BESIDE


@pytest.mark.parametrize("word", sorted(WORDS))
def test_both_languages_take_the_same_values(word: str) -> None:
    zh, en = (
        {name for _, name, _, _ in string.Formatter().parse(said) if name is not None} for said in WORDS[word]
    )
    assert zh == en
    assert BESIDE.search(re.sub(r"\{[^{}]*\}", "0", WORDS[word].zh)) is None


def test_a_word_is_filled_in() -> None:
    assert page_word("page_edition_number", "zh", edition=3) == "第 3 版"
    with pytest.raises(KeyError):
        page_word("page_nothing", "zh")


def test_days_are_written_as_people_write_them() -> None:
    assert day_text(date(2026, 11, 2), "zh") == "2026年11月2日"
    assert day_text(date(2026, 11, 2), "en") == "2 Nov 2026"
    assert moment_text(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "en") == "2 Jan 2026 03:04"


def test_days_of_the_week_that_follow_each_other_are_a_range() -> None:
    assert days_text([1, 2, 3, 4, 5, 7], "zh") == "周一至周五、周日"
    assert days_text([6, 7], "en") == "Sat, Sun"
    assert days_text(range(1, 8), "zh") == "每天"
    assert hours_text([((1, 2, 3), "22:00", "06:00"), ((7,), "09:00", "12:00")], "en") == (
        "Mon–Wed 22:00–06:00; Sun 09:00–12:00"
    )
