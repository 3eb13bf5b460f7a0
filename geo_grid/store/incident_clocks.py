"""The clocks of incidents: started, stopped, gone on, met."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

#: By a calendar of which nobody had said anything.
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that was not met yet.

    Parameters
    ----------
    paused_at
        Since when it stands still.
    is_alarmed
        Whether an alarm was raised for it.
    calendar_at
        When the newest year of the calendar was said by which it was reckoned.
    """

    stage: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    explained: Sequence[Mapping[str, Any]]
    unconfirmed: tuple[int, ...]
    paused_at: datetime | None
    is_alarmed: bool = False
    calendar_at: datetime = _EPOCH


def running_clocks(session: Session, incident: int) -> list[RunningClock]:
    """The clocks of an incident that run, or stand still while it is suspended."""
    rows = session.execute(
        text(
            "SELECT stage, started_at, due_at, warn_at, explained, unconfirmed, paused_at, "
            "alarmed_at IS NOT NULL AS is_alarmed, calendar_at FROM incident_due "
            "WHERE incident_id = :incident AND met_at IS NULL ORDER BY started_at"
        ),
        {"incident": incident},
    )
    return [RunningClock(**{**row._mapping, "unconfirmed": tuple(row.unconfirmed)}) for row in rows]


def start_clock(session: Session, incident: int, clock: RunningClock) -> None:
    """Start a clock, or set one anew that was started at the same instant.

    Whoever was warned, or alarmed, of a time that has passed is not told again.
    """
    session.execute(
        text(
            """
            INSERT INTO incident_due
                (incident_id, stage, started_at, due_at, warn_at, explained, unconfirmed, paused_at,
                 calendar_at)
            VALUES (:incident, :stage, :started_at, :due_at, :warn_at, CAST(:explained AS jsonb),
                    :unconfirmed, :paused_at, :calendar_at)
            ON CONFLICT (incident_id, stage, started_at) DO UPDATE SET
                due_at = excluded.due_at, warn_at = excluded.warn_at, explained = excluded.explained,
                unconfirmed = excluded.unconfirmed, paused_at = excluded.paused_at, met_at = NULL,
                calendar_at = excluded.calendar_at,
                warned_at = CASE WHEN excluded.warn_at <= now() THEN incident_due.warned_at END,
                alarmed_at = CASE WHEN excluded.due_at <= now() THEN incident_due.alarmed_at END,
                escalated_at = CASE WHEN excluded.due_at <= now() THEN incident_due.escalated_at END
            """
        ),
        {
            "incident": incident, "stage": clock.stage, "started_at": clock.started_at,
            "due_at": clock.due_at, "warn_at": clock.warn_at,
            "explained": json.dumps(clock.explained, ensure_ascii=False, default=str),
            "unconfirmed": list(clock.unconfirmed), "paused_at": clock.paused_at,
            "calendar_at": clock.calendar_at,
        },
    )  # fmt: skip


def meet_clocks(
    session: Session, incident: int, at: datetime, *, stages: Sequence[str] | None = None
) -> None:
    """Clocks stop for good: those of some stages, or all."""
    session.execute(
        text(
            "UPDATE incident_due SET met_at = greatest(:at, started_at), paused_at = NULL "
            "WHERE incident_id = :incident AND met_at IS NULL "
            "AND (CAST(:stages AS text[]) IS NULL OR stage = ANY(CAST(:stages AS text[])))"
        ),
        {"incident": incident, "at": at, "stages": None if stages is None else list(stages)},
    )


def pause_clocks(session: Session, incident: int, at: datetime, planned_until: datetime | None) -> None:
    """All clocks stand still."""
    told = {"incident": incident, "at": at, "until": planned_until}
    session.execute(
        text("UPDATE incident_due SET paused_at = :at WHERE incident_id = :incident AND met_at IS NULL"), told
    )
    session.execute(
        text(
            "INSERT INTO incident_pause (incident_id, from_at, planned_until) VALUES (:incident, :at, :until)"
        ),
        told,
    )


def end_pause(session: Session, incident: int, at: datetime) -> None:
    """The pause ends; the clocks are set anew by whoever knows how long it was."""
    session.execute(
        text(
            "UPDATE incident_pause SET until_at = greatest(:at, from_at) "
            "WHERE incident_id = :incident AND until_at IS NULL"
        ),
        {"incident": incident, "at": at},
    )


def pauses_of(session: Session, incident: int) -> list[tuple[datetime, datetime | None]]:
    """From when until when it was suspended, in order; None while it is."""
    rows = session.execute(
        text("SELECT from_at, until_at FROM incident_pause WHERE incident_id = :incident ORDER BY from_at"),
        {"incident": incident},
    )
    return [(row.from_at, row.until_at) for row in rows]
