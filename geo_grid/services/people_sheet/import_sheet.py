"""Taking a sheet of people over: every row or none."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError
from geo_grid.core.people_sheet.rows import PersonRow, SheetFault, read_row
from geo_grid.core.permissions.deciding import Actor
from geo_grid.files.people_sheet import PeopleSheet, read_people
from geo_grid.services.people_sheet.row_columns import column_at_fault
from geo_grid.services.people_sheet.take_row import Taken, Taking
from geo_grid.store.audit_writing import note


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What a sheet of people would change, or has changed.

    Parameters
    ----------
    rows
        Rows that say something.
    added, changed, unchanged
        People.
    duties
        Duties that begin, end or change.
    faults
        What is wrong, by row; nothing is taken over while there is any.
    unknown
        Headers whose columns are not read.
    """

    sheet: PeopleSheet
    rows: int
    added: int
    changed: int
    unchanged: int
    duties: int
    faults: tuple[SheetFault, ...]
    committed: bool

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers whose columns are not read."""
        return self.sheet.unknown


def import_sheet(
    session: Session, actor: Actor | None, path: Path, name: str, zone: ZoneInfo, *, commit: bool
) -> SheetImport:
    """Take a sheet over, all of it or nothing; the caller commits.

    Each row is written as if somebody had done it by hand, with the same rules and on the same ground, so
    that what a dry run refuses is what would be refused. A row with faults does not hide those of the next.

    Parameters
    ----------
    path, name
        The file, and what it is called.
    zone
        Whose midnights the dates mean.
    commit
        Keep it if nothing is wrong.

    Raises
    ------
    UnreadableFile
        As `read_people`.
    """
    sheet = read_people(path, name)
    taking = Taking(session, actor, zone)
    faults: list[SheetFault] = []
    merged = dict(reversed(sheet.merged))
    attempt = session.begin_nested()
    for number, cells in sheet.rows.items():
        if number in merged:
            key = next((key for key, at in sheet.columns.items() if at == merged[number]), None)
            faults.append(SheetFault(number, key, "cell_merged"))
            continue
        row, wrong = read_row(number, cells)
        faults += wrong
        if row is not None:
            fault = _take(session, taking, row)
            faults += [fault] if fault is not None else []
    kept = commit and not faults
    if kept:
        attempt.commit()
        note(session, "people.import", after={"rows": len(sheet.rows), **_counted(taking.taken)})
    else:
        attempt.rollback()
    ordered = tuple(sorted(faults, key=lambda fault: fault.row))
    return SheetImport(sheet, len(sheet.rows), **_counted(taking.taken), faults=ordered, committed=kept)


def _take(session: Session, taking: Taking, row: PersonRow) -> SheetFault | None:
    """Take a row over; a person stays, for the rows after it, where only the duty is wrong."""
    step = "person"
    try:
        with session.begin_nested():
            person = taking.take_person(row)
        step = "duty"
        with session.begin_nested():
            taking.take_duty(person, row)
    except GeoGridError as error:
        return SheetFault(
            row.row, column_at_fault(error.code, error.params, step, row), error.code, error.params
        )
    return None


def _counted(taken: Taken) -> dict[str, int]:
    return {
        "added": len(taken.added),
        "changed": len(taken.changed),
        "unchanged": len(taken.seen - taken.added - taken.changed),
        "duties": taken.duties,
    }
