"""A real server on a real database: asked over HTTP, as a browser would."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine, make_url

from geo_grid.http.app import create_app
from geo_grid.http.runtime import Runtime
from geo_grid.settings import Settings
from tests.conftest import Database, named
from tests.http.city import publish_city

#: Long enough for a loaded machine.
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Served:
    """A running server, a client of it, and what it holds inside."""

    http: httpx.Client
    app: FastAPI

    @property
    def runtime(self) -> Runtime:
        """What the worker holds."""
        runtime: Runtime = self.app.state.runtime
        return runtime

    def wait_for(self, edition: int | None) -> None:
        """Wait until the worker answers for an edition from memory."""
        current = self.runtime.current
        assert current is not None
        assert current.wait_for(edition, PATIENCE_S)


@contextmanager
def serving(settings: Settings, built: Path, port: int = 0) -> Iterator[Served]:
    """Run the application on a port of this machine, a free one if none is given."""
    app = create_app(settings, built=built)
    # A stream that somebody still listens to is not waited for.
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S) as client:
            yield Served(client, app)
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web client of three files."""
    folder = tmp_path_factory.mktemp("dist")
    (folder / "assets").mkdir()
    (folder / "assets" / "index-abc123.js").write_text("export {};\n")
    (folder / "index.html").write_text("<!doctype html><title>map</title>\n")
    (folder / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>\n")
    return folder


@pytest.fixture(scope="session")
def city_database(
    template: Database, server_url: str, administer: Callable[[str], None]
) -> Iterator[Database]:
    """A database with the real city as its only edition; tests that share it only read."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    try:
        database = named(server_url, name)
        engine = database.engine()
        publish_city(engine)
        engine.dispose()
        yield database
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def city(city_database: Database, built: Path) -> Iterator[Served]:
    """The server of the real city, with its index loaded."""
    with serving(Settings(database_url=city_database.url), built) as served:
        served.wait_for(1)
        yield served


@pytest.fixture(scope="session")
def http(city: Served) -> httpx.Client:
    """A client of the real city's server."""
    return city.http


@pytest.fixture
def city_engine(engine: Engine) -> Engine:
    """An engine on a city of the test's own, which it may publish to."""
    publish_city(engine)
    return engine


@pytest.fixture
def own(city_engine: Engine, database: Database, built: Path) -> Iterator[Served]:
    """A server of the test's own city."""
    with serving(Settings(database_url=database.url), built) as served:
        served.wait_for(1)
        yield served
