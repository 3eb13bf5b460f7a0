"""The audit: read, told to others, sealed, and verified."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.accounts.audit_chain import Seal
from geo_grid.core.errors import InputError
from geo_grid.store.audit_writing import note, seal
from geo_grid.store.queries.audit import (
    AuditRecord,
    AuditSearch,
    AuditVerdict,
    audit_all,
    audit_counts,
    audit_page,
    last_seal,
    verify,
)

COLUMNS = (
    "id", "at", "actor", "via", "address", "request", "action", "subject", "before", "after", "sealed",
)  # fmt: skip

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def search_audit(
    session: Session, search: AuditSearch, *, before: int | None, limit: int
) -> list[AuditRecord]:
    """Entries, newest first, older than the entry ``before``."""
    return audit_page(session, search, before=before, limit=limit)


def seal_all(session: Session) -> int:
    """Seal whatever waits; the number of entries. The caller commits."""
    total = 0
    while sealed := seal(session):
        total += sealed[0]
    return total


def seal_state(session: Session) -> tuple[Seal | None, int, int]:
    """The newest seal, all entries, and those that no seal holds yet."""
    return (last_seal(session), *audit_counts(session))


def verify_audit(session: Session, anchor: str | None = None) -> AuditVerdict:
    """Compare everything with what was sealed.

    Parameters
    ----------
    anchor
        ``NUMBER:HASH`` of a seal as it was written down elsewhere.

    Raises
    ------
    InputError
        ``audit_anchor_invalid``.
    """
    if anchor is None:
        return verify(session)
    number, _, digest = anchor.partition(":")
    try:
        known = int(number), bytes.fromhex(digest)
    except ValueError as error:
        raise InputError("audit_anchor_invalid", given=anchor[:100]) from error
    return verify(session, known)


def export_audit(session: Session, search: AuditSearch, form: str) -> Iterator[str]:
    """Every entry as lines of JSON or CSV; that it was done is an entry too.

    Parameters
    ----------
    form
        ``jsonl`` or ``csv``.
    """
    note(session, "audit.export", after={"form": form, **_told(search)})
    if form == "csv":
        # Excel takes a file without this mark for one in the machine's own encoding.
        yield "\ufeff" + _csv_line(COLUMNS)
    for record in audit_all(session, search):
        told = _entry(record)
        if form == "csv":
            yield _csv_line([_cell(told[name]) for name in COLUMNS])
        else:
            yield json.dumps(told, ensure_ascii=False) + "\n"


def _told(search: AuditSearch) -> dict[str, Any]:
    asked = {name: getattr(search, name) for name in ("actor", "action", "subject", "since", "until")}
    return {name: str(value) for name, value in asked.items() if value is not None}


def _entry(record: AuditRecord) -> dict[str, Any]:
    entry = {name: getattr(record, name) for name in COLUMNS}
    entry["at"] = record.at.isoformat()
    return entry


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _csv_line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
