"""How many typing errors lie between what was typed and the beginning of a name."""

import pytest

from geo_grid.core.search.closeness import allowed_errors, errors_between


@pytest.mark.parametrize(
    ("typed", "name", "errors"),
    [
        ("人民路", "人民路", 0),
        ("人民", "人民路", 0),
        ("人名路", "人民路", 1),
        ("入民路", "人民路南段", 1),
        ("民人路", "人民路", 1),
        ("人路", "人民路", 1),
        ("人民大路", "人民路", 1),
        ("renmnlu", "renminlu", 1),
        ("rnemnilu", "renminlu", 2),
        ("解放路", "人民路", 2),
    ],
)
def test_errors_are_counted_to_the_nearest_beginning(typed: str, name: str, errors: int) -> None:
    assert errors_between(typed, name) == errors


def test_the_shorter_the_text_the_fewer_errors() -> None:
    assert [allowed_errors(text) for text in ("人民", "人民路", "人民路南段六号")] == [0, 1, 2]
    assert [allowed_errors(text) for text in ("rml", "renmin", "renminlunanduan")] == [0, 1, 2]
