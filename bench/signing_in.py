"""Who asks, from memory; and whether ten thousand attempts to sign in keep anybody else waiting."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import text
from starlette.requests import Request

from bench.measuring import ROOT, Measured, seconds
from bench.storing import fresh_database
from geo_grid.core.accounts.secrets import hashed, new_token
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import Role
from geo_grid.http.app import create_app
from geo_grid.http.permission import COOKIE, Requires
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.grants import make_grant
from geo_grid.services.password_hashing import hasher
from geo_grid.settings import Settings
from geo_grid.store.account_writing import open_session
from geo_grid.store.session import make_engine, session_scope

CHECKS = 20_000
ATTEMPTS, CONNECTIONS = 10_000, 64
PASSWORD = "lantern orchard rivulet"  # noqa: S105 - of a database that is dropped at the end
HOME = {"X-Forwarded-For": "192.0.2.77"}


def measure(server: str) -> Iterator[Measured]:
    """In a database of its own, dropped afterwards."""
    with fresh_database(server) as url:
        engine = make_engine(url)
        with session_scope(engine) as session:
            load_demo(session, make_example(ZoneInfo("Asia/Shanghai"), "town"), datetime.now(UTC))
            honest = add_account(session, "honest", "Honest").id
            change_password(session, honest, hasher(19456, 2).hash(PASSWORD))
            make_grant(session, honest, Role.ADMINISTRATOR)
            token = new_token()
            open_session(session, honest, hashed(token), 12, None, None)
        yield checking(url, token)
        with serving(url) as port:
            yield from storming(port, url)
        engine.dispose()


def checking(url: str, token: str) -> Measured:
    """Session, permission, CSRF-free: what stands before a route that reads, when who asks is known."""
    app = create_app(Settings(database_url=url, account_limit_per_minute=10**9))
    requires = Requires(Action.AUDIT_READ)
    scope = {
        "type": "http", "method": "GET", "path": "/", "app": app, "scheme": "http",
        "client": ("192.0.2.1", 1), "headers": [(b"cookie", f"{COOKIE}={token}".encode())],
    }  # fmt: skip

    async def ask(times: int) -> None:
        for _ in range(times):
            await requires(Request({**scope, "state": {"request_id": "x"}}))

    asyncio.run(ask(1))
    took, _ = seconds(lambda: asyncio.run(ask(CHECKS)))
    app.state.runtime.close()
    each = took / CHECKS
    what = "session and permission of a request, from memory"
    return Measured(what, f"{CHECKS:,} checks", f"{each * 1e6:.0f} µs", "≤ 1 ms", each <= 0.001)


def storming(port: int, url: str) -> Iterator[Measured]:
    """`/locate` for others, before and during; who may sign in afterwards; what is left in the tables."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        body = {"login": "honest", "password": PASSWORD}
        signed_in = client.post("/api/v1/session", json=body, headers=HOME)
        assert signed_in.status_code == 200, signed_in.text
        before = locating(client, lambda count: count < 1_000)
        command = [sys.executable, "-m", "bench.storm", str(port), str(ATTEMPTS), str(CONNECTIONS)]
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as storm:
            during = locating(client, lambda _: storm.poll() is None)
            answered = json.loads(storm.communicate()[0])
        took = time.perf_counter() - began
        waited, status = 0.0, 503
        while status == 503 and waited < 60:
            status = client.post("/api/v1/session", json=body, headers=HOME).status_code
            waited = time.perf_counter() - began - took
        megabyte = client.post("/api/v1/session", json={**body, "password": "x" * 2**20}).status_code
    size = f"{ATTEMPTS:,} attempts over {CONNECTIONS} connections in {took:.0f} s: {answered}"
    for name, part in (("median", 50), ("95th percentile", 95)):
        calm, busy = (statistics.quantiles(times, n=100)[part - 1] * 1000 for times in (before, during))
        value = f"{busy / calm:.1f}× ({busy:.1f} ms against {calm:.1f} ms)"
        yield Measured(f"/locate of others during the attempts, {name}", size, value)
    yield Measured(
        "the right password right afterwards", "", f"{status} after {waited:.1f} s", "200", status == 200
    )
    yield Measured("a password of 1 MB", "", str(megabyte), "413", megabyte == 413)
    engine = make_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT count(*) FROM sign_in_failure")).scalar_one()
    engine.dispose()
    most = ATTEMPTS * 2
    yield Measured(
        "rows that count attempts", f"{ATTEMPTS:,} attempts", f"{rows:,}", f"≤ {most:,}", rows <= most
    )


def locating(client: httpx.Client, more: Callable[[int], bool]) -> list[float]:
    """Seconds of one request after the other."""
    times: list[float] = []
    while more(len(times)):
        began = time.perf_counter()
        assert client.get("/api/v1/locate", params={"lon": 120.1, "lat": 30.1}).status_code == 200
        times.append(time.perf_counter() - began)
    return times


@contextmanager
def serving(url: str) -> Iterator[int]:
    """The server in a process of its own, as an installation runs it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "geo_grid", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(600):
                try:
                    if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield port
        finally:
            server.terminate()
