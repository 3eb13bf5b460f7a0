"""Writing what an act does: the incident's new state, the entry, the clocks, who got it from whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

#: What an act may change of an incident.
_CHANGED = frozenset(
    {
        "state", "stage", "stage_since", "kind", "urgency", "category", "catalogue_version", "edition",
        "grid_id", "grids", "nearest_grid", "nearest_m", "border_m", "border_grid", "choice",
        "assignee_person", "assignee_office", "co_offices", "level", "ruled_person", "ruled_office",
        "pending", "pending_until", "pending_by", "duplicate_of", "accepted_at", "dispatched_at",
        "finished_at", "closed_at", "due_at", "stage_due_at", "warn_at", "overdue", "reopened",
        "returned", "escalated", "extended", "closings", "ratings", "rating", "solved",
    }
)  # fmt: skip

_ADD_ENTRY = text(
    """
    INSERT INTO incident_entry
        (incident_id, n, act, from_state, to_state, by_account, by_person, capacity, at, made_at, reason_code,
         reason, text, params, geom, accuracy_m, client_id, client_hash, version)
    VALUES
        (:incident,
         (SELECT coalesce(max(n), 0) + 1 FROM incident_entry WHERE incident_id = :incident),
         :act, :from_state, :to_state, :by_account,
         (SELECT id FROM person WHERE account_id = :by_account),
         :capacity, :at, :made_at, :reason_code, :reason, :text, CAST(:params AS jsonb),
         ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :accuracy_m, :client_id, :client_hash,
         (SELECT version FROM incident WHERE id = :incident))
    RETURNING id
    """
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written.

    Parameters
    ----------
    at
        Not before the last one.
    made_at
        When it was done as the client says, where it was sent later.
    position
        Where whoever acted stood, lattice degrees EPSG:4326.
    """

    act: str
    from_state: str | None
    to_state: str
    capacity: str
    at: datetime
    by_account: int | None = None
    made_at: datetime | None = None
    reason_code: str | None = None
    reason: str | None = None
    text: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    position: tuple[float, float] | None = None
    accuracy_m: float | None = None
    client_id: UUID | None = None
    client_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """An incident went from one to another."""

    act: str
    from_grid: int | None = None
    to_grid: int | None = None
    from_person: int | None = None
    to_person: int | None = None
    from_office: int | None = None
    to_office: int | None = None
    reason_code: str | None = None


def change_incident(
    session: Session, incident: int, changes: Mapping[str, Any], place: tuple[float, float] | None = None
) -> None:
    """Write what changes of an incident; its version rises even if nothing does.

    Parameters
    ----------
    place
        Its new place, lattice degrees EPSG:4326.
    """
    unknown = set(changes) - _CHANGED
    if unknown:
        raise LookupError(sorted(unknown))
    told = [f"{name} = :{name}" for name in changes]
    if place is not None:
        told.append("geom = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)")
    lon, lat = place or (None, None)
    session.execute(
        text(f"UPDATE incident SET {', '.join(told or ['state = state'])} WHERE id = :id"),  # noqa: S608
        {**changes, "id": incident, "lon": lon, "lat": lat},
    )


def add_entry(session: Session, incident: int, entry: NewEntry) -> int:
    """Add to the history, after `change_incident`; its identity."""
    lon, lat = entry.position or (None, None)
    added: int = session.execute(
        _ADD_ENTRY,
        {
            "incident": incident, "act": entry.act, "from_state": entry.from_state,
            "to_state": entry.to_state, "by_account": entry.by_account, "capacity": entry.capacity,
            "at": entry.at, "made_at": entry.made_at, "reason_code": entry.reason_code,
            "reason": entry.reason, "text": entry.text, "params": _json(entry.params), "lon": lon, "lat": lat,
            "accuracy_m": entry.accuracy_m, "client_id": entry.client_id, "client_hash": entry.client_hash,
        },
    ).scalar_one()  # fmt: skip
    return added


def add_transfer(session: Session, incident: int, entry: int, at: datetime, moved: NewTransfer) -> None:
    """Write down from whom to whom it went."""
    session.execute(
        text(
            """
            INSERT INTO incident_transfer
                (incident_id, entry_id, act, from_grid, to_grid, from_person, to_person, from_office,
                 to_office, reason_code, at)
            VALUES (:incident, :entry, :act, :from_grid, :to_grid, :from_person, :to_person, :from_office,
                    :to_office, :reason_code, :at)
            """
        ),
        {
            "incident": incident, "entry": entry, "act": moved.act, "from_grid": moved.from_grid,
            "to_grid": moved.to_grid, "from_person": moved.from_person, "to_person": moved.to_person,
            "from_office": moved.from_office, "to_office": moved.to_office,
            "reason_code": moved.reason_code, "at": at,
        },
    )  # fmt: skip


def use_photos(session: Session, photos: Sequence[str], incident: int, entry: int, stage: str) -> list[str]:
    """Give photos that nobody has used yet to an entry; those that it got."""
    found = session.scalars(
        text(
            "UPDATE incident_photo SET incident_id = :incident, entry_id = :entry, stage = :stage "
            "WHERE id = ANY(:photos) AND incident_id IS NULL RETURNING id"
        ),
        {"photos": list(photos), "incident": incident, "entry": entry, "stage": stage},
    )
    return list(found)


def link(session: Session, one: int, other: int, kind: str, account: int | None) -> None:
    """Say that two incidents have to do with each other; once is enough."""
    session.execute(
        text(
            "INSERT INTO incident_link (a, b, kind, made_by) VALUES (least(:one, :other), "
            "greatest(:one, :other), :kind, :account) ON CONFLICT DO NOTHING"
        ),
        {"one": one, "other": other, "kind": kind, "account": account},
    )


def unlink(session: Session, one: int, other: int) -> None:
    """Say that they have nothing to do with each other."""
    session.execute(
        text("DELETE FROM incident_link WHERE a = least(:one, :other) AND b = greatest(:one, :other)"),
        {"one": one, "other": other},
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
