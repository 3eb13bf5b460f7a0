"""Accept-Language, as browsers send it and as they never should."""

import pytest

from geo_grid.http.language import preferred


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("EN-us", "en"),
        ("zh-Hant-TW", "zh"),
        ("en;q=0.5, zh;q=0.4", "en"),
        ("en;q=0, *;q=0.1", "zh"),
        ("*", "zh"),
        ("de, fr", "zh"),
        ("en;q=x", "zh"),
        (";;;,,,q=", "zh"),
    ],
)
def test_the_better_liked_language_wins(header: str | None, expected: str) -> None:
    assert preferred(header, "zh") == expected


def test_a_tie_goes_to_the_installation() -> None:
    assert preferred("en, zh", "en") == "en"
    assert preferred(None, "en") == "en"
