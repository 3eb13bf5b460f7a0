"""Excel sheets of people: as people make them, as strangers forge them, and as we write them."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from geo_grid.core.errors import UnreadableFile
from geo_grid.core.people_sheet.rows import FORMULA, SheetFault
from geo_grid.files.people_sheet import annotated, people_workbook, read_people

Make = Callable[[Callable[[Worksheet], None]], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(fill: Callable[[Worksheet], None]) -> Path:
        book = openpyxl.Workbook()
        assert isinstance(book.active, Worksheet)
        fill(book.active)
        path = tmp_path / "people.xlsx"
        book.save(path)
        return path

    return made


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_people(path, path.name)
    return refused.value.code


def test_headers_may_stand_anywhere_in_any_order_below_a_title(make: Make) -> None:
    def fill(page: Worksheet) -> None:
        page["B1"] = "城东街道网格人员花名册"
        page.append([])
        page.append(["序号", "网格编码", "姓名*", "岗位", "血型"])
        page.append([1, "440106001001", "李敏", "网格长", "A"])
        page.append([])
        page.append([2, "440106001002", "王芳", "网格员", None])

    sheet = read_people(make(fill), "people.xlsx")
    assert sheet.header == 3
    assert sheet.unknown == ("序号", "血型")
    assert list(sheet.rows) == [4, 6]
    assert sheet.rows[6] == {"grid": "440106001002", "name": "王芳", "role": "网格员"}


def test_formulas_are_not_worked_out_and_merged_cells_are_told(make: Make) -> None:
    def fill(page: Worksheet) -> None:
        page.append(["姓名", "网格编码", "岗位"])
        page.append(["李敏", "=A1&A2", "网格长"])
        page.append(["王芳", "440106001002", "#REF!"])
        page.append(["赵强", "440106001003", "网格员"])
        page.merge_cells("A3:A4")

    sheet = read_people(make(fill), "people.xlsx")
    assert sheet.rows[2]["grid"] is FORMULA
    assert sheet.rows[3]["role"] is FORMULA
    assert sheet.merged == ((3, 1), (4, 1))


def with_sheet(path: Path, forged: Path, sheet: str) -> Path:
    """A copy of a workbook whose first sheet is this XML."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(forged, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            is_sheet = member == "xl/worksheets/sheet1.xml"
            target.writestr(member, sheet if is_sheet else source.read(member))
    return forged


def worksheet(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_hundred_thousand_rows_are_refused(make: Make, tmp_path: Path) -> None:
    path = make(lambda page: page.append(["姓名", "岗位"]))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))
    assert refusal(with_sheet(path, tmp_path / "long.xlsx", worksheet(rows))) == "sheet_too_long"


def test_as_many_rows_as_allowed_are_read_and_one_more_is_refused(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_grid.files.people_sheet.MOST_ROWS", 40)

    def fill(page: Worksheet, rows: int) -> None:
        page.append(["姓名", "岗位"])
        for _ in range(rows):
            page.append(["李敏"])

    assert len(read_people(make(lambda page: fill(page, 40)), "x").rows) == 40
    assert refusal(make(lambda page: fill(page, 41))) == "sheet_too_long"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["甲", "乙"], ["1", "2"]], "sheet_headers_missing"),
        ([["姓名", "岗位"]], "sheet_empty"),
        ([["姓名", "岗位", "姓 名"], ["李敏", "网格长", "王芳"]], "sheet_headers_twice"),
        ([], "sheet_headers_missing"),
    ],
)
def test_what_is_no_sheet_of_people_is_told(make: Make, rows: list[list[str]], code: str) -> None:
    def fill(page: Worksheet) -> None:
        for row in rows:
            page.append(row)

    assert refusal(make(fill)) == code


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04" + b"\0" * 40],
    ids=["empty", "html", "old or encrypted", "broken zip"],
)
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "sheet_unreadable"


def test_a_zip_of_something_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert refusal(path) == "sheet_unreadable"


def test_entities_that_unfold_are_refused(make: Make, tmp_path: Path) -> None:
    path = make(lambda page: page.append(["姓名", "岗位"]))
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "aaaaaaaaaa"}">' for i in range(9))
    sheet = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&a8;</t></is></c></row>')
    forged = with_sheet(path, tmp_path / "forged.xlsx", f"<!DOCTYPE x [{entities}]>{sheet}")
    assert refusal(forged) == "sheet_unreadable"


def test_a_workbook_that_unpacks_to_too_much_is_refused(make: Make) -> None:
    path = make(lambda page: page.append(["姓名", "岗位"]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", bytes(65 * 1024 * 1024))
    assert refusal(path) == "sheet_bomb"


def test_faults_are_marked_where_they_are_and_nothing_else_changes(make: Make, tmp_path: Path) -> None:
    def fill(page: Worksheet) -> None:
        page.append(["姓名", "手机", "网格编码", "岗位", "备注"])
        page.append(["李敏", "138x", "440106001001", "网格长", "老同志"])
        page.append(["王芳", "13800000000", "440106001002", "网格员", "=1+1"])

    path = make(fill)
    fault = SheetFault(2, "mobile", "phone_invalid")
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(annotated(path, path.name, read_people(path, path.name), [(fault, "电话有字母")]))
    page = openpyxl.load_workbook(marked).active
    assert isinstance(page, Worksheet)
    assert page["F2"].value == "电话有字母"
    assert page["F3"].value is None
    assert page["B2"].comment is not None
    assert page["B3"].comment is None
    before = openpyxl.load_workbook(path).active
    assert isinstance(before, Worksheet)
    for row in before.iter_rows():
        for cell in row:
            assert page[cell.coordinate].value == cell.value
    # Corrected and sent again, the marked copy reads as the first did; its own column is not ours to read.
    again = read_people(marked, "marked.xlsx")
    assert again.rows == read_people(path, path.name).rows
    cleared = tmp_path / "cleared.xlsx"
    cleared.write_bytes(annotated(marked, "marked.xlsx", again, []))
    page = openpyxl.load_workbook(cleared).active
    assert isinstance(page, Worksheet)
    assert page["F2"].value is None
    assert page["G1"].value is None


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_is_written_as_text(text: str) -> None:
    rows: list[dict[str, Any]] = [{"name": text, "role": "网格长"}]
    book = openpyxl.load_workbook(BytesIO(people_workbook(rows, "zh")))
    page = book.worksheets[0]
    assert page["B2"].data_type == "s"
    assert page["B2"].value == text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_we_write_we_read(tmp_path: Path, language: str) -> None:
    rows = [
        {"number": 3, "name": "李敏", "phone": "0571-8800 0001", "grid": "440106001001", "role": "网格长"}
    ]
    path = tmp_path / "out.xlsx"
    path.write_bytes(people_workbook(rows, language, ["one", "two"]))
    read = read_people(path, "out.xlsx").rows[2]
    assert {key: value for key, value in read.items() if value is not None} == rows[0]
