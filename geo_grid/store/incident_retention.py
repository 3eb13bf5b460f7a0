"""Forgetting who reported what, once it has been over for long enough."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session


def erase_reporters(session: Session, before: datetime, at: datetime, limit: int) -> int:
    """Erase what reporters said of themselves, of incidents that ended before an instant; how many.

    Their secrets go too: what nobody can be told of any more, nobody can ask for.
    """
    erased = session.scalars(
        text(
            """
            UPDATE incident_reporter r
            SET name = NULL, phone = NULL, contact = NULL, erased_at = :at
            FROM (
                SELECT i.id FROM incident i JOIN incident_reporter k ON k.incident_id = i.id
                WHERE NOT i.is_open AND i.closed_at < :before AND k.erased_at IS NULL
                ORDER BY i.id LIMIT :limit FOR UPDATE OF k SKIP LOCKED
            ) AS over
            WHERE r.incident_id = over.id RETURNING r.incident_id
            """
        ),
        {"before": before, "at": at, "limit": limit},
    ).all()
    if erased:
        session.execute(
            text("UPDATE incident SET secret_hash = NULL WHERE id = ANY(:ids)"), {"ids": list(erased)}
        )
    return len(erased)


def forget_unused_photos(session: Session, before: datetime) -> int:
    """Let go of photos that were sent and never used; how many."""
    gone = session.scalars(
        text("DELETE FROM incident_photo WHERE incident_id IS NULL AND made_at < :before RETURNING id"),
        {"before": before},
    )
    return len(gone.all())
