"""One transaction of a command that may change accounts; the audit is sealed afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from geo_grid.local_postgres import database_urls
from geo_grid.services.audit import seal_all
from geo_grid.settings import settings
from geo_grid.store.session import Session, make_engine, session_scope


@contextmanager
def transaction() -> Iterator[Session]:
    """A session on the installation's database: committed at the end, then sealed."""
    engine = make_engine(database_urls(settings())[0])
    try:
        with session_scope(engine) as session:
            yield session
        with session_scope(engine) as session:
            seal_all(session)
    finally:
        engine.dispose()
