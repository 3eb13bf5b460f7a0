"""The real PostGIS for every test that needs one: migrated once, copied or rolled back for each test.

TEST_DATABASE_URL, else MIGRATION_DATABASE_URL, points at a server where databases and a role may be created;
without them the product's own private cluster is started.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, create_engine, make_url, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geo_grid.store.migrating import migrate
from geo_grid.store.privileges import grant_application
from geo_grid.store.session import driver_url, make_engine

#: A role of the tests' own, shared by the workers; it never logs in: sessions take it on by SET ROLE.
APPLICATION_ROLE = "geo_grid_test_application"


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
    from geo_grid import local_postgres  # noqa: PLC0415  only where it is needed, so that a given server is enough

    return driver_url(local_postgres.start().owner_url)


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
    try:
        administer(f"CREATE ROLE {APPLICATION_ROLE} NOLOGIN")
    except DBAPIError as error:
        # Another worker or an earlier run has made it: duplicate_object, or unique_violation in a race.
        if getattr(error.orig, "sqlstate", None) not in ("42710", "23505"):
            raise
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
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
    administer(f"CREATE DATABASE {name} TEMPLATE {source}")
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


@pytest.fixture
def session(template: Database) -> Iterator[Session]:
    """The application's session on the shared database; what the test writes is rolled back."""
    opened = create_engine(driver_url(template.url), poolclass=pool.NullPool)
    with Session(opened) as inside:
        yield inside
        inside.rollback()


def named(server_url: str, name: str) -> Database:
    """A database of the server, as its owner and as the application."""
    owner = make_url(server_url).set(database=name)
    application = owner.update_query_dict({"options": f"-crole={APPLICATION_ROLE}"})
    return Database(
        owner.render_as_string(hide_password=False), application.render_as_string(hide_password=False)
    )
