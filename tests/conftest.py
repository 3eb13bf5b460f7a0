"""The real PostGIS for every test that needs one: migrated once, copied or rolled back for each test.

TEST_DATABASE_URL, else MIGRATION_DATABASE_URL, points at a server as a role that may create databases, roles
and extensions; without them the product's own private cluster for tests is started.
"""

import asyncio
import os
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import hypothesis
import pytest
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import Engine, create_engine, make_url, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geo_grid import local_postgres
from geo_grid.store.migrating import migrate
from geo_grid.store.privileges import grant_application
from geo_grid.store.session import driver_url, make_engine

# The same examples each time, so that a red test is about the change at hand. For new ones run
# `GEO_GRID_EXPLORE=1 pytest`.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("explore" if os.environ.get("GEO_GRID_EXPLORE") else "steady")

#: Roles of the tests' own, shared by the workers; they never log in: sessions take them on by SET ROLE. The
#: owner is an ordinary role, as it is in an installation.
APPLICATION_ROLE = "geo_grid_test_application"
OWNER_ROLE = "geo_grid_test_owner"


@dataclass(frozen=True)
class Database:
    """One database of the test's own.

    Parameters
    ----------
    owner_url
        As the role that owns the tables.
    url
        As the application's role.
    """

    owner_url: str
    url: str

    def engine(self) -> Engine:
        """An engine as the application; dispose of it, or use `opened`."""
        return make_engine(self.url)

    def owner_engine(self) -> Engine:
        """An engine as the owner, without a pool."""
        return create_engine(driver_url(self.owner_url), poolclass=pool.NullPool)


@pytest.fixture(scope="session")
def server_url() -> str:
    """A server as a role that may create databases."""
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("MIGRATION_DATABASE_URL")
    if given:
        return driver_url(given)
    return driver_url(local_postgres.start("test").superuser_url)


@pytest.fixture(scope="session")
def administer(server_url: str) -> Iterator[Callable[[str], None]]:
    """Run one statement outside any transaction, as CREATE DATABASE wants it."""
    engine = create_engine(server_url, poolclass=pool.NullPool, isolation_level="AUTOCOMMIT")

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(statement))

    yield run
    engine.dispose()


@pytest.fixture(scope="session")
def template(server_url: str, administer: Callable[[str], None]) -> Iterator[Database]:
    """A migrated, empty database. Write nothing into it that is not rolled back."""
    for role in (APPLICATION_ROLE, OWNER_ROLE):
        try:
            administer(f"CREATE ROLE {role} NOLOGIN")
        except DBAPIError as error:
            # Another worker or an earlier run has made it: duplicate_object, or unique_violation in a race.
            if getattr(error.orig, "sqlstate", None) not in ("42710", "23505"):
                raise
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} OWNER {OWNER_ROLE} ENCODING 'UTF8' TEMPLATE template0")
    try:
        furnishing = create_engine(make_url(server_url).set(database=name), poolclass=pool.NullPool)
        with furnishing.begin() as connection:
            for extension in ("postgis", "btree_gist", "pg_trgm"):
                connection.execute(text(f"CREATE EXTENSION {extension}"))
        database = named(server_url, name)
        migrate(database.owner_url)
        engine = database.owner_engine()
        with engine.begin() as connection:
            grant_application(connection, APPLICATION_ROLE)
        yield database
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def database(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[Database]:
    """A fresh copy of the migrated database, for tests that commit: deferred triggers fire at commit."""
    source = make_url(template.owner_url).database
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} OWNER {OWNER_ROLE} TEMPLATE {source}")
    try:
        yield named(server_url, name)
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The application's engine on a fresh copy."""
    opened = database.engine()
    yield opened
    opened.dispose()


@pytest.fixture
def owner_engine(database: Database) -> Engine:
    """The owner's engine on the same copy."""
    return database.owner_engine()


@pytest.fixture(scope="session")
def shared(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[Database]:
    """A copy for the tests that roll back.

    Not the migrated database itself: what is rolled back leaves its numbers used up, and in every later copy
    the first account or entry would have another number.
    """
    source = make_url(template.owner_url).database
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} OWNER {OWNER_ROLE} TEMPLATE {source}")
    try:
        yield named(server_url, name)
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def session(shared: Database) -> Iterator[Session]:
    """The application's session on the shared database; what the test writes is rolled back."""
    opened = create_engine(driver_url(shared.url), poolclass=pool.NullPool)
    with Session(opened) as inside:
        yield inside
        inside.rollback()


def named(server_url: str, name: str) -> Database:
    """A database of the server, as its owner and as the application."""
    base = make_url(server_url).set(database=name)
    owner, application = (
        base.update_query_dict({"options": f"-crole={role}"}).render_as_string(hide_password=False)
        for role in (OWNER_ROLE, APPLICATION_ROLE)
    )
    return Database(owner, application)


@contextmanager
def _without_the_browsers_loop() -> Iterator[None]:
    """Playwright leaves its event loop running in this thread; whoever runs another must not see it."""
    loop = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(loop)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Set a test up that looks at no page as if none had been looked at before."""
    if "playwright" in getattr(item, "fixturenames", ()):
        return (yield)
    with _without_the_browsers_loop():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Run it so too."""
    if "playwright" in getattr(item, "fixturenames", ()):
        return (yield)
    with _without_the_browsers_loop():
        return (yield)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver; a process can hold only one, so all that look at pages share it."""
    with sync_playwright() as driver:
        yield driver
