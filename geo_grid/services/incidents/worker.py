"""The worker of incidents: looks at the clocks, takes notifications to people, forgets what is over.

Jobs are put into the queue by the clock, each once over all workers; what they do is found in the tables, so
that a job which is lost loses nothing. A worker that was down does what has become due meanwhile.
"""

import asyncio
import logging
import threading
from collections.abc import Callable

import procrastinate
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Status
from sqlalchemy import Engine

from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.retention import forget
from geo_grid.services.incidents.ticking import tick
from geo_grid.services.notifying.delivering import deliver_waiting
from geo_grid.settings import Settings
from geo_grid.store.print_jobs import connect_args

log = logging.getLogger("geo_grid.incidents")

QUEUE = "incidents"
#: When each is done, as cron says it, seconds last.
_CLOCKS, _OUTBOX, _RETENTION = "* * * * * */5", "* * * * * */2", "17 * * * *"
#: Seconds between looks at the queue, at jobs whose worker died, and of silence after which one is dead.
_LOOK_S, _RESCUE_S, _DEAD_S = 1.0, 10.0, 30.0
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0


class IncidentWorker:
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
        self._engine = engine
        self._settings = settings
        self._desk = desk
        self._counted = counted
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self.work, name="geo-grid-incidents", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping.set()
        loop, stop = self._loop, self._stop
        if loop is not None and stop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        if self._thread.is_alive():
            self._thread.join(timeout=15.0)

    def work(self) -> None:
        """Work here and now, until `stop` is called from elsewhere."""
        pause = _SHORTEST_PAUSE_S
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
                pause = _SHORTEST_PAUSE_S
            except ProcrastinateException as error:
                log.warning("nobody looks at the clocks of incidents: %s; again in %s s", error, pause)
            except Exception:
                # A bug must not end the thread: no alarm would ever be raised again.
                log.exception("nobody looks at the clocks of incidents; again in %s s", pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    async def _work(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        if self._stopping.is_set():
            return
        app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                kwargs={**connect_args(self._engine), "application_name": "geo-grid incidents"},
                min_size=1,
                max_size=4,
            )
        )
        self._add(app, "geo_grid.clocks", _CLOCKS, self._look_at_clocks)
        self._add(app, "geo_grid.outbox", _OUTBOX, self._empty_outbox)
        self._add(app, "geo_grid.retention", _RETENTION, self._forget)
        async with app.open_async():
            tasks = (
                asyncio.create_task(
                    app.run_worker_async(
                        queues=[QUEUE],
                        concurrency=3,
                        fetch_job_polling_interval=_LOOK_S,
                        stalled_worker_timeout=_DEAD_S,
                        delete_jobs="always",
                        install_signal_handlers=False,
                    )
                ),
                asyncio.create_task(_rescue(app)),
                asyncio.create_task(self._stop.wait()),
            )
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
        for each in ended:
            if isinstance(each, Exception):
                raise each

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

        @app.periodic(cron=when)
        @app.task(name=name, queue=QUEUE, queueing_lock=name)
        async def job(timestamp: int) -> None:
            del timestamp
            await asyncio.to_thread(what)

        del job  # the application knows it by its name


async def _rescue(app: procrastinate.App) -> None:
    """Let go of jobs whose worker died: what they were about is found again in the tables."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_DEAD_S):
            log.warning("%s lost its worker", job.task_name)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        await asyncio.sleep(_RESCUE_S)
