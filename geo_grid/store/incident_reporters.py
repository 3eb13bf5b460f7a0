"""Who reported an incident: the one table that says so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Reporter:
    """What a reporter said of themselves; nothing once it was erased."""

    name: str | None
    phone: str | None
    contact: str | None
    language: str
    erased_at: datetime | None


def reporter_of(session: Session, incident: int) -> Reporter | None:
    """Who reported an incident; None where nobody said anything of themselves."""
    row = session.execute(
        text(
            "SELECT name, phone, contact, language, erased_at FROM incident_reporter "
            "WHERE incident_id = :incident"
        ),
        {"incident": incident},
    ).one_or_none()
    return None if row is None else Reporter(**row._mapping)
