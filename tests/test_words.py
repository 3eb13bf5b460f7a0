"""Both languages say the same things, and every code that the program can raise has words."""

import ast
import string
from pathlib import Path

import pytest

from geo_grid.core import errors
from geo_grid.core.problem import SEVERITY
from geo_grid.words import both, en, tell, zh

PACKAGE = Path(errors.__file__).parents[1]


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def raised_codes() -> dict[str, str]:
    """Code → the first place that makes an error of it: calls like ``CrsError("crs_missing", …)``."""
    kinds = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.GeoGridError)
    }
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in kinds and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.setdefault(first.value, f"{path.relative_to(PACKAGE)}:{node.lineno}")
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(zh.MESSAGES) == set(en.MESSAGES)


@pytest.mark.parametrize("code", sorted(zh.MESSAGES))
def test_both_languages_use_the_same_placeholders(code: str) -> None:
    assert placeholders(zh.MESSAGES[code]) == placeholders(en.MESSAGES[code])


def test_the_search_for_codes_finds_some() -> None:
    assert raised_codes()["setting_invalid"].startswith("settings/")


def test_every_error_that_is_raised_has_words() -> None:
    assert {code: where for code, where in raised_codes().items() if code not in zh.MESSAGES} == {}


def test_every_problem_has_words() -> None:
    assert {f"problem_{code}" for code in SEVERITY} - set(zh.MESSAGES) == set()


def test_a_sentence_is_filled_in() -> None:
    assert tell("port_taken", {"port": 8000}, "en").startswith("Port 8000 is taken")


def test_a_missing_value_shows_as_a_dash_even_where_a_number_was_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(zh.MESSAGES, "sample", "{area:,.1f} m²,{names}")
    assert tell("sample", {"names": ["甲", "乙"]}) == "– m²,甲、乙"
    assert tell("sample", {"area": 1234.56, "names": None}) == "1,234.6 m²,–"


def test_braces_in_a_value_are_left_alone() -> None:
    assert "{x}" in tell("usage", {"reason": "{x}"}, "en")


def test_a_code_without_words_is_said_as_itself() -> None:
    assert both("never_heard_of") == "never_heard_of"


def test_an_empty_value_shows_as_quotes() -> None:
    assert "“”" in tell("layer_missing", {"layer": "", "layers": ["a"], "file": "f"})


def test_an_option_may_be_called_otherwise() -> None:
    params = {"file": "f", "layers": ["--layer"], "options": {"--layer": "--points-layer"}}
    said = tell("layer_ambiguous", params, "en")
    assert "name one with --points-layer" in said
    assert "layers: --layer;" in said
