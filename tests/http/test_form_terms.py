"""Options of the command become fields of the form; nothing else of a sentence changes."""

import pytest

from geo_grid.http.form_terms import in_form_terms
from geo_grid.words import Language


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("zh", "请用 --crs 指明。", "请用表单项 crs 指明。"),
        ("zh", "例如 --crs EPSG:4490（经纬度）", "例如 crs=EPSG:4490（经纬度）"),
        (
            "en",
            "name it with --crs, e.g. --crs EPSG:4490",
            "name it with the form field crs, e.g. crs=EPSG:4490",
        ),
        ("en", "--parent-id is alone", "The form field parent_id is alone"),
        ("en", "name it with --parent-layer.", "name it with the form field parent_layer."),
        ("en", "--identity, --layers and a--b stay", "--identity, --layers and a--b stay"),
    ],
)
def test_options_are_fields(language: Language, sentence: str, expected: str) -> None:
    assert in_form_terms(sentence, language) == expected
