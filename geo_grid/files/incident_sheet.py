"""Incidents as a sheet: CSV or an Excel workbook, a row each, read within limits."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from geo_grid.core.errors import UnreadableFile
from geo_grid.files.encoding import decode

#: Bytes of the largest file, and of what is packed in a workbook.
MOST_BYTES, MOST_UNPACKED = 8 * 2**20, 100 * 2**20
#: Rows of one sheet.
MOST_ROWS = 1000
_MOST_COLUMNS = 60

#: What columns are called, Chinese or English; the first name is the one that is told.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "category": ("类别", "类别编码", "category"),
    "text": ("内容", "描述", "情况", "text", "description"),
    "title": ("标题", "title"),
    "lon": ("经度", "lon", "lng", "longitude"),
    "lat": ("纬度", "lat", "latitude"),
    "place": ("地点", "地址", "place", "address"),
    "happened_at": ("发生时间", "happened_at"),
    "urgency": ("紧急程度", "urgency"),
    "name": ("上报人", "姓名", "name"),
    "phone": ("电话", "手机", "phone"),
}
_NEEDED = ("category", "lon", "lat")
_BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, TypeError)


@dataclass(frozen=True, slots=True)
class IncidentSheet:
    """What a sheet holds.

    Parameters
    ----------
    digest
        Of the file: the same file is known again.
    rows
        Number of the row → value by column; what is empty is None.
    """

    digest: str
    rows: Mapping[int, Mapping[str, Any]]


def read_incidents(path: Path, name: str) -> IncidentSheet:
    """Read a sheet; whether it is a workbook is told by its bytes.

    Raises
    ------
    UnreadableFile
        ``sheet_unreadable``, ``sheet_bomb``, ``sheet_empty``, ``sheet_too_long``, ``sheet_headers_missing``.
    """
    data = path.read_bytes()
    lines = _workbook(path, name) if data[:2] == b"PK" else _csv(data, name)
    return IncidentSheet(hashlib.sha256(data).hexdigest(), _rows(lines, name))


def _workbook(path: Path, name: str) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableFile("sheet_bomb", file=name, mib=MOST_UNPACKED // 2**20)
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            lines = []
            for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
                lines.append(list(row))
                if len(lines) > MOST_ROWS + 1:
                    raise UnreadableFile("sheet_too_long", file=name, most=MOST_ROWS)
        return lines
    except _BROKEN as error:
        raise UnreadableFile("sheet_unreadable", file=name) from error


def _csv(data: bytes, name: str) -> list[list[Any]]:
    text, _ = decode(data, encoding=None, file=name)
    try:
        return [list(row[:_MOST_COLUMNS]) for row in csv.reader(io.StringIO(text))]
    except csv.Error as error:
        raise UnreadableFile("sheet_unreadable", file=name) from error


def _rows(lines: Iterable[list[Any]], name: str) -> dict[int, dict[str, Any]]:
    known = {alias: key for key, aliases in COLUMNS.items() for alias in aliases}
    columns: dict[int, str] = {}
    rows: dict[int, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not columns:
            columns = {
                at: known[str(cell).strip().lower()]
                for at, cell in enumerate(line)
                if str(cell).strip().lower() in known
            }
            continue
        values = {key: _value(line[at]) if at < len(line) else None for at, key in columns.items()}
        if any(value is not None for value in values.values()):
            rows[number] = values
    if any(key not in columns.values() for key in _NEEDED):
        wanted = [COLUMNS[key][0] for key in _NEEDED]
        raise UnreadableFile("sheet_headers_missing", file=name, headers=wanted)
    if not rows:
        raise UnreadableFile("sheet_empty", file=name)
    if len(rows) > MOST_ROWS:
        raise UnreadableFile("sheet_too_long", file=name, most=MOST_ROWS)
    return rows


def _value(cell: Any) -> Any:
    if cell is None or isinstance(cell, (int, float, datetime, date)):
        return cell
    return str(cell).strip() or None
