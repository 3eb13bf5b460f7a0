"""What alembic runs: the migrations as the owner's role, then the grants for the application's role."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, create_engine, pool

import geo_grid.store.account_tables
import geo_grid.store.audit_tables
import geo_grid.store.base_tables
import geo_grid.store.identity_tables
import geo_grid.store.incident_public_tables
import geo_grid.store.incident_tables
import geo_grid.store.incident_work_tables
import geo_grid.store.ledger_tables
import geo_grid.store.people_tables
import geo_grid.store.plan_tables
import geo_grid.store.rule_tables
import geo_grid.store.search_tables  # noqa: F401 - the same
from geo_grid.settings import settings
from geo_grid.store.privileges import grant_application
from geo_grid.store.session import driver_url, role_of
from geo_grid.store.tables import Base


def run(connection: Connection, application_role: str | None) -> None:
    """Migrate over one connection, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=alembic_helpers.include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        grant_application(connection, application_role)


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given, context.config.attributes.get("application_role"))
else:
    owner_url = settings().owner_database_url
    if owner_url is None:
        raise SystemExit("alembic by hand needs MIGRATION_DATABASE_URL or DATABASE_URL.")
    engine = create_engine(driver_url(owner_url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        run(connection, role_of(settings().database_url or owner_url))
