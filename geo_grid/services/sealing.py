"""The sealer: a thread that seals new entries of the audit within a second."""

import logging
import threading

from sqlalchemy import Engine

from geo_grid.core.errors import GeoGridError
from geo_grid.store.audit_writing import seal
from geo_grid.store.session import session_scope

log = logging.getLogger("geo_grid.audit")

#: Seconds between two looks.
_TICK_S = 0.5
_LONGEST_PAUSE_S = 30.0
#: Ids below the newest sealed one that are looked at again: of transactions that committed late.
_LATE = 10_000
#: Looks after which everything is looked at, however late.
_FULL_EVERY = 7200


class Sealer:
    """Seals as long as the worker runs; of several workers, one at a time.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="geo-grid-sealer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Seal no more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10 * _TICK_S)

    def _run(self) -> None:
        pause, floor, looks = _TICK_S, 0, 0
        while not self._stopping.wait(pause):
            looks += 1
            try:
                with session_scope(self._engine) as session:
                    sealed = seal(session, 0 if looks % _FULL_EVERY == 0 else floor)
                if sealed is not None:
                    floor = max(floor, sealed[1] - _LATE)
                pause = _TICK_S
            except GeoGridError as error:
                log.warning("the audit is not sealed: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            except Exception:  # whatever it is, the next look must come: an unsealed audit is worse
                log.exception("the audit is not sealed")
                pause = min(2 * pause, _LONGEST_PAUSE_S)
