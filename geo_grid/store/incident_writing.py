"""Writing an incident as it comes in, with what its reporter said of themselves kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.incident_held import HELD_COLUMNS, Held, held_of

_ADD = text(
    f"""
    INSERT INTO incident AS i
        (number, secret_hash, client_id, client_hash, state, stage, kind, urgency, channel, category,
         catalogue_version, title, place, text, geom, edition, grid_id, grids, nearest_grid, nearest_m,
         border_m, border_grid, choice, level, reported_at, stage_since, happened_at, closed_at,
         finished_at, closings, reporter_account, made_up, assignee_person, assignee_office, co_offices,
         accepted_at, dispatched_at, due_at, stage_due_at, warn_at, overdue)
    VALUES
        (gg_incident_number(:day), :secret_hash, :client_id, :client_hash, :state, :stage, :kind, :urgency,
         :channel, :category, :catalogue_version, :title, :place, :text,
         ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :edition, :grid_id, CAST(:grids AS bigint[]),
         :nearest_grid, :nearest_m, :border_m, :border_grid, :choice, :level, coalesce(:reported_at, now()),
         coalesce(:reported_at, now()), :happened_at,
         CASE WHEN :state = 'closed' THEN coalesce(:reported_at, now()) END,
         CASE WHEN :state = 'closed' THEN coalesce(:reported_at, now()) END,
         CASE WHEN :state = 'closed' THEN 1 ELSE 0 END, :reporter_account, :made_up, :assignee_person,
         :assignee_office, CAST(:co_offices AS bigint[]), :accepted_at, :dispatched_at, :due_at,
         :stage_due_at, :warn_at, :overdue)
    ON CONFLICT (client_id) DO NOTHING
    RETURNING {HELD_COLUMNS}
    """  # noqa: S608 - constants of the store
)
_ADD_ENTRY = text(
    """
    INSERT INTO incident_entry (incident_id, n, act, to_state, by_account, by_person, capacity, at, text,
                                params, version)
    VALUES (:incident, 1, :act, :state, :account, (SELECT id FROM person WHERE account_id = :account),
            :capacity, coalesce(:at, now()), :text, CAST(:params AS jsonb), 1)
    RETURNING id
    """
)
_SENT_BEFORE = text(
    """
    SELECT now() AS at, i.id, i.number, i.client_hash
    FROM (SELECT CAST(:client_id AS uuid) AS id) asked LEFT JOIN incident i ON i.client_id = asked.id
    """
)


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident that comes in.

    Parameters
    ----------
    day
        Local day whose numbers it is counted among.
    lon, lat
        On the lattice, EPSG:4326 degrees.
    grids
        The chain of grids, level ascending, without the outline; empty outside the coverage.
    nearest_m, border_m
        Metres.
    reported_at
        None for this instant.
    client_id
        Under which it is known when it is sent again; None where the client gave no name.
    level
        Of whoever has it; None for the last of its grids.
    """

    day: date
    state: str
    stage: str | None
    kind: str
    urgency: str
    channel: str
    category: str
    catalogue_version: int
    title: str
    place: str | None
    text: str | None
    lon: float
    lat: float
    edition: int | None
    grids: tuple[int, ...]
    nearest_grid: int | None
    nearest_m: float | None
    border_m: float | None
    border_grid: int | None
    choice: str
    happened_at: datetime | None = None
    reported_at: datetime | None = None
    reporter_account: int | None = None
    secret_hash: bytes | None = None
    client_id: UUID | None = None
    client_hash: bytes | None = None
    made_up: bool = False
    level: int | None = None
    assignee_person: int | None = None
    assignee_office: int | None = None
    co_offices: Sequence[int] = ()
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    due_at: datetime | None = None
    stage_due_at: datetime | None = None
    warn_at: datetime | None = None
    overdue: bool = False

    def held(self, at: datetime) -> Held:
        """As it will stand once it is written, but for identity and number.

        Parameters
        ----------
        at
            The instant of the transaction.
        """
        reported = self.reported_at or at
        return Held(
            id=0, number="", version=1, state=self.state, stage=self.stage, stage_since=reported,
            kind=self.kind, urgency=self.urgency, channel=self.channel, category=self.category,
            catalogue_version=self.catalogue_version, lon=self.lon, lat=self.lat,
            grid_id=self.grids[-1] if self.grids else None, grids=self.grids,
            nearest_grid=self.nearest_grid, border_grid=self.border_grid,
            assignee_person=self.assignee_person, assignee_office=self.assignee_office,
            co_offices=tuple(self.co_offices), level=self.level or len(self.grids) or None,
            ruled_person=None, ruled_office=None, duplicate_of=None, pending=None, pending_until=None,
            pending_by=None, reported_at=reported, accepted_at=self.accepted_at,
            dispatched_at=self.dispatched_at, finished_at=None, closed_at=None, due_at=self.due_at,
            stage_due_at=self.stage_due_at, overdue=self.overdue, reopened=0, returned=0, escalated=0,
            extended=0, closings=0, ratings=0, secret_hash=self.secret_hash, made_up=self.made_up,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewReporter:
    """What a reporter says of themselves; each may be missing."""

    name: str | None
    phone: str | None
    contact: str | None
    language: str

    @property
    def is_known(self) -> bool:
        """Whether there is anything to keep."""
        return any((self.name, self.phone, self.contact))


def add_incident(session: Session, new: NewIncident) -> Held | None:
    """Write it, as it then stands; None where the client has sent it before."""
    row = session.execute(
        _ADD,
        {
            "day": new.day, "secret_hash": new.secret_hash, "client_id": new.client_id,
            "client_hash": new.client_hash, "state": new.state, "stage": new.stage, "kind": new.kind,
            "urgency": new.urgency, "channel": new.channel, "category": new.category,
            "catalogue_version": new.catalogue_version, "title": new.title, "place": new.place,
            "text": new.text, "lon": new.lon, "lat": new.lat, "edition": new.edition,
            "grid_id": new.grids[-1] if new.grids else None, "grids": list(new.grids),
            "nearest_grid": new.nearest_grid, "nearest_m": new.nearest_m, "border_m": new.border_m,
            "border_grid": new.border_grid, "choice": new.choice,
            "level": new.level or len(new.grids) or None,
            "reported_at": new.reported_at, "happened_at": new.happened_at,
            "reporter_account": new.reporter_account, "made_up": new.made_up,
            "assignee_person": new.assignee_person, "assignee_office": new.assignee_office,
            "co_offices": list(new.co_offices), "accepted_at": new.accepted_at,
            "dispatched_at": new.dispatched_at, "due_at": new.due_at, "stage_due_at": new.stage_due_at,
            "warn_at": new.warn_at, "overdue": new.overdue,
        },
    ).one_or_none()  # fmt: skip
    return None if row is None else held_of(row)


def add_first_entry(
    session: Session,
    incident: int,
    act: str,
    state: str,
    capacity: str,
    *,
    account: int | None,
    said: str | None,
    params: str,
    at: datetime | None,
) -> int:
    """Begin the history; the entry's identity.

    Parameters
    ----------
    params
        JSON.
    at
        None for this instant.
    """
    added: int = session.execute(
        _ADD_ENTRY,
        {
            "incident": incident, "act": act, "state": state, "capacity": capacity, "account": account,
            "text": said, "params": params, "at": at,
        },
    ).scalar_one()  # fmt: skip
    return added


def sent_before(session: Session, client_id: UUID) -> tuple[datetime, tuple[int, str, bytes | None] | None]:
    """The incident that a client called so.

    Returns
    -------
    tuple
        The instant of the transaction; identity, number and hash of what was sent.
    """
    row = session.execute(_SENT_BEFORE, {"client_id": client_id}).one()
    return row.at, None if row.id is None else (row.id, row.number, row.client_hash)


def unused_photos(session: Session, photos: Sequence[str]) -> set[str]:
    """Which of some photos are there and not used yet."""
    found = session.scalars(
        text("SELECT id FROM incident_photo WHERE id = ANY(:photos) AND incident_id IS NULL"),
        {"photos": list(photos)},
    )
    return set(found)
