"""Writing the audit: entries beside each deed, and the seals that chain them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.accounts.audit_chain import FIRST_LINK, seal_hash
from geo_grid.store.origin import origin_of

#: An entry as the text that is hashed; PostgreSQL writes the same jsonb always the same.
CANONICAL = """jsonb_build_array(
    e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor, e.via, e.address,
    e.request, e.action, e.subject, e.before, e.after)::text"""

#: Entries sealed at once.
_BATCH = 5000
#: Only one session seals at a time.
_SEALER = 7350009

_PENDING = text(
    f"""
    SELECT e.id, {CANONICAL} AS written FROM audit_entry e
    WHERE e.id > :floor AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)
    ORDER BY e.id LIMIT {_BATCH}
    """  # noqa: S608 - constants of this module
)
_ADD_ENTRY = text(
    "INSERT INTO audit_entry (actor, via, address, request, action, subject, before, after) VALUES "
    "(:actor, :via, :address, :request, :action, :subject, CAST(:before AS jsonb), CAST(:after AS jsonb))"
)
_LAST = text("SELECT number, hash FROM audit_seal ORDER BY number DESC LIMIT 1")
_ADD_SEAL = text(
    "INSERT INTO audit_seal (number, sealed_at, entries, hash) VALUES (:number, :at, :entries, :hash)"
)
_ADD_LINKS = text(
    "INSERT INTO audit_link (entry_id, seal, hash) "
    "SELECT unnest(CAST(:ids AS bigint[])), :number, unnest(CAST(:hashes AS bytea[]))"
)


def note(
    session: Session,
    action: str,
    subject: str | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry in the transaction of the deed.

    Parameters
    ----------
    action
        What was done, e.g. ``grant.revoke``.
    subject
        To what, e.g. ``grant:7``.
    before, after
        What changed, JSON types only; never a secret, never a reporter's data.
    """
    who = origin_of(session)
    session.execute(
        _ADD_ENTRY,
        {
            "actor": who.actor,
            "via": who.via,
            "address": who.address,
            "request": who.request,
            "action": action,
            "subject": subject,
            "before": _json(before),
            "after": _json(after),
        },
    )


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def seal(session: Session, floor: int = 0) -> tuple[int, int] | None:
    """Seal what is not sealed yet, as one batch; the caller commits.

    Parameters
    ----------
    floor
        Entries up to this id are known to be sealed; 0 looks at all of them.

    Returns
    -------
    Number of entries and the highest id of the batch; None where nothing waits or another session seals.
    """
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _SEALER}):
        return None
    pending = session.execute(_PENDING, {"floor": floor}).all()
    if not pending:
        return None
    last = session.execute(_LAST).one_or_none()
    number, before = (1, FIRST_LINK) if last is None else (last.number + 1, bytes(last.hash))
    at: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    links = [(row.id, hashlib.sha256(row.written.encode()).digest()) for row in pending]
    session.execute(
        _ADD_SEAL,
        {"number": number, "at": at, "entries": len(links), "hash": seal_hash(before, number, at, links)},
    )
    session.execute(
        _ADD_LINKS,
        {"ids": [link[0] for link in links], "number": number, "hashes": [link[1] for link in links]},
    )
    return len(links), links[-1][0]
