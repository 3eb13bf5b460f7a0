"""Numbering siblings again: who keeps their code, and in which order the free numbers go."""

import pytest

from geo_grid.core.errors import InputError
from geo_grid.core.numbering_again import Sibling, numbered_again


def sibling(key: str, code: str, x: float, y: float, *, keeps: bool = False) -> Sibling:
    return Sibling(key, code, keeps, (x, y), 1.0)


# c d        d keeps its code; the rest are numbered from the north-west
# a b
FOUR = [
    sibling("a", "P09", 0, 0),
    sibling("b", "", 1, 0),
    sibling("c", "Q01", 0, 1, keeps=True),
    sibling("d", "P02", 1, 1, keeps=True),
]


def test_free_numbers_go_west_to_east_from_north_to_south() -> None:
    found = numbered_again(FOUR, "P", 2, {"P02", "P09", "P03"})
    # c keeps its ground, but its code is another parent's; 03 was somebody's
    assert found == {"c": "P01", "d": "P02", "a": "P04", "b": "P05"}


def test_there_may_be_no_digits_left() -> None:
    with pytest.raises(InputError, match="codes_too_many"):
        numbered_again(FOUR, "P", 1, {f"P{number}" for number in range(1, 8)})
