"""A spreadsheet never calculates what somebody wrote."""

import pytest

from geo_grid.files.formulas import disarmed


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 138",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u3000=1",
        "＝1",
        "＋1",
        "－1",
        "＠A",
    ],
)
def test_what_could_be_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "'=1", "垃圾", "12345", "（=）"])
def test_everything_else_is_as_it_was(text: str) -> None:
    assert disarmed(text) == text
