"""Arguments come from anywhere: whatever they are, an edit is done or refused."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.edits.editing import VERBS, edit
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.edits.reach import named, reach
from geo_grid.core.errors import Refusal
from tests.core.edits.scene import noded, town

GRIDS = town(
    noded({"a": [(0, 0), (9, 0), (9, 9), (0, 9)], "b": [(9, 0), (20, 0), (20, 9), (9, 9)]}),
    {"a": "t.1", "b": "t.1"},
)
NAMES = (
    *("at", "code", "edge", "from", "gap", "grid", "grids", "ground", "into", "keep"),
    *("kind", "line", "lines", "name", "other", "piece", "to"),
)
#: JSON that looks like something now and then.
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 12)
    | st.floats(allow_nan=False)
    | st.sampled_from(["a", "b", "t.1", "t", "town", "", "special", "larger", "x\ny"])
    | st.lists(st.integers(-2, 22), min_size=2, max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
    max_leaves=8,
)


@given(st.sampled_from(sorted(VERBS)), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_json_is_done_or_refused(verb: str, arguments: dict[str, Any]) -> None:
    operation = Operation(verb, arguments)
    reach(operation, {key: GRIDS.grid(key) for key in named(operation) if key in GRIDS})
    with suppress(Refusal):
        edit(GRIDS, operation, EditRules(narrowest_m=0))


@pytest.mark.parametrize(
    ("verb", "arguments", "code"),
    [
        ("split", {}, "argument_missing"),
        ("split", {"grid": 7}, "argument_wrong"),
        ("split", {"grid": "a", "line": [[0, 1.5], [9, 2]]}, "argument_wrong"),
        ("split", {"grid": "a", "line": [[0, 1], [9, 2_000_000_000]]}, "argument_wrong"),
        ("split", {"grid": "a", "line": [[True, 1], [9, 2]]}, "argument_wrong"),
        ("split", {"grid": "a", "line": [[0, 1]]}, "line_too_short"),
        ("split", {"grid": "a", "line": [[0, 1]] * 10_001}, "too_many_points"),
        ("split", {"grid": "a", "line": [[0, 5], [9, 5]], "keep": "smaller"}, "argument_wrong"),
        ("split", {"grid": "a", "line": [[0, 5], [9, 5]], "keep": [15, 5]}, "argument_wrong"),
        ("split", {"grid": "a", "line": [[0, 5], [9, 5]], "code": "a b"}, "code_invalid"),
        ("split", {"grid": "t.1", "children": ["a", "town"]}, "not_its_children"),
        ("split", {"grid": "t.1", "children": ["a", "b"]}, "parent_would_empty"),
        ("carve", {"name": "x", "piece": [[[1, 1], [2, 1]]]}, "line_too_short"),
        ("carve", {"name": "x", "piece": [[[1, 1], [5, 5], [5, 1], [1, 5]]]}, "line_crosses_itself"),
        ("carve", {"name": "x", "piece": [[[30, 30], [40, 30], [40, 40]]]}, "cuts_nothing"),
        ("rename", {"grid": "nobody", "name": "x"}, "grid_not_in_plan"),
        ("rename", {"grid": "a", "name": " "}, "argument_missing"),
        ("rename", {"grid": "a", "name": "x\ny"}, "argument_wrong"),
        ("rename", {"grid": "a", "name": "x" * 201}, "argument_wrong"),
        ("rename", {"grid": "town", "name": "x"}, "outline_locked"),
        ("classify", {"grid": "a"}, "nothing_changes"),
        ("classify", {"grid": "a", "kind": "odd"}, "argument_wrong"),
        ("classify", {"grid": "a", "kind": "special", "ground": "residential"}, "classes_contradict"),
        ("classify", {"grid": "a", "ground": "extension"}, "classes_contradict"),
        ("merge", {"grids": ["a"], "into": "a"}, "nothing_changes"),
        ("merge", {"grids": ["a", "t.1"], "into": "a"}, "different_parents"),
        ("reparent", {"grid": "a", "to": "b"}, "parent_level_wrong"),
        ("reparent", {"grid": "a", "to": "t.1"}, "nothing_changes"),
        ("transfer", {"to": "t.1", "piece": [[[1, 1], [2, 1], [2, 2]]]}, "has_children"),
        ("explode", {}, "verb_unknown"),
    ],
)
def test_bad_arguments_are_named(verb: str, arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        edit(GRIDS, Operation(verb, arguments), EditRules(narrowest_m=0))
    assert caught.value.code == code


def test_a_code_that_another_grid_has_is_refused() -> None:
    rules = EditRules(narrowest_m=0)
    coded = GRIDS.after(edit(GRIDS, Operation("recode", {"grid": "b", "code": "77"}), rules))
    with pytest.raises(Refusal, match="code_taken"):
        edit(coded, Operation("recode", {"grid": "a", "code": "77"}), rules)
    with pytest.raises(Refusal, match="nothing_changes"):
        edit(coded, Operation("recode", {"grid": "b", "code": "77"}), rules)


def test_classes_are_set_and_taken_away() -> None:
    rules = EditRules()
    given = {"grid": "a", "kind": "special", "ground": "street", "class": "B", "setting": "rural"}
    change = edit(GRIDS, Operation("classify", given), rules)
    made = change.after["a"]
    assert (made.kind, made.ground, made.class_, made.setting) == ("special", "street", "B", "rural")
    back = edit(GRIDS.after(change), Operation("classify", {"grid": "a", "ground": None}), rules)
    assert (back.after["a"].ground, back.after["a"].class_) == (None, "B")
