"""The worker: takes print jobs from the queue, one at a time, as long as its process runs."""

import asyncio
import logging
import threading

import procrastinate
from procrastinate.exceptions import ProcrastinateException
from sqlalchemy import Engine

from geo_grid.services.boards.print_jobs import run, sweep
from geo_grid.settings import Settings
from geo_grid.store.print_jobs import QUEUE, TASK, connect_args

log = logging.getLogger("geo_grid.print")

#: Seconds between looks at the queue where no notice of a job has come.
_LOOK_S = 5.0
#: Seconds between looks for jobs whose worker died, and after which a silent worker counts as dead.
_RESCUE_S, _DEAD_S = 10.0, 30.0
#: Seconds between looks for files that were kept long enough.
_SWEEP_S = 600.0
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0


class PrintWorker:
    """Does print jobs; of several workers each takes another job.

    A job that is stopped with its worker goes back into the queue, and so does one whose worker was killed.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self.work, name="geo-grid-print", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, and give back the one that is being done."""
        self._stopping.set()
        loop, stop = self._loop, self._stop
        if loop is not None and stop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        if self._thread.is_alive():
            self._thread.join(timeout=10.0)

    def work(self) -> None:
        """Work here and now, until `stop` is called from elsewhere."""
        pause = _SHORTEST_PAUSE_S
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
                pause = _SHORTEST_PAUSE_S
            except ProcrastinateException as error:
                log.warning("no print jobs are done: %s; again in %s s", error, pause)
            except Exception:
                # A bug must not end the thread: nothing would ever be printed again.
                log.exception("no print jobs are done; again in %s s", pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    async def _work(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        if self._stopping.is_set():
            return
        app = procrastinate.App(connector=self._connector())

        @app.task(name=TASK, queue=QUEUE)
        def print_sheets(job: int) -> None:
            run(self._engine, self._settings, job, is_stopping=self._stopping.is_set)

        del print_sheets  # the application knows it by its name
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=1,
                    fetch_job_polling_interval=_LOOK_S,
                    stalled_worker_timeout=_DEAD_S,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
            )
            rescuing = asyncio.create_task(_rescue(app))
            sweeping = asyncio.create_task(self._sweep())
            stopping = asyncio.create_task(self._stop.wait())
            tasks = (working, rescuing, sweeping, stopping)
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
        for each in ended:
            if isinstance(each, Exception):
                raise each

    async def _sweep(self) -> None:
        """Files go after their time even where nobody prints."""
        while True:
            gone = await asyncio.to_thread(sweep, self._engine, self._settings)
            if gone:
                log.info("%s finished print jobs were let go of", gone)
            await asyncio.sleep(_SWEEP_S)

    def _connector(self) -> procrastinate.PsycopgConnector:
        return procrastinate.PsycopgConnector(kwargs=connect_args(self._engine), min_size=1, max_size=3)


async def _rescue(app: procrastinate.App) -> None:
    """Put jobs whose worker died back into the queue."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_DEAD_S):
            log.warning("print job %s lost its worker and is begun again", job.task_kwargs.get("job"))
            await app.job_manager.retry_job(job)
        await asyncio.sleep(_RESCUE_S)
