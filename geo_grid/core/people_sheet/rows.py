"""A row of the sheet of people, read: what it says of a person and of one duty, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from geo_grid.core.people_sheet.choices import (
    ALL,
    FIELDS,
    KINDS,
    NO,
    NONE,
    ROLES,
    SHIFTS,
    YES,
    Choice,
    chosen,
)
from geo_grid.core.people_sheet.columns import folded
from geo_grid.core.people_sheet.hours_text import read_hours

T = TypeVar("T")

#: Characters that a cell may have at most.
LONGEST = 500
#: What a formula, or a cell whose formula failed, is given as by who reads the file.
FORMULA = object()
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_EPOCH = date(1899, 12, 30)
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ]0{1,2}:00(?::00)?)?$")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong with a cell or a row.

    Parameters
    ----------
    row
        As the sheet numbers it, from 1.
    column
        Key of the column, None where it is the row.
    """

    row: int
    column: str | None
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """The duty that a row speaks of; dates are local days, the last one included."""

    grid: str
    role: str
    shift: str | None = None
    hours: list[dict[str, Any]] | None = None
    specialty: str | None = None
    duties: str | None = None
    begins: date | None = None
    ends: date | None = None
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """The person that a row speaks of.

    Parameters
    ----------
    number
        Identity of a person who is known already.
    values
        What cells of columns that the sheet has say, by key; empty cells are None.
    """

    row: int
    number: int | None
    values: Mapping[str, Any]
    duty: DutyRow | None


def read_row(row: int, cells: Mapping[str, Any]) -> tuple[PersonRow | None, list[SheetFault]]:
    """Read the cells of one row.

    Parameters
    ----------
    row
        Its number.
    cells
        Value by key of the column: text, number, date, None, or `FORMULA`. Columns that the sheet lacks are
        missing.

    Returns
    -------
    The row, None where it cannot be read, and everything that is wrong with it.
    """
    reading = _Reading(row, cells)
    values = {
        "name": reading.text("name", required=True),
        "name_en": reading.text("name_en"),
        "kind": reading.choice("kind", KINDS),
        "post": reading.text("post"),
        "phone": reading.text("phone"),
        "mobile": reading.text("mobile"),
        "reception_hours": reading.text("reception_hours"),
        "published": reading.fields("published"),
        "opted_in_on": reading.day("opted_in_on"),
        "record_grid": reading.text("record_grid"),
        "office": reading.text("office"),
        "in_service_from": reading.day("in_service_from"),
        "in_service_until": reading.day("in_service_until"),
    }
    number = reading.number("number")
    duty = _duty(reading)
    if values["record_grid"] is None and duty is None and number is None and not reading.faults:
        reading.fault("record_grid", "cell_required")
    if reading.faults:
        return None, reading.faults
    given = {key: value for key, value in values.items() if key in cells}
    return PersonRow(row, number, given, duty), []


def _duty(reading: "_Reading") -> DutyRow | None:
    grid = reading.text("grid")
    role = reading.choice("role", ROLES)
    shift = reading.choice("shift", SHIFTS)
    hours = reading.hours("hours")
    specialty, duties = reading.text("specialty"), reading.text("duties")
    begins, ends = reading.day("duty_from"), reading.day("duty_until")
    replaces = reading.yes("replaces")
    if not any((grid, role, shift, hours, specialty, duties, begins, ends, replaces)):
        return None
    if grid is None and not reading.said("grid"):
        reading.fault("grid", "cell_required")
    if role is None and not reading.said("role"):
        reading.fault("role", "cell_required")
    if grid is None or role is None:
        return None
    return DutyRow(grid, role, shift, hours, specialty, duties, begins, ends, replaces)


class _Reading:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: int, cells: Mapping[str, Any]) -> None:
        self._row = row
        self._cells = cells
        self.faults: list[SheetFault] = []

    def fault(self, column: str, code: str, **params: Any) -> None:
        self.faults.append(SheetFault(self._row, column, code, params))

    def said(self, key: str) -> bool:
        value = self._cells.get(key)
        return value is not None and (not isinstance(value, str) or bool(value.strip()))

    def text(self, key: str, *, required: bool = False) -> str | None:
        value = self._cells.get(key)
        if value is FORMULA:
            self.fault(key, "cell_formula")
            return None
        text = _plain(value)
        if not text:
            if required:
                self.fault(key, "cell_required")
            return None
        if len(text) > LONGEST:
            self.fault(key, "cell_too_long", most=LONGEST)
            return None
        return text

    def choice(self, key: str, choice: Choice) -> str | None:
        text = self.text(key)
        if text is None:
            return None
        meaning = chosen(text, choice)
        if meaning is None:
            self.fault(
                key, "choice_unknown", given=text, choices="、".join(each[0] for each in choice.values())
            )
        return meaning

    def fields(self, key: str) -> list[str] | None:
        text = self.text(key)
        if text is None:
            return None
        if folded(text) in ALL:
            return list(FIELDS)
        if folded(text) in NONE:
            return []
        meanings: list[str] = []
        for part in re.split(r"[、,，;；/\s]+", text):
            if not part:
                continue
            meaning = chosen(part, FIELDS)
            if meaning is None:
                self.fault(
                    key,
                    "choice_unknown",
                    given=part,
                    choices="、".join(each[0] for each in FIELDS.values()),
                )
                return None
            meanings.append(meaning)
        return sorted(set(meanings), key=list(FIELDS).index)

    def hours(self, key: str) -> list[dict[str, Any]] | None:
        return self._read(key, read_hours, "hours_unreadable")

    def day(self, key: str) -> date | None:
        value = self._cells.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            if _FIRST_SERIAL <= value <= _LAST_SERIAL:
                return _EPOCH + timedelta(days=int(value))
            if value == int(value) and len(str(int(value))) == 8:
                return self._read(key, _day, "date_unreadable")
        return self._read(key, _day, "date_unreadable")

    def number(self, key: str) -> int | None:
        return self._read(
            key, lambda text: int(text) if re.fullmatch(r"\d{1,18}", text) else None, "number_wrong"
        )

    def yes(self, key: str) -> bool:
        text = self.text(key)
        if text is None or folded(text) in NO:
            return False
        if folded(text) not in YES:
            self.fault(key, "choice_unknown", given=text, choices="是、否")
        return True

    def _read(self, key: str, read: Callable[[str], T | None], code: str) -> T | None:
        text = self.text(key)
        if text is None:
            return None
        value = read(text)
        if value is None:
            self.fault(key, code, given=text)
        return value


def _plain(value: Any) -> str:
    """A cell as somebody reads it: a phone number that the sheet keeps as a number has no “.0”."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return " ".join(str(value).replace("\u3000", " ").split())


def _day(text: str) -> date | None:
    found = _DATE.match(text.replace(" 00:00:00", ""))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
