"""Every problem is a full sentence in both languages, whatever is known about it."""

import string

import pytest
import shapely

from geo_grid.core.problem import SEVERITY, Problem
from geo_grid.words import en, zh
from geo_grid.words.problems import explain

SPOT = shapely.box(121.47, 31.23, 121.4701, 31.2301)
SAMPLES = [
    Problem("overlap", ("a", "b"), None, 12.3, SPOT),
    Problem("overlap", ("a", "b"), "P", 12_345.6, SPOT),
    Problem("overlap", ("a", "b"), None, 2_345_678.0, SPOT, {"outside": True}),
    Problem("gap", (), None, 0.0123, SPOT),
    Problem("gap", (), "P", 0.5, SPOT),
    Problem("gap", (), None, 0.5, SPOT, {"of": "parents"}),
    Problem("outside_parent", ("a",), None, 1.0, SPOT),
    Problem("outside_parent", ("a",), "P", 1.0, SPOT),
    Problem("unmatched_vertex", ("a", "b"), None, 0.0, SPOT.centroid, {"lacking": ["a"]}),
    Problem("unmatched_vertex", ("a", "b"), "P", 0.0, SPOT.centroid, {"lacking": ["a"]}),
    Problem("unmatched_vertex", ("a",), None, 0.0, SPOT.centroid, {"lacking": [], "parent_lacks": True}),
    Problem("invalid_geometry", ("a",), None, 0.0, SPOT.centroid, {"row": 3, "reason": "self_intersection"}),
    Problem("invalid_geometry", ("a",), None, 0.0, None, {"row": 3, "reason": "ring_too_short"}),
    Problem("duplicate", ("a", "b"), None, 10.0, SPOT, {"rows": [1, 2]}),
    Problem("duplicate_id", ("a",), params={"rows": [1, 2], "count": 2}),
    Problem("missing_id", ("#2",), params={"row": 2}),
    Problem("unknown_parent", ("a",), params={"row": 2, "parent": "Q"}),
    Problem("unknown_parent", ("a",), params={"row": 2, "parent": None}),
    Problem("not_polygon", ("a",), None, 0.0, SPOT.centroid, {"row": 2, "type": "Point"}),
    *(
        Problem(
            "coordinates_out_of_range",
            ("a",),
            params={
                "row": 2,
                "x": "31.23",
                "y": "121.47",
                "crs": "EPSG:4326",
                "hint": hint,
                "likely": likely,
            },
        )
        for hint, likely in (("none", []), ("swapped", []), ("projected", ["EPSG:4549"]))
    ),
    Problem("empty", ("a",), params={"row": 2}),
    Problem("multipart", ("a",), None, 0.0, SPOT, {"row": 2, "parts": 2, "areas_m2": [1.0, 2.0]}),
]


@pytest.mark.parametrize("problem", SAMPLES, ids=lambda problem: problem.code)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sentence_has_no_holes(problem: Problem, language: str) -> None:
    sentence = explain(problem, "zh" if language == "zh" else "en")
    assert "–" not in sentence
    assert "{" not in sentence
    assert "None" not in sentence
    assert "problem_" not in sentence
    assert sentence.endswith("。" if language == "zh" else ".")


def test_the_samples_show_every_code_and_every_sentence() -> None:
    assert {problem.code for problem in SAMPLES} == set(SEVERITY)
    told = {explain(problem, "en") for problem in SAMPLES}
    for key, template in en.MESSAGES.items():
        if key.startswith("problem_") and key not in {"problem_and_more"}:
            first = next(text for text, *_ in string.Formatter().parse(template) if text.strip())
            assert any(first in sentence for sentence in told), key


def test_many_grids_are_counted() -> None:
    problem = Problem("overlap", tuple(f"g{n}" for n in range(30)), None, 1.0, SPOT)
    assert "30" in explain(problem, "zh")
    assert "g29" not in explain(problem, "zh")
    assert "and others, 30 in all" in explain(problem, "en")


def test_a_parents_fault_is_said_to_be_the_parents() -> None:
    sentence = explain(Problem("gap", (), None, 0.5, SPOT, {"of": "parents"}), "en")
    assert sentence.startswith("Parent file: ")


@pytest.mark.parametrize(
    "reason", ["self_intersection", "ring_too_short", "nested_shells", "hole_lies_outside_shell"]
)
def test_reasons_are_words_in_both_languages(reason: str) -> None:
    for messages in (zh.MESSAGES, en.MESSAGES):
        assert f"reason_{reason}" in messages
    problem = Problem("invalid_geometry", ("a",), None, 0.0, SPOT.centroid, {"row": 1, "reason": reason})
    assert reason not in explain(problem, "zh")


def test_a_reason_nobody_foresaw_is_said_as_it_is() -> None:
    problem = Problem(
        "invalid_geometry", ("a",), None, 0.0, SPOT.centroid, {"row": 1, "reason": "new_reason"}
    )
    assert "new_reason" in explain(problem, "zh")
