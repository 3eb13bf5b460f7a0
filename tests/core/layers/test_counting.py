"""Counts: a whole number, or unknown with the reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.layers.counting import count_of, counts_of


@pytest.mark.parametrize(
    ("value", "count", "reason"),
    [
        (3, 3, None),
        (3.0, 3, None),
        ("3", 3, None),
        ("12户", 12, None),
        ("1,204", 1204, None),
        (0, 0, None),
        (None, None, None),
        (float("nan"), None, None),
        ("", None, None),
        ("不详", None, None),
        ("-", None, None),
        (-1, None, "count_negative"),
        ("-3", None, "count_negative"),
        (100_001, None, "count_absurd"),
        (10**400, None, "count_absurd"),
        (-(10**400), None, "count_negative"),
        (float("inf"), None, "count_not_a_number"),
        (2.5, None, "count_not_a_number"),
        ("二十", None, "count_not_a_number"),
        ("3-4", None, "count_not_a_number"),
    ],
)
def test_a_cell(value: Any, count: int | None, reason: str | None) -> None:
    assert count_of(value, 0, 100_000) == (count, reason)


def test_a_building_of_no_storeys_is_one_of_which_they_are_not_known() -> None:
    assert count_of(0, 1, 200) == (None, None)


@given(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5))))
def test_a_column_is_its_cells(values: list[Any]) -> None:
    counts, refused = counts_of(values, 0, 100)
    assert [(count, refused.get(row)) for row, count in enumerate(counts)] == [
        count_of(value, 0, 100) for value in values
    ]
    assert all(count is None or 0 <= count <= 100 for count in counts)
