"""Server, worker and PostgreSQL are killed while reports stream in: what was acknowledged is there, once."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
import shapely

from geo_grid.local_postgres import Place, running_pid, start, stop
from geo_grid.store.migrating import migrate
from geo_grid.store.privileges import grant_application
from geo_grid.store.session import driver_url, make_engine
from tests.http.city import features, publish_city
from tests.http.people.staff import Staff

pytestmark = [pytest.mark.database, pytest.mark.serial]

#: Long enough for a loaded machine to come back.
PATIENCE_S = 300.0


@dataclass
class Installation:
    """A durable cluster, a server and a worker, each of which can be killed and comes back."""

    checkout: Path
    port: int
    here: Place
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, what: str) -> None:
        """Start the server or the worker."""
        environment = {
            **os.environ,
            "DATABASE_URL": self.here.url,
            "MIGRATION_DATABASE_URL": self.here.owner_url,
            "GEO_GRID_PORT": str(self.port),
            "GEO_GRID_WORK_IN_SERVER": "false",
            "GEO_GRID_TIMEZONE": "UTC",
            "GEO_GRID_REPORT_LIMIT_PER_MINUTE": "100000",
            "GEO_GRID_RATE_LIMIT_PER_MINUTE": "100000",
        }
        self.running[what] = subprocess.Popen(
            [sys.executable, "-m", "geo_grid", what],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, what: str) -> None:
        """Without a word, and start it again."""
        if what == "postgres":
            pid = running_pid(self.here)
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            _wait(lambda: not Path(f"/proc/{pid}").exists())
            start("main", self.checkout)
            return
        process = self.running[what]
        process.kill()
        process.wait()
        self.run(what)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.here.superuser_url) as connection:
            return connection.execute(question.encode()).fetchall()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    checkout = tmp_path / "checkout"
    checkout.mkdir(mode=0o700)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    here = start("main", checkout)
    made = Installation(checkout, port, here)
    try:
        migrate(driver_url(here.owner_url))
        engine = make_engine(here.owner_url)
        with engine.begin() as connection:
            grant_application(connection, "geo_grid")
        engine.dispose()
        engine = make_engine(here.url)
        publish_city(engine)
        top = next(each["properties"]["code"] for each in features() if each["properties"]["level"] == 1)
        staff = Staff(engine)
        staff.duty(top, staff.person(top, "街道长"))
        engine.dispose()
        for what in ("serve", "work"):
            made.run(what)
        yield made
    finally:
        for process in made.running.values():
            process.kill()
            process.wait()
        stop("main", checkout)
        for left in (here.home, here.socket):
            shutil.rmtree(left, ignore_errors=True)


@pytest.mark.parametrize("reports", [40, 1000])
@pytest.mark.long
def test_every_acknowledged_report_is_there_exactly_once(installation: Installation, reports: int) -> None:
    grid = next(each for each in features() if each["properties"]["level"] == 3)
    lon, lat = _inside(grid)
    acknowledged: dict[str, str] = {}

    def send(number: int) -> None:
        key = str(uuid4())
        body = {
            "category": "0101" if number % 5 else "0501",
            "text": f"第 {number} 件",
            "lon": lon,
            "lat": lat,
        }
        give_up = time.monotonic() + PATIENCE_S
        with httpx.Client(base_url=f"http://127.0.0.1:{installation.port}", timeout=20) as client:
            while True:
                try:
                    answer = client.post("/api/v1/reports", json=body, headers={"Idempotency-Key": key})
                except httpx.HTTPError:
                    answer = None
                if answer is not None and answer.status_code in (200, 201):
                    acknowledged[key] = answer.json()["number"]
                    return
                # Not acknowledged: whoever reports sends it again, under the same name.
                assert answer is None or answer.status_code in (500, 503), answer.text
                assert time.monotonic() < give_up
                time.sleep(0.2)

    with ThreadPoolExecutor(6) as senders:
        sent = [senders.submit(send, number) for number in range(reports)]
        for share, what in ((0.2, "serve"), (0.4, "work"), (0.6, "postgres"), (0.8, "serve")):
            _wait(lambda share=share: len(acknowledged) >= share * reports)
            installation.kill(what)
        for each in sent:
            each.result()
    numbers = sorted(acknowledged.values())
    assert len(set(numbers)) == reports
    kept = installation.rows("SELECT number FROM incident ORDER BY number")
    assert [row[0] for row in kept] == numbers
    whole = installation.rows(
        "SELECT count(*) FILTER (WHERE act = 'report'), count(*) FILTER (WHERE act = 'accept') "
        "FROM incident_entry GROUP BY incident_id"
    )
    assert set(whole) == {(1, 1)}
    clocks = installation.rows(
        "SELECT incident_id, stage FROM incident_due WHERE met_at IS NULL GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert clocks == []
    # The worker that came back has emptied the outbox: nobody has chosen a way, so that all is skipped.
    _wait(lambda: installation.rows("SELECT FROM notification WHERE state = 'waiting' LIMIT 1") == [])


def _wait(holds: Any) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _inside(grid: dict[str, Any]) -> tuple[float, float]:
    point = shapely.geometry.shape(grid["geometry"]).representative_point()
    return round(point.x, 7), round(point.y, 7)
