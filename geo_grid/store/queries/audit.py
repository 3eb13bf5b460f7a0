"""What does the audit hold, and is it as it was sealed?"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.accounts.audit_chain import PATIENCE_H, Link, Seal, Tampering, broken_seals
from geo_grid.store.audit_writing import CANONICAL

#: Seconds after which an entry that nobody sealed is no longer merely new.
SEAL_DUE_S = 60

_BY_ENTRY = text(
    f"""
    SELECT coalesce(e.id, l.entry_id) AS id, e.id IS NULL AS is_gone, l.seal, l.hash, {CANONICAL} AS written,
           e.at, e.at < clock_timestamp() - make_interval(secs => {SEAL_DUE_S}) AS is_due
    FROM audit_entry e FULL JOIN audit_link l ON l.entry_id = e.id ORDER BY 1
    """  # noqa: S608 - constants of this module
)
_SEALS = text("SELECT number, sealed_at, entries, hash FROM audit_seal ORDER BY number")

_SEARCH = """
    SELECT e.id, e.at, e.actor, e.via, e.address, e.request, e.action, e.subject, e.before, e.after,
           EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id) AS sealed
    FROM audit_entry e
    WHERE (CAST(:actor AS text) IS NULL OR strpos(lower(e.actor), lower(:actor)) > 0)
      AND (CAST(:action AS text) IS NULL OR e.action = :action
           OR (right(:action, 1) = '.' AND starts_with(e.action, :action)))
      AND (CAST(:subject AS text) IS NULL OR e.subject = :subject OR starts_with(e.subject, :subject || ' '))
      AND (CAST(:since AS timestamptz) IS NULL OR e.at >= :since)
      AND (CAST(:until AS timestamptz) IS NULL OR e.at < :until)
      AND (CAST(:before AS bigint) IS NULL OR e.id < :before)
    ORDER BY e.id DESC
"""
_PAGE = text(_SEARCH + " LIMIT :limit")
_ALL = text(_SEARCH)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An entry of the audit."""

    id: int
    at: datetime
    actor: str
    via: str
    address: str | None
    request: str | None
    action: str
    subject: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What is looked for; None is anything.

    Parameters
    ----------
    actor
        Part of the actor, whatever its case.
    action
        The action, or its beginning up to a dot, e.g. ``grant.``.
    subject
        The subject, or its part before a blank.
    since, until
        Aware instants, the second excluded.
    """

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What a verification found."""

    entries: int
    sealed: int
    seals: int
    last: Seal | None
    tampering: tuple[Tampering, ...]


def audit_page(
    session: Session, search: AuditSearch, *, before: int | None = None, limit: int = 100
) -> list[AuditRecord]:
    """Entries, newest first, older than the entry ``before``."""
    rows = session.execute(_PAGE, {**_params(search), "before": before, "limit": limit})
    return [AuditRecord(*row) for row in rows]


def audit_all(session: Session, search: AuditSearch) -> Iterator[AuditRecord]:
    """Every entry, newest first, a thousand in memory at a time."""
    rows = session.execute(_ALL, {**_params(search), "before": None}, execution_options={"yield_per": 1000})
    for row in rows:
        yield AuditRecord(*row)


def _params(search: AuditSearch) -> dict[str, Any]:
    return {
        "actor": search.actor,
        "action": search.action,
        "subject": search.subject,
        "since": search.since,
        "until": search.until,
    }


def last_seal(session: Session) -> Seal | None:
    """The newest seal."""
    row = session.execute(
        text("SELECT number, sealed_at, entries, hash FROM audit_seal ORDER BY number DESC LIMIT 1")
    ).one_or_none()
    return None if row is None else Seal(row.number, row.sealed_at, row.entries, bytes(row.hash))


def audit_counts(session: Session) -> tuple[int, int]:
    """Entries, and how many of them are not sealed yet."""
    row = session.execute(
        text(
            "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS "
            "(SELECT FROM audit_link l WHERE l.entry_id = e.id)) FROM audit_entry e"
        )
    ).one()
    return int(row[0]), int(row[1])


def verify(session: Session, anchor: tuple[int, bytes] | None = None) -> AuditVerdict:
    """Compare every entry with its hash and every seal with its entries and the seal before.

    Parameters
    ----------
    anchor
        Number and hash of a seal that was written down elsewhere: finds a chain that was made anew.
    """
    seals = [Seal(row.number, row.sealed_at, row.entries, bytes(row.hash)) for row in session.execute(_SEALS)]
    sealed_at = {one.number: one.sealed_at for one in seals}
    links: dict[int, list[Link]] = defaultdict(list)
    found: list[Tampering] = []
    entries = sealed = 0
    rows = session.execute(_BY_ENTRY, execution_options={"yield_per": 1000})
    for row in rows:
        entries += not row.is_gone
        if row.seal is not None:
            sealed += not row.is_gone
            links[row.seal].append((row.id, bytes(row.hash)))
        kind = _judged(row, sealed_at)
        if kind is not None:
            found.append(Tampering(kind, row.id))
    found += broken_seals(seals, links)
    if anchor is not None:
        number, digest = anchor
        if next((one.hash for one in seals if one.number == number), None) != digest:
            found.append(Tampering("anchor_differs", number))
    return AuditVerdict(entries, sealed, len(seals), seals[-1] if seals else None, tuple(found))


def _judged(row: Any, sealed_at: dict[int, Any]) -> Any:
    if row.is_gone:
        return "missing"
    if row.seal is None:
        # Entries that wait for the sealer are new; an old one without a seal was not written by us.
        return "inserted" if row.is_due else None
    if hashlib.sha256(row.written.encode()).digest() != bytes(row.hash):
        return "changed"
    before = sealed_at.get(row.seal - 1)
    if before is not None and row.at < before - timedelta(hours=PATIENCE_H):
        return "inserted"
    return None
