"""Engines and sessions: how the store is opened, and how one transaction is made of one use case."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine as Engine
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session as Session

from geo_grid.core.errors import InputError
from geo_grid.store.errors import translated

#: Seconds to wait for a connection before saying that the database is down.
CONNECT_TIMEOUT_S = 5


def driver_url(url: str) -> str:
    """A PostgreSQL URL as people write it (postgres://, postgresql://) with the driver that we use.

    Raises
    ------
    InputError
        ``database_url_invalid``; the URL itself is not repeated, it may hold a password.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError) as error:
        raise InputError("database_url_invalid") from error
    if parsed.get_backend_name() != "postgresql":
        raise InputError("database_url_invalid")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def role_of(url: str) -> str | None:
    """The role that a URL logs in as, as far as the URL says so."""
    parsed = make_url(driver_url(url))
    asked = parsed.query.get("user")
    return parsed.username or (asked if isinstance(asked, str) else None)


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine whose connections are checked before use, so that a restarted database is no error.

    Parameters
    ----------
    url
        DATABASE_URL.
    pool_size
        Connections kept open; as many again may be opened for a moment.
    """
    engine = create_engine(
        driver_url(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "geo-grid"},
    )
    event.listen(engine, "connect", _compile_nothing)
    return engine


def _compile_nothing(connection: psycopg.Connection, _: object) -> None:
    """Switch the compiling of queries off.

    Ours are short; but while a table is new to the planner it takes them for long ones, and compiles for a
    second each time.
    """
    connection.execute("SET jit = off")
    connection.commit()


@contextmanager
def session_scope(engine: Engine) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises.

    Raises
    ------
    CoverageBroken, Conflict, Unavailable
        What the database refused, at a statement or at commit (`geo_grid.store.errors`).
    """
    with translated(), Session(engine) as session, session.begin():
        yield session
