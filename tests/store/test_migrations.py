"""The migrations up and down, with one role and with two; the tables as Python sees them."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Engine, create_engine, make_url, pool, text
from sqlalchemy.dialects.postgresql.base import ischema_names

import geo_grid.store.account_tables
import geo_grid.store.audit_tables
import geo_grid.store.base_tables
import geo_grid.store.board_tables
import geo_grid.store.identity_tables
import geo_grid.store.incident_public_tables
import geo_grid.store.incident_tables
import geo_grid.store.incident_work_tables
import geo_grid.store.ledger_tables
import geo_grid.store.network_tables
import geo_grid.store.people_tables
import geo_grid.store.plan_tables
import geo_grid.store.rule_tables
import geo_grid.store.search_tables  # noqa: F401 - the same
from geo_grid.core.errors import Unavailable
from geo_grid.store.migrating import migrate, revisions
from geo_grid.store.tables import Base, Xid8
from tests.conftest import APPLICATION_ROLE, Database
from tests.store.ground import lay

pytestmark = pytest.mark.database

_OWN = text(
    """
    SELECT kind || ' ' || name FROM (
        SELECT 'relation' AS kind, relname AS name, oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'function', proname, oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'type', typname, oid FROM pg_type WHERE typnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'schema', nspname, oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
    ) AS object
    WHERE name NOT LIKE 'alembic%' AND name NOT LIKE '\\_alembic%'
    ORDER BY 1
    """
)


def objects(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(_OWN))


@pytest.fixture
def extensions_only(server_url: str, administer: Callable[[str], None]) -> Iterator[list[str]]:
    """What is in a database that holds nothing but the extensions."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE template0")
    engine = create_engine(make_url(server_url).set(database=name), poolclass=pool.NullPool)
    with engine.begin() as connection:
        for extension in ("postgis", "btree_gist", "pg_trgm"):
            connection.execute(text(f"CREATE EXTENSION {extension}"))
    yield objects(engine)
    administer(f"DROP DATABASE {name} WITH (FORCE)")


def test_down_leaves_only_the_extensions_and_up_makes_the_same_again(
    database: Database, owner_engine: Engine, extensions_only: list[str]
) -> None:
    made = objects(owner_engine)
    assert "relation grid_row" in made
    assert "function gg_prove" in made
    migrate(database.owner_url, revision="base", down=True)
    assert objects(owner_engine) == extensions_only
    assert revisions(database.owner_url)[0] is None
    migrate(database.owner_url)
    assert objects(owner_engine) == made


@pytest.mark.parametrize(
    "revision", ["0001", "0002", "0004", "0005", "0006", "0008", "0009", "0013", "0016", "0018", "0020"]
)
def test_each_step_goes_down_and_up(database: Database, owner_engine: Engine, revision: str) -> None:
    made = objects(owner_engine)
    migrate(database.owner_url, revision=revision, down=True)
    assert revisions(database.owner_url)[0] == revision
    migrate(database.owner_url)
    assert objects(owner_engine) == made
    with owner_engine.connect() as connection:
        lay(connection).prove_now()


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database.owner_url)
    current, newest = revisions(database.owner_url)
    assert current == newest


def is_comment(difference: Any) -> bool:
    """Comments are for readers of the database and stand in the migrations only."""
    kind = difference[0][0] if isinstance(difference, list) else difference[0]
    return "comment" in kind


def test_the_tables_in_python_are_those_of_the_migrations(
    owner_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ischema_names, "xid8", Xid8)
    with owner_engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": alembic_helpers.include_object, "compare_type": True}
        )
        differences = [entry for entry in compare_metadata(context, Base.metadata) if not is_comment(entry)]
    assert differences == []


def test_with_one_role_the_owner_has_all_rights(database: Database) -> None:
    migrate(database.owner_url, database.owner_url)
    engine = database.owner_engine()
    with engine.begin() as connection:
        lay(connection)


def test_a_second_role_gets_its_rights_by_migrating_again(database: Database, owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APPLICATION_ROLE}"))
    migrate(
        database.owner_url, make_url(database.owner_url).set(username=APPLICATION_ROLE).render_as_string()
    )
    engine = database.engine()
    with engine.begin() as connection:
        lay(connection)
    engine.dispose()


def test_a_database_that_is_not_there(server_url: str) -> None:
    with pytest.raises(Unavailable, match="database_down"):
        migrate(server_url.rsplit("/", 1)[0] + "/no_such_database")


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Unavailable, match="database_down"):
        migrate("postgresql://nobody@127.0.0.1:1/nothing")
