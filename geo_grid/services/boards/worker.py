"""The worker: takes print jobs from the queue, one at a time, as long as its process runs."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

import procrastinate
from sqlalchemy import Engine

from geo_grid.services.boards.print_jobs import run, sweep
from geo_grid.services.queue_worker import DEAD_S, RESCUE_S, QueueWorker
from geo_grid.settings import Settings
from geo_grid.store.print_jobs import QUEUE, TASK

log = logging.getLogger("geo_grid.print")

#: Seconds between looks at the queue where no notice of a job has come.
_LOOK_S = 5.0
#: Seconds between looks for files that were kept long enough.
_SWEEP_S = 600.0


class PrintWorker(QueueWorker):
    """Does print jobs; of several workers each takes another job.

    A job that is stopped with its worker goes back into the queue, and so does one whose worker was killed.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        super().__init__(engine, QUEUE, concurrency=1, look_s=_LOOK_S)
        self._settings = settings

    def add_tasks(self, app: procrastinate.App) -> None:
        """Print."""

        @app.task(name=TASK, queue=QUEUE)
        def print_sheets(job: int) -> None:
            run(self._engine, self._settings, job, is_stopping=self._stopping.is_set)

        del print_sheets  # the application knows it by its name

    def beside(self, app: procrastinate.App) -> Sequence[Coroutine[Any, Any, None]]:
        """Begin again what was lost, and let go of files."""
        return (_rescue(app), self._sweep())

    async def _sweep(self) -> None:
        """Files go after their time even where nobody prints."""
        while True:
            gone = await asyncio.to_thread(sweep, self._engine, self._settings)
            if gone:
                log.info("%s finished print jobs were let go of", gone)
            await asyncio.sleep(_SWEEP_S)


async def _rescue(app: procrastinate.App) -> None:
    """Put jobs whose worker died back into the queue."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD_S):
            log.warning("print job %s lost its worker and is begun again", job.task_kwargs.get("job"))
            await app.job_manager.retry_job(job)
        await asyncio.sleep(RESCUE_S)
