"""Who is looking at an incident: said by each process to all of them, and written nowhere."""

import json

from sqlalchemy.orm import Session

from geo_grid.store.announcements import INCIDENT_SEEN_CHANNEL, announce
from geo_grid.store.incident_records import IncidentRecord


def say_present(session: Session, row: IncidentRecord, account: int, name: str, *, here: bool) -> None:
    """Say that somebody is, or is no longer, looking at an incident."""
    said = {"number": row.number, "account": account, "name": name[:100], "here": here}
    announce(session, INCIDENT_SEEN_CHANNEL, json.dumps(said, ensure_ascii=False))
