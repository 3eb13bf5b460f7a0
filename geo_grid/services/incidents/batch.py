"""Many incidents at once from a sheet: all of it or nothing, and each row's fault in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError, InputError
from geo_grid.core.incidents.actions import Capacity
from geo_grid.core.incidents.states import Channel, Urgency
from geo_grid.files.incident_sheet import IncidentSheet
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.reporting import By, Said, report
from geo_grid.services.locate import LocateIndex
from geo_grid.store.audit_writing import note

_URGENCIES = {
    "紧急": Urgency.EMERGENCY, "较急": Urgency.URGENT, "一般": Urgency.NORMAL,
    **{each.value: each for each in Urgency},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row."""

    row: int
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a sheet.

    Parameters
    ----------
    rows
        How many it has.
    known
        How many of them had been taken in before.
    numbers
        Of the incidents that were, or would be, taken in.
    is_kept
        Whether it was kept: only where that was asked for and nothing is wrong.
    """

    rows: int
    known: int
    faults: Sequence[RowFault]
    numbers: Sequence[str]
    is_kept: bool


def take_batch(
    session: Session,
    desk: Desk,
    index: LocateIndex,
    sheet: IncidentSheet,
    account: int | None,
    *,
    system: str,
    commit: bool,
) -> Batch:
    """Take the rows of a sheet in, each as if it were reported by hand; the caller commits what is kept.

    Whatever is not kept is undone before this returns.
    """
    faults: list[RowFault] = []
    numbers: list[str] = []
    known = 0
    trial = session.begin_nested()
    for number, values in sheet.rows.items():
        step = session.begin_nested()
        try:
            said = _said(values, f"{sheet.digest[:40]}-{number}", system, desk)
            found = report(session, desk, index, said, By(Capacity.RECEIVER, account))
        except GeoGridError as error:
            step.rollback()
            faults.append(RowFault(number, error.code, error.params))
            continue
        step.commit()
        known += not found.is_new
        numbers.append(found.number)
    is_kept = commit and not faults
    if is_kept:
        trial.commit()
        note(session, "incident.batch", after={"rows": len(sheet.rows), "incidents": len(numbers) - known})
    else:
        trial.rollback()
    return Batch(len(sheet.rows), known, faults, numbers if is_kept else (), is_kept)


def _said(values: Mapping[str, Any], key: str, system: str, desk: Desk) -> Said:
    category = values.get("category")
    lon, lat = _degrees(values, "lon"), _degrees(values, "lat")
    if abs(lat) > 90 or abs(lon) > 180:
        swapped = abs(lon) <= 90 < abs(lat) <= 180
        raise InputError(
            "position_swapped" if swapped else "position_out_of_range", lon=str(lon), lat=str(lat)
        )
    urgency = values.get("urgency")
    if urgency is not None and str(urgency) not in _URGENCIES:
        raise InputError("urgency_unknown", given=str(urgency)[:50])
    return Said(
        category=_code(category),
        lon=lon,
        lat=lat,
        text=_text(values, "text"),
        title=_text(values, "title"),
        place=_text(values, "place"),
        happened_at=_instant(values.get("happened_at"), desk),
        name=_text(values, "name"),
        phone=_text(values, "phone"),
        channel=Channel.BATCH,
        urgency=None if urgency is None else _URGENCIES[str(urgency)].value,
        system=system,
        key=key,
        language=desk.settings.language,
    )


def _code(given: Any) -> str:
    """A category's code; a workbook takes 0101 for a number and drops the zero."""
    code = str(int(given)) if isinstance(given, float) and given.is_integer() else str(given or "")
    return code.zfill(4) if code.isdecimal() and len(code) == 3 else code


def _degrees(values: Mapping[str, Any], name: str) -> float:
    given = values.get(name)
    try:
        found = float(given)  # type: ignore[arg-type]  # whatever is no number is told so
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError("degrees_unreadable", column=name, given=str(given)[:50]) from error
    if found != found or abs(found) > 1e6:
        raise InputError("degrees_unreadable", column=name, given=str(given)[:50])
    return found


def _text(values: Mapping[str, Any], name: str) -> str | None:
    given = values.get(name)
    text = None if given is None else str(given).replace("\x00", "").strip()
    if text is not None and len(text) > 4000:
        raise InputError("value_too_long", name=name, limit=4000)
    return text or None


def _instant(given: Any, desk: Desk) -> datetime | None:
    if given is None:
        return None
    try:
        found = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    except ValueError as error:
        raise InputError("date_invalid", given=str(given)[:50]) from error
    return found if found.tzinfo is not None else found.replace(tzinfo=desk.settings.zone)
