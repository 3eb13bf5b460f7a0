"""A worker of a queue in the database: a thread that outlives whatever goes wrong, until it is stopped."""

import asyncio
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Sequence
from typing import Any

import procrastinate
from procrastinate.exceptions import ProcrastinateException
from sqlalchemy import Engine

from geo_grid.store.print_jobs import connect_args

log = logging.getLogger("geo_grid.queues")

#: Seconds between looks for jobs whose worker died, and after which a silent worker counts as dead.
RESCUE_S, DEAD_S = 10.0, 30.0
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
_FAREWELL_S = 15.0


class QueueWorker(ABC):
    """Does the jobs of one queue; any number of workers share it.

    Parameters
    ----------
    engine
        The database.
    queue
        Its name, which the thread has too.
    concurrency
        Jobs at once.
    look_s
        Seconds between looks at the queue where no notice of a job has come.
    """

    def __init__(self, engine: Engine, queue: str, *, concurrency: int, look_s: float) -> None:
        self._engine = engine
        self._queue = queue
        self._concurrency = concurrency
        self._look_s = look_s
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self.work, name=f"geo-grid-{queue}", daemon=True)

    @abstractmethod
    def add_tasks(self, app: procrastinate.App) -> None:
        """Tell the application what to do with jobs."""

    @abstractmethod
    def beside(self, app: procrastinate.App) -> Sequence[Coroutine[Any, Any, None]]:
        """What else goes on for as long as jobs are done."""

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, and wait a little for those that are being done."""
        self._stopping.set()
        loop, stop = self._loop, self._stop
        if loop is not None and stop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        if self._thread.is_alive():
            self._thread.join(timeout=_FAREWELL_S)

    def work(self) -> None:
        """Work here and now, until `stop` is called from elsewhere."""
        pause = _SHORTEST_PAUSE_S
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
                pause = _SHORTEST_PAUSE_S
            except ProcrastinateException as error:
                log.warning("no jobs of %s are done: %s; again in %s s", self._queue, error, pause)
            except Exception:
                # A bug must not end the thread: nothing of the queue would ever be done again.
                log.exception("no jobs of %s are done; again in %s s", self._queue, pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    async def _work(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        if self._stopping.is_set():
            return
        kwargs = {**connect_args(self._engine), "application_name": f"geo-grid {self._queue}"}
        app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                kwargs=kwargs, min_size=1, max_size=self._concurrency + 2
            )
        )
        self.add_tasks(app)
        async with app.open_async():
            working = app.run_worker_async(
                queues=[self._queue],
                concurrency=self._concurrency,
                fetch_job_polling_interval=self._look_s,
                stalled_worker_timeout=DEAD_S,
                delete_jobs="always",
                install_signal_handlers=False,
            )
            going = (working, *self.beside(app), self._stop.wait())
            tasks = [asyncio.ensure_future(each) for each in going]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
        for each in ended:
            if isinstance(each, Exception):
                raise each
