"""A file of holidays: CSV or JSON with date, name, and whether it is off or worked."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.working_calendar import DayKind, HolidayYear, SpecialDay, check_year
from geo_grid.files.encoding import decode

_COLUMNS: Mapping[str, str] = {
    "date": "date", "day": "date", "日期": "date",
    "name": "name_zh", "name_zh": "name_zh", "名称": "name_zh", "节日": "name_zh", "name_en": "name_en",
    "英文": "name_en", "英文名称": "name_en",
    "kind": "kind", "type": "kind", "类型": "kind", "安排": "kind",
}  # fmt: skip
_KINDS: Mapping[str, DayKind] = {
    **dict.fromkeys(("holiday", "off", "rest", "放假", "休", "休假", "节假日"), DayKind.HOLIDAY),
    **dict.fromkeys(("work", "workday", "makeup", "上班", "班", "补班", "调休", "调休上班"), DayKind.WORK),
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_LONGEST_SHOWN = 100


def read_holiday_file(path: Path, *, confirmed: bool, source: str) -> list[HolidayYear]:
    """Read the years that a file speaks of.

    Parameters
    ----------
    path
        ``.json``: a list of objects, or an object with ``days``; anything else is read as CSV, whose first
        line may name the columns (日期、名称、类型).

    Raises
    ------
    InputError
        ``holiday_file_wrong`` {row, given}, ``holiday_file_empty``; as `check_year`.
    UnreadableFile
        ``encoding_unknown``.
    """
    text, _ = decode(path.read_bytes(), encoding=None, file=path.name)
    rows = _json_rows(text) if path.suffix.lower() == ".json" else _csv_rows(text)
    years: dict[int, list[SpecialDay]] = {}
    for number, row in rows:
        each = _day(number, row)
        years.setdefault(each.day.year, []).append(each)
    if not years:
        raise InputError("holiday_file_empty")
    return [
        check_year(HolidayYear(year, tuple(days), confirmed, source)) for year, days in sorted(years.items())
    ]


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError("holiday_file_wrong", row=1, given=text[:_LONGEST_SHOWN]) from error
    days = found.get("days") if isinstance(found, dict) else found
    if not isinstance(days, list):
        raise InputError("holiday_file_wrong", row=1, given=str(found)[:_LONGEST_SHOWN])
    for number, row in enumerate(days, 1):
        if not isinstance(row, dict):
            raise InputError("holiday_file_wrong", row=number, given=str(row)[:_LONGEST_SHOWN])
        yield number, _named(row.items())


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    columns = ["date", "name_zh", "kind", "name_en"]
    try:
        lines = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise InputError("holiday_file_wrong", row=1, given=str(error)) from error
    for number, cells in enumerate(lines, 1):
        if not any(cell.strip() for cell in cells):
            continue
        known = [_COLUMNS.get(cell.strip().lower()) for cell in cells]
        if number == 1 and "date" in known:
            columns = [name or f"column {place}" for place, name in enumerate(known)]
            continue
        yield number, dict(zip(columns, cells, strict=False))


def _named(items: Iterable[tuple[Any, Any]]) -> Mapping[str, Any]:
    return {_COLUMNS.get(str(name).strip().lower(), str(name)): value for name, value in items}


def _day(number: int, row: Mapping[str, Any]) -> SpecialDay:
    said = {name: str(row.get(name) or "").strip() for name in ("date", "name_zh", "name_en", "kind")}
    found = _DATE.fullmatch(said["date"])
    kind = _KINDS.get(said["kind"].lower())
    try:
        if found is None or kind is None:
            raise ValueError(said)
        day = date(*(int(part) for part in found.groups()))
    except ValueError as error:
        given = "，".join(part for part in said.values() if part)[:_LONGEST_SHOWN]
        raise InputError("holiday_file_wrong", row=number, given=given) from error
    return SpecialDay(day, kind, said["name_zh"], said["name_en"] or said["name_zh"])
