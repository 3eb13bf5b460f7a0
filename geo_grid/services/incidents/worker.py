"""The worker of incidents: looks at the clocks, takes notifications to people, forgets what is over.

Jobs are put into the queue by the clock, each once over all workers; what they do is found in the tables, so
that a job which is lost loses nothing. A worker that was down does what has become due meanwhile.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import procrastinate
from procrastinate.jobs import Status
from sqlalchemy import Engine

from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.retention import forget
from geo_grid.services.incidents.ticking import tick
from geo_grid.services.notifying.delivering import deliver_waiting
from geo_grid.services.queue_worker import DEAD_S, RESCUE_S, QueueWorker
from geo_grid.settings import Settings

log = logging.getLogger("geo_grid.incidents")

QUEUE = "incidents"
#: When each is done, as cron says it, seconds last.
_CLOCKS, _OUTBOX, _RETENTION = "* * * * * */5", "* * * * * */2", "17 * * * *"
#: Seconds between looks at the queue.
_LOOK_S = 1.0


class IncidentWorker(QueueWorker):
    """Does what the clock asks for as long as its process runs; any number of workers share it.

    Parameters
    ----------
    engine
        The database.
    desk
        What acts look at.
    counted
        Told what was done, and to how many incidents or notifications.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        desk: Desk,
        counted: Callable[[str, int], None] = lambda _what, _count: None,
    ) -> None:
        super().__init__(engine, QUEUE, concurrency=3, look_s=_LOOK_S)
        self._settings = settings
        self._desk = desk
        self._counted = counted

    def add_tasks(self, app: procrastinate.App) -> None:
        """Look at clocks, tell people, forget."""
        self._add(app, "geo_grid.clocks", _CLOCKS, self._look_at_clocks)
        self._add(app, "geo_grid.outbox", _OUTBOX, self._empty_outbox)
        self._add(app, "geo_grid.retention", _RETENTION, self._forget)

    def beside(self, app: procrastinate.App) -> Sequence[Coroutine[Any, Any, None]]:
        """Let go of what was lost."""
        return (_rescue(app),)

    def _look_at_clocks(self) -> None:
        for what, count in tick(self._engine, self._desk).done.items():
            self._counted(what, count)

    def _empty_outbox(self) -> None:
        sent = deliver_waiting(self._engine, self._desk, is_stopping=self._stopping.is_set)
        self._counted("notified", sent)

    def _forget(self) -> None:
        self._counted("erased", forget(self._engine, self._settings))

    def _add(self, app: procrastinate.App, name: str, when: str, what: Callable[[], None]) -> None:
        """Have something done by the clock; one is in the queue at a time."""
        going = threading.Lock()

        def once() -> None:
            # What takes longer than until it is asked for again goes on where it is.
            if going.acquire(blocking=False):
                try:
                    what()
                finally:
                    going.release()

        @app.periodic(cron=when)
        @app.task(name=name, queue=QUEUE, queueing_lock=name)
        async def job(timestamp: int) -> None:
            del timestamp
            await asyncio.to_thread(once)

        del job  # the application knows it by its name


async def _rescue(app: procrastinate.App) -> None:
    """Let go of jobs whose worker died: what they were about is found again in the tables."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD_S):
            log.warning("%s lost its worker", job.task_name)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        await asyncio.sleep(RESCUE_S)
