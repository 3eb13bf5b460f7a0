"""``geo-grid work``: background work in a process of its own."""

import contextlib
import signal
import threading
import time

import typer

from geo_grid.core.errors import Unavailable
from geo_grid.local_postgres import database_urls
from geo_grid.services.boards.worker import PrintWorker
from geo_grid.services.editions import require_database
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.worker import IncidentWorker
from geo_grid.settings import settings
from geo_grid.store.session import make_engine
from geo_grid.words import both

#: Seconds for which a database that is down is waited for: both may have been started at the same moment, or
#: one of them again. And between looks at it.
PATIENCE_S, _LOOK_S = 60.0, 1.0


def command() -> None:
    """后台打印、计时和通知，Ctrl-C 停止 / Print, watch the clocks and notify until interrupted."""
    chosen = settings()
    url, _ = database_urls(chosen)
    wait_for_database(url)
    engine = make_engine(url, pool_size=4)
    workers = (PrintWorker(engine, chosen), IncidentWorker(engine, chosen, Desk.of(chosen)))
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    typer.echo(both("work_waiting"))
    for worker in workers:
        worker.start()
    # Ctrl-C is how it is meant to end.
    with contextlib.suppress(KeyboardInterrupt):
        ended.wait()
    for worker in workers:
        worker.stop()
    engine.dispose()


def wait_for_database(url: str) -> None:
    """Until a database can be read.

    Raises
    ------
    Unavailable
        As `require_database`; ``database_down`` only where it stays down.
    """
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            require_database(url)
        except Unavailable as error:
            if error.code != "database_down" or time.monotonic() >= ends:
                raise
            time.sleep(_LOOK_S)
        else:
            return
