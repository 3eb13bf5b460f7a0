"""Which clocks of incidents have run out, or will soon? No lock is taken; whoever acts looks again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_OPEN = "d.met_at IS NULL AND d.paused_at IS NULL"


def overdue_incidents(session: Session, at: datetime, limit: int) -> list[int]:
    """Incidents with a clock that has run out and of which no alarm was raised, the oldest first."""
    return list(
        session.scalars(
            text(
                f"SELECT d.incident_id FROM incident_due d WHERE {_OPEN} AND d.alarmed_at IS NULL "  # noqa: S608
                "AND d.due_at <= :at ORDER BY d.due_at, d.incident_id LIMIT :limit"
            ),
            {"at": at, "limit": limit},
        )
    )


def nearly_due_incidents(session: Session, at: datetime, limit: int) -> list[int]:
    """Incidents with a clock that will have run out soon, and of which nobody was warned."""
    return list(
        session.scalars(
            text(
                f"SELECT d.incident_id FROM incident_due d WHERE {_OPEN} AND d.warned_at IS NULL "  # noqa: S608
                "AND d.warn_at <= :at AND d.due_at > :at ORDER BY d.warn_at, d.incident_id LIMIT :limit"
            ),
            {"at": at, "limit": limit},
        )
    )


def incidents_to_resume(session: Session, at: datetime, limit: int) -> list[int]:
    """Suspended incidents whose day has come."""
    return list(
        session.scalars(
            text(
                "SELECT incident_id FROM incident_pause WHERE until_at IS NULL AND planned_until <= :at "
                "ORDER BY planned_until, incident_id LIMIT :limit"
            ),
            {"at": at, "limit": limit},
        )
    )


def incidents_of_the_gone(session: Session, at: datetime, limit: int) -> list[int]:
    """Incidents that somebody has who is no longer in the service."""
    return list(
        session.scalars(
            text(
                "SELECT i.id FROM incident i JOIN person p ON p.id = i.assignee_person "
                "WHERE i.is_open AND i.state IN ('dispatched', 'handling') AND NOT p.valid @> :at "
                "ORDER BY i.id LIMIT :limit"
            ),
            {"at": at, "limit": limit},
        )
    )


def pass_over_clocks(session: Session, calendar_at: datetime, zone: str, limit: int) -> int:
    """Mark clocks that rest on no year of which something was said since they were reckoned; how many.

    Whoever holds one just now is not waited for.

    Parameters
    ----------
    calendar_at
        When anything was said last of any year.
    zone
        Whose wall clock says in which year an instant lies.
    """
    marked = session.scalars(
        text(
            """
            UPDATE incident_due SET calendar_at = :calendar_at
            WHERE (incident_id, stage, started_at) IN (
                SELECT incident_id, stage, started_at FROM incident_due d
                WHERE met_at IS NULL AND paused_at IS NULL AND calendar_at < :calendar_at
                  AND NOT EXISTS (
                    SELECT FROM holiday_year h WHERE h.made_at > d.calendar_at AND h.made_at <= :calendar_at
                      AND (h.year = ANY(d.unconfirmed)
                           OR h.year BETWEEN extract(year FROM d.started_at AT TIME ZONE :zone)
                                         AND extract(year FROM d.due_at AT TIME ZONE :zone)))
                LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING incident_id
            """
        ),
        {"calendar_at": calendar_at, "zone": zone, "limit": limit},
    )
    return len(marked.all())


def incidents_by_an_older_calendar(
    session: Session, calendar_at: datetime, confirmed: Sequence[int], limit: int
) -> list[int]:
    """Incidents with a clock that was reckoned before something was said of the calendar, or of a year.

    Parameters
    ----------
    confirmed
        Years that were announced; a new release of the product may know more of them.
    """
    return list(
        session.scalars(
            text(
                f"SELECT DISTINCT d.incident_id FROM incident_due d WHERE {_OPEN} "  # noqa: S608
                "AND (d.calendar_at < :calendar_at OR d.unconfirmed && CAST(:confirmed AS integer[])) "
                "ORDER BY d.incident_id LIMIT :limit"
            ),
            {"calendar_at": calendar_at, "confirmed": list(confirmed), "limit": limit},
        )
    )


def raise_alarm(session: Session, incident: int, at: datetime) -> list[tuple[str, datetime, datetime]]:
    """Mark the clocks of an incident that have run out; each (stage, started, due), once for ever.

    The incident must be held.
    """
    rows = session.execute(
        text(
            "UPDATE incident_due SET alarmed_at = :at, warned_at = coalesce(warned_at, :at) "
            "WHERE incident_id = :incident AND met_at IS NULL AND paused_at IS NULL AND alarmed_at IS NULL "
            "AND due_at <= :at RETURNING stage, started_at, due_at"
        ),
        {"incident": incident, "at": at},
    )
    return sorted((row.stage, row.started_at, row.due_at) for row in rows)


def raise_warning(session: Session, incident: int, at: datetime) -> list[tuple[str, datetime, datetime]]:
    """The same for those that will have run out soon."""
    rows = session.execute(
        text(
            "UPDATE incident_due SET warned_at = :at "
            "WHERE incident_id = :incident AND met_at IS NULL AND paused_at IS NULL AND warned_at IS NULL "
            "AND warn_at <= :at AND due_at > :at RETURNING stage, started_at, due_at"
        ),
        {"incident": incident, "at": at},
    )
    return sorted((row.stage, row.started_at, row.due_at) for row in rows)


def mark_escalated(session: Session, incident: int, stage: str, started_at: datetime, at: datetime) -> None:
    """Say that a clock was the reason to escalate."""
    session.execute(
        text(
            "UPDATE incident_due SET escalated_at = :at "
            "WHERE incident_id = :incident AND stage = :stage AND started_at = :started"
        ),
        {"incident": incident, "stage": stage, "started": started_at, "at": at},
    )
