"""An incident as an act finds it: held so that nobody else changes it, with all that was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

#: Of the alias i, what `held_of` reads.
HELD_COLUMNS = """
    i.id, i.number, i.version, i.state, i.stage, i.stage_since, i.kind, i.urgency, i.channel, i.category,
    i.catalogue_version, ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat, i.grid_id, i.grids, i.nearest_grid,
    i.border_grid, i.assignee_person, i.assignee_office, i.co_offices, i.level, i.ruled_person,
    i.ruled_office, i.duplicate_of, i.pending, i.pending_until, i.pending_by, i.reported_at, i.accepted_at,
    i.dispatched_at, i.finished_at, i.closed_at, i.due_at, i.stage_due_at, i.overdue, i.reopened, i.returned,
    i.escalated, i.extended, i.closings, i.ratings, i.secret_hash, i.made_up
"""
_ENTRIES = text(
    """
    SELECT n, act, from_state, to_state, by_account, by_person, capacity, at, made_at, reason_code, reason,
           params, client_id, client_hash, version
    FROM incident_entry WHERE incident_id = :incident ORDER BY n
    """
)


@dataclass(frozen=True, slots=True)
class Held:
    """An incident as it stands.

    Parameters
    ----------
    grids
        The chain of grids, level ascending, without the outline; empty outside the coverage.
    level
        The level of whoever has it; None outside.
    """

    id: int
    number: str
    version: int
    state: str
    stage: str | None
    stage_since: datetime
    kind: str
    urgency: str
    channel: str
    category: str
    catalogue_version: int
    lon: float
    lat: float
    grid_id: int | None
    grids: tuple[int, ...]
    nearest_grid: int | None
    border_grid: int | None
    assignee_person: int | None
    assignee_office: int | None
    co_offices: tuple[int, ...]
    level: int | None
    ruled_person: int | None
    ruled_office: int | None
    duplicate_of: int | None
    pending: str | None
    pending_until: datetime | None
    pending_by: int | None
    reported_at: datetime
    accepted_at: datetime | None
    dispatched_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    stage_due_at: datetime | None
    overdue: bool
    reopened: int
    returned: int
    escalated: int
    extended: int
    closings: int
    ratings: int
    secret_hash: bytes | None
    made_up: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an incident's history, as far as rules look at it."""

    n: int
    act: str
    from_state: str | None
    to_state: str
    by_account: int | None
    by_person: int | None
    capacity: str
    at: datetime
    made_at: datetime | None
    reason_code: str | None
    reason: str | None
    params: Mapping[str, Any]
    client_id: UUID | None
    client_hash: bytes | None
    version: int


def held_incident(session: Session, number: str) -> Held | None:
    """An incident that nobody else changes until the transaction ends."""
    return _one(session, "number = :asked", number, "FOR UPDATE")


def held_by_id(session: Session, incident: int, *, wait: bool = True) -> Held | None:
    """The same by identity; without waiting, None where somebody else holds it."""
    return _one(session, "id = :asked", incident, "FOR UPDATE" if wait else "FOR UPDATE SKIP LOCKED")


def seen_incident(session: Session, number: str) -> Held | None:
    """An incident, to look at."""
    return _one(session, "number = :asked", number, "")


def entries_of(session: Session, incident: int) -> list[Entry]:
    """What was done with an incident, in order."""
    return [
        Entry(**{**row._mapping, "client_hash": _bytes(row.client_hash)})
        for row in session.execute(_ENTRIES, {"incident": incident})
    ]


def entry_called(session: Session, client_id: UUID) -> tuple[int, Entry] | None:
    """What a client called so: the incident and the entry; None where nothing is called so."""
    row = session.execute(
        text("SELECT incident_id, n FROM incident_entry WHERE client_id = :id"), {"id": client_id}
    ).one_or_none()
    if row is None:
        return None
    return row.incident_id, next(each for each in entries_of(session, row.incident_id) if each.n == row.n)


def number_of(session: Session, incident: int) -> str | None:
    """What an incident is called."""
    found: str | None = session.scalar(text("SELECT number FROM incident WHERE id = :id"), {"id": incident})
    return found


def this_instant(session: Session) -> datetime:
    """The instant of this transaction by the database's clock."""
    at: datetime = session.execute(text("SELECT now()")).scalar_one()
    return at


def _one(session: Session, where: str, asked: object, lock: str) -> Held | None:
    statement = text(f"SELECT {HELD_COLUMNS} FROM incident i WHERE i.{where} {lock}")  # noqa: S608
    row = session.execute(statement, {"asked": asked}).one_or_none()
    return None if row is None else held_of(row)


def held_of(row: Row[Any]) -> Held:
    """An incident from a row of `HELD_COLUMNS`."""
    told = dict(row._mapping)
    for name in ("grids", "co_offices"):
        told[name] = tuple(told[name])
    return Held(**{**told, "secret_hash": _bytes(told["secret_hash"])})


def _bytes(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else None
