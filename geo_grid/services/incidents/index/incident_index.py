"""Every incident in memory: what lists, counts and the map are answered from.

Whoever asks is told what their own transaction sees: what changed since the last look is read first. So
several processes need not tell each other anything, and nobody is told less than they were told before.
"""

import threading

from sqlalchemy.orm import Session

from geo_grid.services.incidents.index.columns import Vocabulary
from geo_grid.services.incidents.index.look import Look
from geo_grid.services.incidents.index.reading import read_columns
from geo_grid.store.queries.incident_columns import incident_columns, incident_stand


class IncidentIndex:
    """What one process keeps, about 200 bytes for each incident; read whole when it is first asked."""

    def __init__(self) -> None:
        self._look: Look | None = None
        self._lock = threading.Lock()

    def look(self, session: Session) -> Look:
        """All incidents as a transaction sees them.

        Raises
        ------
        Unavailable
            The database cannot serve.
        """
        stand = incident_stand(session)
        with self._lock:
            known = self._look
            # A database that was read back from a dump counts its transactions anew.
            if known is None or stand.begun < known.stand.seen:
                vocabulary = Vocabulary.new()
                look = Look.of(read_columns(incident_columns(session, None), vocabulary), vocabulary, stand)
            elif known.stand.is_whole and stand.begun == stand.seen == known.stand.begun:
                look = known.at(stand)
            else:
                changed = read_columns(incident_columns(session, known.stand.seen), known.vocabulary)
                look = known.at(stand.no_less_than(known.stand)).changed(changed)
            self._look = look
        return look
