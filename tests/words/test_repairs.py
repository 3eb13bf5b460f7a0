"""Every change and every refusal is a full sentence in both languages."""

import ast
import re
from pathlib import Path

import pytest

from geo_grid.core import change
from geo_grid.core.change import Transfer
from geo_grid.core.repairs import run
from geo_grid.words import en, zh
from geo_grid.words.repairs import explain_refusal, explain_transfer

TRANSFERS = [
    Transfer("close_gap", None, "b", 12.0),
    Transfer("new_grid", None, "new-1", 12.0),
    Transfer("resolve_overlap", "a", "b", 12.0),
    Transfer("resolve_overlap", "a", None, 12.0),
    Transfer("clip_outside", "a", None, 12.0, None, "P"),
    Transfer("clip_outside", "a", None, 12.0),
    Transfer("match_vertices", None, "a", -0.02, None, None, {"moved": 2, "inserted": 1}),
    Transfer("noding", None, "a", 0.0, None, None, {"inserted": 1}),
    Transfer("noding_parent", None, "P", 0.0, None, None, {"inserted": 1}),
    Transfer("straighten", None, "a", 0.001, None, None, {"inserted": 0}),
    Transfer("dissolve_duplicate", "b", "a", 10.0, None, None, {"row": 2}),
    Transfer("make_valid", None, "a", 10.0, None, None, {"row": 2}),
]


@pytest.mark.parametrize("transfer", TRANSFERS, ids=lambda transfer: transfer.action)
def test_a_change_is_a_sentence(transfer: Transfer) -> None:
    for language, end in (("zh", "。"), ("en", ".")):
        sentence = explain_transfer(transfer, "zh" if language == "zh" else "en")
        assert sentence.endswith(end)
        assert "–" not in sentence
        assert "repair_" not in sentence


def test_every_action_has_a_sample() -> None:
    documented = set(re.findall(r"``(\w+)``", change.Transfer.__doc__ or ""))
    assert documented == {transfer.action for transfer in TRANSFERS}


def reasons_in_the_code() -> set[str]:
    """Strings that stand where a repair says why a fault stays."""
    found: set[str] = set()
    for path in Path(run.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "refused"
                and isinstance(node.value, ast.Constant)
            ):
                found.add(str(node.value.value))
            if isinstance(node, ast.Constant) and f"unrepaired_{node.value!s}" in en.MESSAGES:
                found.add(str(node.value))
    return found - {"None"}


def test_every_reason_has_words_and_every_word_a_reason() -> None:
    worded = {key.removeprefix("unrepaired_") for key in zh.MESSAGES if key.startswith("unrepaired_")}
    assert reasons_in_the_code() == worded


@pytest.mark.parametrize("reason", sorted(reasons_in_the_code()))
def test_a_reason_is_a_sentence(reason: str) -> None:
    assert explain_refusal(reason, "zh").endswith("。")
    assert explain_refusal(reason, "en").endswith(".")
