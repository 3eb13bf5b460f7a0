"""Bringing a database to the newest revision, or back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, pool

from geo_grid.core.errors import Unavailable
from geo_grid.store.errors import translated
from geo_grid.store.session import CONNECT_TIMEOUT_S, driver_url, role_of

#: Oldest PostgreSQL that will do.
OLDEST = (15,)

_SCRIPTS = Path(__file__).parents[2] / "migrations"


def _config(connection: Connection | None = None, application_role: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["application_role"] = application_role
    return config


def migrate(
    owner_url: str, application_url: str | None = None, revision: str = "head", *, down: bool = False
) -> None:
    """Run migrations in one transaction and grant the application's role its rights.

    Parameters
    ----------
    owner_url
        The database as the role that owns, or is to own, the tables. Where PostGIS is not installed in it
        yet, the role must be allowed to create extensions.
    application_url
        The same database as the application's role; None or the same role if there is only one.
    revision
        Where to go: ``head``, ``base``, or a revision.
    down
        Go back instead of forward.

    Raises
    ------
    Unavailable
        ``database_down``; ``database_too_old``; ``database_postgis_missing`` where the server has no PostGIS;
        ``database_forbids`` where the role may not create what is missing.
    """
    engine = create_engine(
        driver_url(owner_url), poolclass=pool.NullPool, connect_args={"connect_timeout": CONNECT_TIMEOUT_S}
    )
    role = role_of(application_url) if application_url else None
    with translated(), engine.connect() as connection:
        version = connection.dialect.server_version_info or (0,)
        if version < OLDEST:
            raise Unavailable("database_too_old", version=".".join(map(str, version)), needed=str(OLDEST[0]))
        config = _config(connection, role)
        if down:
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
        connection.commit()


def revisions(owner_url: str) -> tuple[str | None, str | None]:
    """The database's revision and the newest one; equal when nothing is left to do."""
    engine = create_engine(
        driver_url(owner_url), poolclass=pool.NullPool, connect_args={"connect_timeout": CONNECT_TIMEOUT_S}
    )
    with translated(), engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory.from_config(_config()).get_current_head()
