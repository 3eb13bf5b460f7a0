"""Hours as people write them, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.duty import hours as kept
from geo_grid.core.people_sheet.hours_text import read_hours
from geo_grid.words import Language
from geo_grid.words.hours import hours_text

CLOCK = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
HOURS = st.lists(
    st.fixed_dictionaries(
        {
            "days": st.lists(st.integers(1, 7), min_size=1, unique=True).map(sorted),
            "from": CLOCK,
            "until": CLOCK,
        }
    ),
    min_size=1,
    max_size=4,
)


def as_kept(hours: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return kept.written_hours(kept.read_hours(hours))


@given(HOURS, st.sampled_from(["zh", "en"]))
def test_what_is_written_is_read_the_same(hours: list[dict[str, Any]], language: Language) -> None:
    once = as_kept(hours)
    read = read_hours(hours_text([(each["days"], each["from"], each["until"]) for each in once], language))
    assert read is not None
    assert as_kept(read) == once


@pytest.mark.parametrize(
    ("text", "days", "begin", "end"),
    [
        ("周一至周五 8:00-17:30", [1, 2, 3, 4, 5], "08:00", "17:30"),
        ("星期六、星期日 09：00—12：00", [6, 7], "09:00", "12:00"),
        ("周五至周一 22:00-次日06:00", [1, 5, 6, 7], "22:00", "06:00"),
        ("18:00 ~ 24:00", [1, 2, 3, 4, 5, 6, 7], "18:00", "24:00"),
        ("Mon-Fri 22:00-06:00", [1, 2, 3, 4, 5], "22:00", "06:00"),
        ("全天", [1, 2, 3, 4, 5, 6, 7], "00:00", "24:00"),
        ("Sat, Sun all day", [6, 7], "00:00", "24:00"),
        ("每天 00:00-08:00", [1, 2, 3, 4, 5, 6, 7], "00:00", "08:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, days: list[int], begin: str, end: str) -> None:
    assert read_hours(text) == [{"days": days, "from": begin, "until": end}]


def test_a_day_may_have_a_break() -> None:
    days = [1, 2, 3, 4, 5]
    assert read_hours("周一至周五 8:30–11:30，13:30–17:00；周六 9:00-12:00") == [
        {"days": days, "from": "08:30", "until": "11:30"},
        {"days": days, "from": "13:30", "until": "17:00"},
        {"days": [6], "from": "09:00", "until": "12:00"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "周一 8:00-9:00，周二 8:00-9:00",
        "8:00-9:00 周一",
        "白天",
        "周八 08:00-12:00",
        "08:00",
        "周一 25:00-26:00",
        "周一 24:00-08:00",
        "周一 08:61-09:00",
        "；",
        "周一至 8:00-9:00",
    ],
)
def test_what_says_no_hours_is_told(text: str) -> None:
    assert read_hours(text) is None
