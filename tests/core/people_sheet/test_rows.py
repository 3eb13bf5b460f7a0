"""Reading one row of the sheet of people."""

from datetime import date, datetime
from typing import Any

import pytest

from geo_grid.core.people_sheet.columns import COLUMNS, column_of
from geo_grid.core.people_sheet.rows import FORMULA, LONGEST, read_row

GOOD: dict[str, Any] = {
    "name": "李敏",
    "phone": 57550001.0,
    "published": "姓名、工作电话",
    "grid": 440106001001.0,
    "role": "网格长",
}


def codes(cells: dict[str, Any]) -> list[tuple[str | None, str]]:
    row, faults = read_row(7, cells)
    assert (row is None) == bool(faults)
    assert all(fault.row == 7 for fault in faults)
    return [(fault.column, fault.code) for fault in faults]


def test_numbers_that_a_sheet_made_of_text_are_text_again() -> None:
    row, faults = read_row(2, GOOD)
    assert faults == []
    assert row is not None
    assert row.values["phone"] == "57550001"
    assert row.duty is not None
    assert (row.duty.grid, row.duty.role) == ("440106001001", "head")
    assert row.values["published"] == ["name", "phone"]


@pytest.mark.parametrize(
    "given",
    [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 0, 0),  # noqa: DTZ001 - a sheet knows no zones
        "2026-03-01",
        "2026/3/1",
        "2026年3月1日",
        "20260301",
        20260301,
        46082,
    ],
)
def test_days_are_read_however_they_are_written(given: object) -> None:
    row, faults = read_row(2, {**GOOD, "duty_from": given})
    assert faults == []
    assert row is not None
    assert row.duty is not None
    assert row.duty.begins == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"name": None}, ("name", "cell_required")),
        ({"name": " 　 "}, ("name", "cell_required")),
        ({"name": "李" * (LONGEST + 1)}, ("name", "cell_too_long")),
        ({"phone": FORMULA}, ("phone", "cell_formula")),
        ({"role": "村长"}, ("role", "choice_unknown")),
        ({"role": None}, ("role", "cell_required")),
        ({"grid": None}, ("grid", "cell_required")),
        ({"published": "姓名、住址"}, ("published", "choice_unknown")),
        ({"duty_from": "下个月"}, ("duty_from", "date_unreadable")),
        ({"duty_from": "2026-02-30"}, ("duty_from", "date_unreadable")),
        ({"duty_until": -5.5}, ("duty_until", "date_unreadable")),
        ({"hours": "白天"}, ("hours", "hours_unreadable")),
        ({"replaces": "也许"}, ("replaces", "choice_unknown")),
        ({"number": "甲"}, ("number", "number_wrong")),
    ],
)
def test_each_fault_is_told_at_its_cell(changed: dict[str, Any], fault: tuple[str, str]) -> None:
    assert fault in codes({**GOOD, **changed})


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert len(codes({**GOOD, "name": None, "role": "村长", "duty_from": "x"})) == 3


def test_a_person_without_a_duty_needs_a_place_for_the_record() -> None:
    assert codes({"name": "李敏"}) == [("record_grid", "cell_required")]
    assert codes({"name": "李敏", "record_grid": "440106001"}) == []
    assert codes({"name": "李敏", "number": "12"}) == []


def test_what_the_sheet_has_no_column_for_is_left_alone() -> None:
    row, _ = read_row(2, GOOD)
    assert row is not None
    assert set(row.values) == {"name", "phone", "published"}


def test_headers_are_known_in_both_languages_and_never_twice() -> None:
    headers = [header for column in COLUMNS for header in {column.zh, column.en, *column.also}]
    assert len(set(headers)) == len(headers)
    for column in COLUMNS:
        assert column_of(f" {column.zh} * ") == column.key
        assert column_of(column.en.upper()) == column.key
    assert column_of("血型") is None
