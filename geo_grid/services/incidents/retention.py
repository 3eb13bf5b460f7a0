"""What is kept only for a time: who reported an incident, and photos that nobody used."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import Engine

from geo_grid.settings import Settings
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_held import this_instant
from geo_grid.store.incident_retention import erase_reporters, forget_unused_photos
from geo_grid.store.session import session_scope

log = logging.getLogger("geo_grid.incidents")

#: Erased at once, so that nobody waits for long.
_BATCH = 1000
#: Hours for which somebody may take to send the report that a photo belongs to.
_PHOTO_HOURS = 24


def forget(engine: Engine, settings: Settings, at: datetime | None = None) -> int:
    """Erase what was kept long enough; of how many reporters.

    Parameters
    ----------
    at
        This instant; the database's where none is given.
    """
    erased = 0
    while True:
        with session_scope(engine) as session:
            now = at or this_instant(session)
            before = now - timedelta(days=settings.retention_days)
            count = erase_reporters(session, before, now, _BATCH)
            if count:
                # How many, and not of whom: the record itself says when it was erased.
                note(session, "incident.erase", after={"erased": count})
        erased += count
        if count < _BATCH:
            break
    with session_scope(engine) as session:
        now = at or this_instant(session)
        forget_unused_photos(session, now - timedelta(hours=_PHOTO_HOURS))
    if erased:
        log.info("the personal data of %s reporters were erased", erased)
    return erased
