"""``geo-grid migrate``: bring the database's tables to the newest revision."""

from typing import Annotated

import typer

from geo_grid.local_postgres import database_urls
from geo_grid.services.catch_up import catch_up
from geo_grid.settings import settings
from geo_grid.store.migrating import migrate, revisions
from geo_grid.words import both


def command(
    commit: Annotated[
        bool,
        typer.Option("--commit", help="真正执行；否则只说明 / Do it; otherwise only say what would be done."),
    ] = False,
) -> None:
    """更新数据库表结构 / Bring the database to the newest revision, as MIGRATION_DATABASE_URL's role."""
    application_url, owner_url = database_urls(settings())
    current, newest = revisions(owner_url)
    if commit:
        # Also where nothing is left to do: the role in DATABASE_URL may be a new one that needs its rights.
        migrate(owner_url, application_url)
        catch_up(application_url)
    code = "migrated" if current == newest or commit else "migration_due"
    typer.echo(both(code, {"current": current, "newest": newest}))
