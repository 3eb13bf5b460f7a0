"""Names are letters of any script, and nothing that hides or harms."""

import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.people.names import MOST, checked_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("王芳", "王芳"),
        (" 王\u3000 芳\n", "王 芳"),
        ("阿卜杜·热合曼", "阿卜杜·热合曼"),
        ("བསྟན་འཛིན", "བསྟན་འཛིན"),
        ("O’Brien-Smith Jr.", "O’Brien-Smith Jr."),
        ("e\u0301lan", "\u00e9lan"),
        ("李四2", "李四2"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_what_is_a_name(given: str, kept: str) -> None:
    assert checked_name(given) == kept


@pytest.mark.parametrize("given", ["", " \u3000", "长" * (MOST + 1)])
def test_empty_and_endless_ones_are_refused(given: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_name(given, "name_en")
    assert (caught.value.code, caught.value.params["field"]) == ("name_invalid", "name_en")


@pytest.mark.parametrize(
    "given",
    [
        "王\x00芳",
        "王\u202e芳",
        "王\u200b芳",
        "<b>王</b>",
        "王\ue000",
        "王😀",
        "2026",
        "--",
        "王/芳",
        "王\ud800",
        "=1+1",
    ],
)
def test_what_no_name_holds_is_refused(given: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_name(given)
    assert caught.value.code == "name_characters_invalid"
    # The refusal itself can be said anywhere.
    str(caught.value.params["given"]).encode()
