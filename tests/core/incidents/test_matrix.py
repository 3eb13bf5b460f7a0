"""Category × ground: 1 a town, 2 and 3 its communities, 4 a grid of community 2."""

import pytest

from geo_grid.core.incidents.matrix import Matrix, MatrixRow, Responsibility

IN_4, IN_2, IN_3, OUTSIDE = (1, 2, 4), (1, 2), (1, 3), ()
#: Each row's lead is ten times its number.
MATRIX = Matrix(
    [
        MatrixRow(1, "", None, 10, arbiter=99),
        MatrixRow(2, "01", None, 20),
        MatrixRow(3, "0101", None, 30, co=(31, 32)),
        MatrixRow(4, "0101", 2, 40),
        MatrixRow(5, "01", 4, 50),
        MatrixRow(6, "", 3, 60),
        MatrixRow(7, "0101", 4, 70),
    ]
)


@pytest.mark.parametrize(
    ("category", "chain", "row"),
    [
        ("0101", IN_4, 7), ("0101", IN_2, 4), ("0101", IN_3, 3), ("0101", OUTSIDE, 3),
        ("0102", IN_4, 5), ("0102", IN_2, 2), ("0102", IN_3, 2), ("01", IN_4, 5),
        ("0201", IN_4, 1), ("0201", IN_3, 6), ("0201", OUTSIDE, 1),
    ],
)  # fmt: skip
def test_the_most_special_category_goes_first_and_then_the_deepest_grid(
    category: str, chain: tuple[int, ...], row: int
) -> None:
    found = MATRIX.responsible(category, chain)
    assert (found.row, found.lead) == (row, 10 * row)


def test_a_row_names_who_acts_along_and_who_decides() -> None:
    assert MATRIX.responsible("0101", IN_3).co == (31, 32)
    assert MATRIX.responsible("0201", IN_4).arbiter == 99


def test_an_office_with_an_area_of_its_own_answers_in_it_alone() -> None:
    assert MATRIX.responsible("0101", IN_4, {70: True}).row == 7
    assert MATRIX.responsible("0101", IN_4, {70: False}).row == 4
    assert MATRIX.responsible("0101", IN_3, {31: False, 32: True}).co == (32,)


def test_where_nothing_is_said_nobody_is_named() -> None:
    assert Matrix().responsible("0101", IN_4) == Responsibility()
    assert Matrix([MatrixRow(1, "02", None, 10)]).responsible("0101", IN_4) == Responsibility()
