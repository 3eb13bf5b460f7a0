"""Which clocks of incidents have run out, or will soon? No lock is taken; whoever acts looks again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

#: Clocks that run.
_RUNNING = "met_at IS NULL AND paused_at IS NULL"
#: Those that have run out, and those that will have soon, as long as nothing was said of it.
_OVER = f"{_RUNNING} AND alarmed_at IS NULL AND due_at <= :at"
_SOON = f"{_RUNNING} AND warned_at IS NULL AND warn_at <= :at AND due_at > :at"


def overdue_incidents(session: Session, at: datetime, limit: int) -> list[int]:
    """Incidents with a clock that has run out and of which no alarm was raised, the oldest first."""
    return _incidents(session, "incident_due", _OVER, "due_at", {"at": at, "limit": limit})


def nearly_due_incidents(session: Session, at: datetime, limit: int) -> list[int]:
    """Incidents with a clock that will have run out soon, and of which nobody was warned."""
    return _incidents(session, "incident_due", _SOON, "warn_at", {"at": at, "limit": limit})


def incidents_to_resume(session: Session, at: datetime, limit: int) -> list[int]:
    """Suspended incidents whose day has come."""
    ended = "until_at IS NULL AND planned_until <= :at"
    return _incidents(session, "incident_pause", ended, "planned_until", {"at": at, "limit": limit})


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
    """Incidents with a clock that was reckoned before something was said of the calendar; what is due first.

    Parameters
    ----------
    confirmed
        Years that were announced; a new release of the product may know more of them.
    """
    # Asked apart: each has an index, and together none.
    found = session.scalars(
        text(
            f"""
            SELECT incident_id FROM (
                SELECT incident_id, due_at FROM incident_due
                WHERE {_RUNNING} AND calendar_at < :calendar_at
                UNION ALL
                SELECT incident_id, due_at FROM incident_due
                WHERE {_RUNNING} AND unconfirmed && CAST(:confirmed AS integer[])
            ) older ORDER BY due_at, incident_id LIMIT :limit
            """  # noqa: S608
        ),
        {"calendar_at": calendar_at, "confirmed": list(confirmed), "limit": limit},
    )
    return list(found)


def raise_alarm(session: Session, incident: int, at: datetime) -> list[tuple[str, datetime, datetime]]:
    """Mark the clocks of an incident that have run out; each (stage, started, due), once for ever.

    The incident must be held.
    """
    return _mark(session, "alarmed_at = :at, warned_at = coalesce(warned_at, :at)", _OVER, incident, at)


def raise_warning(session: Session, incident: int, at: datetime) -> list[tuple[str, datetime, datetime]]:
    """The same for those that will have run out soon."""
    return _mark(session, "warned_at = :at", _SOON, incident, at)


def mark_escalated(session: Session, incident: int, stage: str, started_at: datetime, at: datetime) -> None:
    """Say that a clock was the reason to escalate."""
    session.execute(
        text(
            "UPDATE incident_due SET escalated_at = :at "
            "WHERE incident_id = :incident AND stage = :stage AND started_at = :started"
        ),
        {"incident": incident, "stage": stage, "started": started_at, "at": at},
    )


def _incidents(session: Session, table: str, where: str, order: str, asked: Mapping[str, Any]) -> list[int]:
    found = session.scalars(
        text(
            f"SELECT incident_id FROM {table} WHERE {where} "  # noqa: S608
            f"ORDER BY {order}, incident_id LIMIT :limit"
        ),
        asked,
    )
    return list(found)


def _mark(
    session: Session, marks: str, where: str, incident: int, at: datetime
) -> list[tuple[str, datetime, datetime]]:
    rows = session.execute(
        text(
            f"UPDATE incident_due SET {marks} WHERE incident_id = :incident AND {where} "  # noqa: S608
            "RETURNING stage, started_at, due_at"
        ),
        {"incident": incident, "at": at},
    )
    return sorted((row.stage, row.started_at, row.due_at) for row in rows)
