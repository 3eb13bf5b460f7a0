"""What else is known of one incident: its history, clocks, photos, and what it has to do with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_DETAILS = text(
    """
    SELECT i.text, i.edition, i.choice, i.border_m, i.border_grid, i.nearest_m, i.happened_at, i.accepted_at,
           i.dispatched_at, i.finished_at, i.closed_at, i.rating, i.solved, i.pending, i.pending_until,
           d.number AS duplicate_of, i.catalogue_version,
           r.erased_at, (r.name IS NOT NULL OR r.phone IS NOT NULL OR r.contact IS NOT NULL) AS has_contact
    FROM incident i
    LEFT JOIN incident d ON d.id = i.duplicate_of
    LEFT JOIN incident_reporter r ON r.incident_id = i.id
    WHERE i.id = :incident
    """
)
_HISTORY = text(
    """
    SELECT e.id, e.n, e.act, e.from_state, e.to_state, e.at, e.made_at, e.capacity,
           coalesce(p.name, a.name) AS by_name, e.reason_code, e.reason, e.text, e.params,
           ST_X(e.geom) AS lon, ST_Y(e.geom) AS lat, e.accuracy_m,
           ARRAY(SELECT f.id FROM incident_photo f WHERE f.entry_id = e.id ORDER BY f.made_at, f.id) AS photos
    FROM incident_entry e
    LEFT JOIN account a ON a.id = e.by_account
    LEFT JOIN person p ON p.id = e.by_person
    WHERE e.incident_id = :incident ORDER BY e.n
    """
)
_DUES = text(
    "SELECT stage, started_at, due_at, met_at, paused_at, explained, unconfirmed FROM incident_due "
    "WHERE incident_id = :incident ORDER BY started_at, stage"
)
_LINKED = text(
    """
    SELECT CASE WHEN l.a = :incident THEN l.b ELSE l.a END AS id FROM incident_link l
    WHERE l.a = :incident OR l.b = :incident
    UNION
    SELECT id FROM incident WHERE duplicate_of = :incident
    """
)


@dataclass(frozen=True, slots=True)
class Details:
    """What a list does not say of an incident."""

    text: str | None
    edition: int | None
    choice: str
    border_m: float | None
    border_grid: int | None
    nearest_m: float | None
    happened_at: datetime | None
    accepted_at: datetime | None
    dispatched_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    rating: int | None
    solved: bool | None
    pending: str | None
    pending_until: datetime | None
    duplicate_of: str | None
    catalogue_version: int
    erased_at: datetime | None
    has_contact: bool | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What was done with an incident, by whom, with the photos taken."""

    id: int
    n: int
    act: str
    from_state: str | None
    to_state: str
    at: datetime
    made_at: datetime | None
    capacity: str
    by_name: str | None
    reason_code: str | None
    reason: str | None
    text: str | None
    params: dict[str, Any]
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    photos: list[str]


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A clock of an incident, explained step by step."""

    stage: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    paused_at: datetime | None
    explained: list[dict[str, Any]]
    unconfirmed: list[int]


def details_of(session: Session, incident: int) -> Details:
    """What a list does not say of an incident."""
    return Details(**session.execute(_DETAILS, {"incident": incident}).one()._mapping)


def history_of(session: Session, incident: int) -> list[HistoryEntry]:
    """What was done with an incident, in order."""
    return [HistoryEntry(**row._mapping) for row in session.execute(_HISTORY, {"incident": incident})]


def dues_of(session: Session, incident: int) -> list[DueRecord]:
    """The clocks of an incident, in the order in which they began."""
    return [DueRecord(**row._mapping) for row in session.execute(_DUES, {"incident": incident})]


def linked_to(session: Session, incident: int) -> list[int]:
    """Identities of the incidents that one has to do with."""
    return sorted(session.scalars(_LINKED, {"incident": incident}).all())


def near_by(
    session: Session,
    place: tuple[float, float],
    reach_degrees: tuple[float, float],
    *,
    hours: int,
    categories: str | None,
    without: Collection[int] = (),
    limit: int = 50,
) -> list[int]:
    """Identities of open incidents around a place, the nearest first.

    Parameters
    ----------
    place
        Longitude and latitude, EPSG:4326 degrees.
    reach_degrees
        How far to the east and west, and to the north and south.
    hours
        Reported within so many.
    categories
        Only those whose code begins so.
    """
    lon, lat = place
    east, north = reach_degrees
    found = session.scalars(
        text(
            """
            SELECT i.id FROM incident i
            WHERE i.is_open AND i.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
              AND i.reported_at > now() - make_interval(hours => :hours)
              AND (CAST(:category AS text) IS NULL
                   OR (i.category >= :category AND i.category < :category || '~'))
              AND NOT i.id = ANY(CAST(:without AS bigint[]))
            ORDER BY i.geom <-> ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), i.id LIMIT :limit
            """
        ),
        {
            "west": lon - east, "east": lon + east, "south": lat - north, "north": lat + north,
            "hours": hours, "category": categories, "without": list(without), "lon": lon, "lat": lat,
            "limit": limit,
        },
    )  # fmt: skip
    return list(found)
