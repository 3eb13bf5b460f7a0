"""Who answers where I am, over HTTP: against tipg at the same points, and how soon a change is seen."""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import httpx
import numpy as np
import shapely
from sqlalchemy import make_url, text

from bench.measuring import ROOT, Measured
from geo_grid.store.session import make_engine, session_scope

POINTS = 2_000
WORKERS, CONNECTIONS, RUN_S, TURNS = 2, 8, 5, 3
TIMES, WITHIN_MS, SEEN_S = 5.0, 20.0, 1.0
CHANGES = 3
#: Points whose answers are compared before any time is taken.
SURE_OF = 40

OURS = "/api/v1/locate?lon=%LON%&lat=%LAT%&people=true"
#: The same point as a box as small as a box may be, in the finest level alone, without people.
TIPG = "/collections/ogc.published_grid_3/items?bbox=%LON%,%LAT%,%EAST%,%NORTH%"

_HEAD_AT_WORK = """
    SELECT a.person_id, r.code FROM assignment a JOIN grid_row r ON r.grid_id = a.grid_id AND r.valid @> now()
    WHERE a.role = 'head' AND a.cancelled_at IS NULL AND a.valid @> now() AND r.level = 3
      AND NOT EXISTS (SELECT FROM leave l WHERE l.person_id = a.person_id)
    ORDER BY random() LIMIT 1
"""


@dataclass(frozen=True)
class Run:
    """Requests a second, and the 99th percentile of their latencies in milliseconds."""

    rate: float
    most_ms: float


def measure(url: str) -> Iterator[Measured]:
    """On the example city with its people."""
    with tempfile.TemporaryDirectory() as folder, ours(url) as here, tipg(url) as there:
        points = Path(folder) / "points"
        points.write_text(_points(url))
        _agree(here, there, points)
        # Each worker has answered for most grids, as it has after the first minutes of a day.
        for server, address in ((here, OURS), (there, TIPG)):
            _wrk(server, address, points)
        runs = [(_wrk(here, OURS, points), _wrk(there, TIPG, points)) for _ in range(TURNS)]
        rate, other = (statistics.median(run[side].rate for run in runs) for side in (0, 1))
        most, other_most = (statistics.median(run[side].most_ms for run in runs) for side in (0, 1))
        size = f"{POINTS:,} points, {WORKERS} workers each, {CONNECTIONS} connections"
        value = f"{rate / other:.1f}× ({rate:,.0f} against {other:,.0f} a second)"
        yield Measured("locate with people against tipg", size, value, f"≥ {TIMES:g}×", rate >= TIMES * other)
        value = f"{most:.1f} ms (tipg {other_most:.1f} ms)"
        yield Measured(
            "locate with people, 99th percentile", size, value, f"≤ {WITHIN_MS:g} ms", most <= WITHIN_MS
        )
        seen = [_until_seen(url, here) for _ in range(CHANGES)]
        value = f"{max(seen) * 1000:.0f} ms at worst"
        yield Measured(
            "until a changed duty is in every answer", f"{CHANGES} leaves", value, f"≤ {SEEN_S:g} s",
            max(seen) <= SEEN_S,
        )  # fmt: skip


@contextmanager
def ours(url: str) -> Iterator[str]:
    """Address of our server, which does not limit anybody."""
    free = {"GEO_GRID_RATE_LIMIT_PER_MINUTE": "0", "GEO_GRID_PEOPLE_LIMIT_PER_MINUTE": "0"}
    with serving_with(url, free) as address:
        yield address


@contextmanager
def serving_with(url: str, chosen: dict[str, str]) -> Iterator[str]:
    """Address of our server with two workers, as an installation may choose to run it."""
    port = _free_port()
    command = ["-m", "geo_grid", "serve", "--workers", str(WORKERS), "--port", str(port)]
    with _serving(command, port, "/readyz", {**chosen, "DATABASE_URL": url}) as address:
        yield address


@contextmanager
def tipg(url: str) -> Iterator[str]:
    """Address of tipg as it comes, on the views that we publish."""
    port = _free_port()
    command = ["-m", "uvicorn", "tipg.main:app", "--workers", str(WORKERS), "--port", str(port)]
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    chosen = {"DATABASE_URL": plain, "TIPG_DB_SCHEMAS": json.dumps(["ogc"])}
    with _serving([*command, "--no-access-log"], port, "/healthz", chosen) as address:
        yield address


@contextmanager
def _serving(command: list[str], port: int, ready: str, chosen: dict[str, str]) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **chosen},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait(lambda: httpx.get(address + ready).status_code == 200)
            yield address
        finally:
            server.terminate()


def _wait(holds: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if holds():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("a server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _points(url: str) -> str:
    """Points in grids, one a line, seven decimals; the same in every run."""
    engine = make_engine(url)
    with session_scope(engine) as session:
        rows = session.execute(
            text(
                "SELECT (ST_Dump(ST_GeneratePoints(geom, 2, 1))).geom FROM ogc.published_grid_3 ORDER BY code"
            )
        )
        shapes = shapely.from_wkb([bytes.fromhex(str(row[0])) for row in rows])
    engine.dispose()
    found = shapely.get_coordinates(shapes)
    some = found[np.random.default_rng(1).permutation(len(found))[:POINTS]]
    return "".join(f"{lon:.7f} {lat:.7f}\n" for lon, lat in some.tolist())


def _agree(here: str, there: str, points: Path) -> None:
    """Both servers answer the same points with the same grids; the first request of each worker is slow."""
    with httpx.Client(timeout=60) as client:
        for line in points.read_text().splitlines()[:SURE_OF]:
            lon, lat = line.split()
            told = client.get(here + _filled(OURS, lon, lat)).json()
            features = client.get(there + _filled(TIPG, lon, lat)).json()["features"]
            assert len(told["people"]) == len(told["chain"]) == 3
            assert told["chain"][-1]["code"] in [each["properties"]["code"] for each in features]


def _filled(address: str, lon: str, lat: str) -> str:
    """As points.lua does."""
    for name, value in (("LON", lon), ("LAT", lat), ("EAST", f"{lon}1"), ("NORTH", f"{lat}1")):
        address = address.replace(f"%{name}%", value)
    return address


def _wrk(server: str, address: str, points: Path) -> Run:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{RUN_S}s", "--latency"]
    script = ["-s", str(Path(__file__).with_name("points.lua")), server, "--", str(points), address]
    told = subprocess.run([*command, *script], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in told, told
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    most = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert rate is not None
    assert most is not None
    return Run(float(rate[1]), float(most[1]) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[most[2]])


def _until_seen(url: str, server: str) -> float:
    """Seconds from the commit of a leave of a head until no worker names the head any more."""
    engine = make_engine(url)
    with session_scope(engine) as session:
        person, code = session.execute(text(_HEAD_AT_WORK)).one()
        session.execute(
            text("INSERT INTO leave (person_id, kind, valid) VALUES (:id, 'long', tstzrange(now(), NULL))"),
            {"id": person},
        )
    committed = last = time.perf_counter()
    while time.perf_counter() < committed + 2 * SEEN_S:
        # A connection of its own each time: any worker may take it.
        with urlopen(f"{server}/api/v1/grids/{code}/people") as answer:  # noqa: S310 - of this machine
            is_old = not json.load(answer)["head_away"]
        last = time.perf_counter() if is_old else last
    engine.dispose()
    return last - committed
