"""Incidents as a file for a spreadsheet or a GIS: what the desk sees in its list, nothing of reporters."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, Refusal
from geo_grid.files.formulas import disarmed
from geo_grid.files.output import Output
from geo_grid.files.replacing import replaced
from geo_grid.files.writing import write
from geo_grid.services.incidents.public_results import Borders
from geo_grid.services.incidents.rules_in_force import RulesInForce
from geo_grid.services.locate import LocateIndex
from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.exported_incidents import exported_incidents
from geo_grid.words import Language, tell

#: Incidents of one file at most.
MOST = 100_000

Format = Literal["csv", "geojson", "gpkg", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "geojson", "gpkg", "parquet")
#: What columns are called: by their codes, or in a language; the texts of codes are in that language too.
Headings = Literal["codes", "zh", "en"]

#: Values that are codes, and what their words begin with.
_SPOKEN = ("state", "kind", "urgency", "channel")
_TIMES = ("reported_at", "happened_at", "accepted_at", "dispatched_at", "finished_at", "closed_at", "due_at")
_FLAGS = ("overdue", "solved")
#: The columns of a file, in their order.
COLUMNS = (
    "number", "state", "category", "category_name", "kind", "urgency", "channel", "title", "place", "lon",
    "lat", "grid_1", "grid_1_name", "grid_2", "grid_2_name", "grid_3", "grid_3_name", "edition", "person",
    "office", *_TIMES, "overdue", "returned", "reopened", "escalated", "extended", "rating", "solved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is wanted.

    Parameters
    ----------
    headings
        See `Headings`.
    borders
        The grids of the time, or those of today that each place lies in now.
    language
        Of texts where the headings are codes.
    """

    headings: Headings = "codes"
    borders: Borders = "then"
    language: Language = "zh"

    @property
    def spoken(self) -> Language:
        """The language of texts."""
        return self.language if self.headings == "codes" else self.headings


def format_of_file(path: Path) -> Format:
    """Which format a file's name asks for.

    Raises
    ------
    InputError
        ``file_format_unknown``.
    """
    ending = path.suffix.lower().removeprefix(".")
    found = next((each for each in FORMATS if each == ending), None)
    if found is None:
        endings = [f".{each}" for each in FORMATS]
        raise InputError("file_format_unknown", file=path.name, endings=endings)
    return found


def export_incidents(
    session: Session,
    out: Path,
    asked: IncidentFilter,
    sight: Sight,
    wish: Wish,
    *,
    rules: RulesInForce,
    zone: ZoneInfo,
    index: Callable[[], LocateIndex],
) -> int:
    """Write incidents into a file, whole or not at all; how many.

    Parameters
    ----------
    out
        Its ending decides.
    index
        Gives the grids of today, where they are wanted.

    Raises
    ------
    InputError
        ``file_format_unknown``, or as `files.writing.write`.
    Refusal
        ``incidents_too_many``: more than `MOST`.
    """
    kind = format_of_file(out)
    rows = exported_incidents(session, asked, sight, limit=MOST + 1)
    if len(rows) > MOST:
        raise Refusal("incidents_too_many", limit=MOST)
    today = _located(rows, index()) if wish.borders == "today" and rows else None
    told = [_row(row, rules, wish, zone, None if today is None else today[n]) for n, row in enumerate(rows)]
    headings = [_heading(column, wish.headings) for column in COLUMNS]
    if kind == "csv":
        _write_csv(out, headings, told)
    else:
        shapes = np.empty(len(told), dtype=object)
        shapes[:] = shapely.points([(row["lon"], row["lat"]) for row in rows]) if rows else []
        write(out, Output("incidents", shapes, _table(headings, told)))
    return len(told)


def _located(rows: Sequence[dict[str, Any]], index: LocateIndex) -> list[tuple[list[str], list[str]]]:
    """Codes and names of the grids of today."""
    points = index.locate_many(np.array([(row["lon"], row["lat"]) for row in rows]))
    found = []
    for point in points:
        grids = [grid for code in point.codes if (grid := index.by_code(code)) is not None]
        found.append(([grid.code for grid in grids], [grid.name for grid in grids]))
    return found


def _row(
    row: dict[str, Any],
    rules: RulesInForce,
    wish: Wish,
    zone: ZoneInfo,
    today: tuple[list[str], list[str]] | None,
) -> list[Any]:
    codes, names = today if today is not None else (row["codes"] or [], row["names"] or [])
    told = dict(row)
    told["category_name"] = rules.names(row["category"])[wish.spoken == "en"]
    for level in (1, 2, 3):
        has = level <= len(codes)
        told[f"grid_{level}"] = codes[level - 1] if has else None
        told[f"grid_{level}_name"] = names[level - 1] if has else None
    for name in _SPOKEN if wish.headings != "codes" else ():
        told[name] = tell(f"incident_{name}_{row[name]}", {}, wish.spoken)
    for name in _TIMES:
        at: datetime | None = row[name]
        told[name] = None if at is None else at.astimezone(zone).isoformat(timespec="seconds")
    for name in _FLAGS:
        told[name] = row[name] if row[name] is None else int(row[name])
    return [told[column] for column in COLUMNS]


def _heading(column: str, headings: Headings) -> str:
    return column if headings == "codes" else tell(f"incident_column_{column}", {}, headings)


def _write_csv(out: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """UTF-8 with a mark, as spreadsheets want it; what they would take for a formula is made a text."""
    with replaced(out) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([disarmed(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


#: Columns of whole numbers, some of which may be missing.
_WHOLE = frozenset({"edition", "returned", "reopened", "escalated", "extended", "rating", *_FLAGS})


def _table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for place, (column, heading) in enumerate(zip(COLUMNS, headings, strict=True)):
        cells = [row[place] for row in rows]
        kind = "Int64" if column in _WHOLE else "float64" if column in ("lon", "lat") else "str"
        columns[heading] = pd.Series(cells, dtype=kind)
    return pd.DataFrame(columns)
