"""``geo-grid serve``: what keeps it from starting is one sentence; what it serves ends with Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from geo_grid.cli.serve import bind
from geo_grid.core.errors import Unavailable
from tests.conftest import Database

PATIENCE_S = 60.0


def started(url: str, *options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "geo_grid", "serve", *options],
        env={**os.environ, "DATABASE_URL": url, "MIGRATION_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_told_before_anything_else() -> None:
    with bind("127.0.0.1", free_port()) as listener:
        port = listener.getsockname()[1]
        listener.listen()
        # Nothing listens at this database: the port is looked at first.
        process = started("postgresql://nobody@127.0.0.1:1/none", "--port", str(port))
        told = process.communicate(timeout=PATIENCE_S)[1]
    assert process.returncode == 2
    assert str(port) in told
    assert "已被占用" in told
    assert told.count("\n") == 1


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(Unavailable) as refused:
        bind("203.0.113.7", free_port())
    assert refused.value.code == "host_unusable"


def test_a_database_that_is_down_is_one_sentence() -> None:
    process = started("postgresql://nobody@127.0.0.1:1/none", "--port", str(free_port()))
    told = process.communicate(timeout=PATIENCE_S)[1]
    assert process.returncode == 2
    assert told.count("\n") == 1
    assert "Traceback" not in told


@pytest.mark.database
@pytest.mark.serial
@pytest.mark.parametrize("workers", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_it_serves_until_it_is_interrupted(database: Database, workers: str) -> None:
    port = free_port()
    process = started(database.url, "--port", str(port), "--workers", workers)
    try:
        assert process.stdout is not None
        assert re.search(rf"http://127\.0\.0\.1:{port}\b", process.stdout.readline())
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE_S)
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert answer.json() == {"status": "ok"}
        assert "server" not in answer.headers
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == 0
    assert '"path":"/readyz"' in out
    assert "Traceback" not in told
