"""Reading and writing Excel sheets of people: from strangers, so with limits; formulas are never run."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from geo_grid.core.errors import UnreadableFile
from geo_grid.core.people_sheet.columns import COLUMNS, column_of
from geo_grid.core.people_sheet.rows import FORMULA, SheetFault

#: Rows that one sheet may have.
MOST_ROWS = 5_000
#: Unpacked bytes of a workbook; a sheet of 5,000 people has about 5 MB.
MOST_BYTES = 64 * 1024 * 1024
#: Rows at the top among which the headers are looked for: a title may stand above them.
_HEADER_ROWS = 10
_MOST_COLUMNS = 100

_WRONG = PatternFill("solid", fgColor="FFD9D2")
_HEAD = PatternFill("solid", fgColor="DCEBE9")
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    ParseError,
)


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """What a workbook holds of people.

    Parameters
    ----------
    header
        Row of the headers, from 1.
    columns
        Key of the column → number, from 1.
    unknown
        Headers that are none of ours; their cells are not read.
    rows
        Number of the row → value by key.
    """

    title: str
    header: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    rows: Mapping[int, Mapping[str, Any]]
    merged: tuple[tuple[int, int], ...]


def read_people(path: Path, name: str) -> PeopleSheet:
    """Read the first sheet that has our headers.

    Parameters
    ----------
    path
        A file that anybody may have sent.
    name
        What it was called, for messages.

    Raises
    ------
    UnreadableFile
        ``file_missing``, ``sheet_unreadable`` (no workbook, encrypted, old .xls), ``sheet_bomb``,
        ``sheet_too_long`` {most},
        ``sheet_headers_missing`` {headers}, ``sheet_empty``, ``sheet_headers_twice`` {header}.
    """
    return _read(_open(path, name), name)


def _open(path: Path, name: str) -> openpyxl.Workbook:
    if not path.exists():
        raise UnreadableFile("file_missing", file=name)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise UnreadableFile("sheet_bomb", file=name, mib=MOST_BYTES // 1024 // 1024)
        with path.open("rb") as file:
            _measure(file, name)
            file.seek(0)
            return openpyxl.load_workbook(file, keep_links=False)
    except _BROKEN:
        raise UnreadableFile("sheet_unreadable", file=name) from None


def _measure(file: BinaryIO, name: str) -> None:
    """Count the rows as a stream: a hundred thousand of them are refused without being kept."""
    book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        filled = 0
        for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            filled += any(value is not None for value in row)
            if filled > MOST_ROWS + _HEADER_ROWS:
                raise UnreadableFile("sheet_too_long", file=name, most=MOST_ROWS)


def _read(book: openpyxl.Workbook, name: str) -> PeopleSheet:
    for sheet in book.worksheets:
        found = _header(sheet)
        if found is not None:
            return _rows(sheet, found, name)
    wanted = "、".join(column.zh for column in COLUMNS if column.key in {"name", "grid", "role"})
    raise UnreadableFile("sheet_headers_missing", file=name, headers=wanted)


def _header(sheet: Worksheet) -> int | None:
    for number, row in enumerate(sheet.iter_rows(max_row=_HEADER_ROWS, max_col=_MOST_COLUMNS), 1):
        keys = [column_of(str(cell.value)) for cell in row if cell.value is not None]
        if "name" in keys and sum(key is not None for key in keys) >= 2:
            return number
    return None


def _rows(sheet: Worksheet, header: int, name: str) -> PeopleSheet:
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for cell in sheet[header][:_MOST_COLUMNS]:
        if cell.value is None:
            continue
        key = column_of(str(cell.value))
        if key is None:
            unknown.append(str(cell.value))
        elif key in columns:
            raise UnreadableFile("sheet_headers_twice", file=name, header=str(cell.value))
        else:
            columns[key] = cell.column
    rows: dict[int, dict[str, Any]] = {}
    for number, row in enumerate(sheet.iter_rows(min_row=header + 1, max_col=_MOST_COLUMNS), header + 1):
        cells = {cell.column: cell for cell in row}
        values = {key: _value(cells.get(at)) for key, at in columns.items()}
        if any(value is not None for value in values.values()):
            rows[number] = values
    if not rows:
        raise UnreadableFile("sheet_empty", file=name)
    if len(rows) > MOST_ROWS:
        raise UnreadableFile("sheet_too_long", file=name, most=MOST_ROWS)
    merged = tuple(_merged(sheet, header, set(columns.values())))
    return PeopleSheet(sheet.title, header, columns, tuple(unknown), rows, merged)


def _merged(sheet: Worksheet, header: int, columns: set[int]) -> Iterator[tuple[int, int]]:
    """Rows and columns of merged cells that hold data: whom they speak of is a guess, so we do not."""
    for area in sheet.merged_cells.ranges:
        at = next((at for at in range(area.min_col, area.max_col + 1) if at in columns), None)
        if at is not None and area.max_row > header:
            for row in range(max(area.min_row, header + 1), min(area.max_row, header + MOST_ROWS) + 1):
                yield row, at


def _value(cell: Cell | MergedCell | None) -> Any:
    if cell is None or cell.value is None:
        return None
    if cell.data_type in {"f", "e"}:
        return FORMULA
    if isinstance(cell.value, str):
        return cell.value.strip() or None
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    return cell.value if isinstance(cell.value, int | float | date | datetime) else str(cell.value)


def annotated(path: Path, name: str, sheet: PeopleSheet, faults: Sequence[tuple[SheetFault, str]]) -> bytes:
    """A copy of the workbook in which what is wrong is marked where it is.

    Parameters
    ----------
    faults
        Each with its words. They stand in a column of their own at the right and as a comment on the cell.
    """
    book = _open(path, name)
    page = book[sheet.title]
    at = max(page.max_column, *sheet.columns.values()) + 1 if page.max_column < 16_000 else 1
    for column in range(1, page.max_column + 1):
        if page.cell(sheet.header, column).value == _FAULTS:
            at = column
    page.cell(sheet.header, at, _FAULTS).font = Font(bold=True)
    page.column_dimensions[get_column_letter(at)].width = 60
    said: dict[int, list[str]] = {}
    for row in sheet.rows:
        page.cell(row, at).value = None
    for fault, words in faults:
        said.setdefault(fault.row, []).append(words)
        marked = sheet.columns.get(fault.column or "")
        if marked is not None:
            wrong = page.cell(fault.row, marked)
            if isinstance(wrong, Cell):
                wrong.fill = _WRONG
                wrong.comment = Comment(words, "geo-grid", width=320, height=80)
    for row, texts in said.items():
        note = page.cell(row, at)
        if isinstance(note, Cell):
            _put(note, "；".join(texts))
            note.fill = _WRONG
            note.alignment = Alignment(wrap_text=True, vertical="top")
    return _saved(book)


_FAULTS = "问题 / Problem"


def people_workbook(rows: Iterable[Mapping[str, Any]], language: str, notes: Sequence[str] = ()) -> bytes:
    """A workbook of people.

    Parameters
    ----------
    rows
        Value by key of the column: text, number, date or None.
    notes
        Lines of a second sheet that says how to fill in the first.
    """
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)  # noqa: S101 - a new workbook has a sheet
    page.title = "人员" if language == "zh" else "People"
    for at, column in enumerate(COLUMNS, 1):
        cell = page.cell(1, at, column.zh if language == "zh" else column.en)
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        page.column_dimensions[get_column_letter(at)].width = column.width
    for number, row in enumerate(rows, 2):
        for at, column in enumerate(COLUMNS, 1):
            filled = page.cell(number, at)
            if isinstance(filled, Cell):
                _put(filled, row.get(column.key))
    page.freeze_panes = "C2"
    page.auto_filter.ref = page.dimensions
    if notes:
        guide = book.create_sheet("填写说明" if language == "zh" else "How to fill in")
        guide.column_dimensions["A"].width = 110
        for number, line in enumerate(notes, 1):
            guide.cell(number, 1, line).alignment = Alignment(wrap_text=True)
    return _saved(book)


def _put(cell: Cell, value: Any) -> None:
    """Write a value as itself: a text that begins with “=” stays a text and is no formula for anybody."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        if value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
