"""How the store is opened, and what its failures are called."""

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from geo_grid.core.errors import Conflict, GeoGridError, InputError, Unavailable
from geo_grid.store import migrating
from geo_grid.store.errors import as_product_error, translated
from geo_grid.store.session import driver_url, make_engine, role_of, session_scope
from tests.conftest import Database


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_urls_as_people_write_them(scheme: str) -> None:
    assert (
        driver_url(f"{scheme}://me:p%40ss@host:5433/db?x=1")
        == "postgresql+psycopg://me:p%40ss@host:5433/db?x=1"
    )


@pytest.mark.parametrize("url", ["junk", "sqlite:///x", "postgresql://me@host:port/db"])
def test_what_is_no_address_of_a_postgresql_is_said(url: str) -> None:
    with pytest.raises(InputError, match="database_url_invalid"):
        driver_url(url)


@pytest.mark.parametrize(
    ("url", "role"),
    [
        ("postgresql://me@host/db", "me"),
        ("postgresql:///db?user=me&host=/run", "me"),
        ("postgresql://me@/db?host=%2Frun", "me"),
        ("postgresql:///db", None),
    ],
)
def test_the_role_of_a_url(url: str, role: str | None) -> None:
    assert role_of(url) == role


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (psycopg.errors.DiskFull, Unavailable, "database_full"),
        (psycopg.errors.OutOfMemory, Unavailable, "database_full"),
        (psycopg.errors.TooManyConnections, Unavailable, "database_full"),
        (psycopg.errors.AdminShutdown, Unavailable, "database_down"),
        (psycopg.errors.CannotConnectNow, Unavailable, "database_down"),
        (psycopg.errors.ConnectionFailure, Unavailable, "database_down"),
        (psycopg.errors.IoError, Unavailable, "database_down"),
        (psycopg.errors.UndefinedTable, Unavailable, "database_not_migrated"),
        (psycopg.errors.InsufficientPrivilege, Unavailable, "database_forbids"),
        (psycopg.errors.SerializationFailure, Conflict, "edition_conflict"),
        (psycopg.errors.DeadlockDetected, Conflict, "edition_conflict"),
        (psycopg.errors.LockNotAvailable, Conflict, "edition_conflict"),
        (psycopg.OperationalError, Unavailable, "database_down"),
    ],
)
def test_states_of_the_server(error: type[psycopg.Error], kind: type[GeoGridError], code: str) -> None:
    for raised in (error("x"), DBAPIError("SELECT", None, error("x"))):
        told = as_product_error(raised)
        assert (type(told), told and told.code) == (kind, code)


@pytest.mark.parametrize(
    "error", [psycopg.errors.SyntaxError, psycopg.errors.DivisionByZero, psycopg.errors.ProgramLimitExceeded]
)
def test_our_own_mistakes_stay_what_they_are(error: type[psycopg.Error]) -> None:
    with pytest.raises(error), translated():
        raise error("x")


def test_a_server_that_is_not_there() -> None:
    engine = make_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable, match="database_down"), session_scope(engine) as session:
        session.execute(text("SELECT 1"))


@pytest.mark.database
def test_what_raises_is_rolled_back(database: Database) -> None:
    engine = database.engine()
    insert = text("INSERT INTO edition (effective, title, reason, published_by) VALUES (now(), '', '', '')")

    def insert_and_fail() -> None:
        with session_scope(engine) as session:
            session.execute(insert)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        insert_and_fail()
    with session_scope(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM edition")) == 0
    engine.dispose()


@pytest.mark.database
def test_an_empty_database_is_not_migrated(database: Database) -> None:
    migrating.migrate(database.owner_url, revision="base", down=True)
    engine = database.engine()
    with pytest.raises(Unavailable, match="database_not_migrated"), session_scope(engine) as session:
        session.execute(text("SELECT * FROM edition"))
    engine.dispose()


@pytest.mark.database
def test_an_old_server(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "OLDEST", (999,))
    with pytest.raises(Unavailable, match="database_too_old"):
        migrating.migrate(database.owner_url)


@pytest.mark.parametrize(
    ("statement", "value", "code"),
    [
        ("SELECT CAST(:value AS bigint)", 2**70, "number_beyond"),
        ("SELECT CAST(:value AS text)", "a\x00b", "text_beyond"),
        ("SELECT now() + make_interval(years => :value)", 10_000_000, "date_beyond"),
    ],
)
def test_what_no_column_holds_is_the_fault_of_who_gave_it(
    engine: Engine, statement: str, value: object, code: str
) -> None:
    with pytest.raises(InputError) as refused, session_scope(engine) as session:
        session.execute(text(statement), {"value": value})
    assert refused.value.code == code
