"""Numbers for siblings: along the row from west to east, rows from north to south."""

import numpy as np
import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.numbering import CodeScheme, reading_order


def order(*centres: tuple[float, float], height: float = 10.0) -> list[int]:
    return reading_order(np.array(centres, dtype=float).reshape(-1, 2), np.full(len(centres), height))


def test_two_rows_are_read_like_text() -> None:
    # 1 2
    # 3 4
    assert order((10, 0), (0, 10), (0, 0), (10, 10)) == [1, 3, 2, 0]


def test_a_row_may_be_uneven() -> None:
    # the middle one lies 3 lower than its neighbours, less than half a height
    assert order((0, 10), (10, 7), (20, 10), (0, 0)) == [0, 1, 2, 3]


def test_equal_places_keep_their_order_and_none_gives_none() -> None:
    assert order((0, 0), (0, 0)) == [0, 1]
    assert order() == []


def test_codes_grow_by_the_digits_of_the_level() -> None:
    scheme = CodeScheme.parse("6+3+3+3")
    assert [scheme.width(level) for level in range(4)] == [6, 9, 12, 15]
    assert scheme.children_of("110101", 1, 2) == ["110101001", "110101002"]


def test_more_children_than_digits_can_number_are_refused() -> None:
    scheme = CodeScheme.parse("6+1")
    assert len(scheme.children_of("110101", 1, 9)) == 9
    with pytest.raises(InputError) as refused:
        scheme.children_of("110101", 1, 10)
    assert refused.value.code == "codes_too_many"
    with pytest.raises(InputError):
        scheme.children_of("110101", 2, 1)
