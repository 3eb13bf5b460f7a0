"""The example city in a database of its own: about 1,000 grids with everything that is on their ground."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bench.storing import fresh_database
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.store.session import make_engine, session_scope


@contextmanager
def database(server: str) -> Iterator[str]:
    """URL of the city's database, dropped afterwards."""
    with fresh_database(server) as url:
        engine = make_engine(url)
        with session_scope(engine) as session:
            load_demo(session, make_example(ZoneInfo("Asia/Shanghai"), "city"), datetime.now(UTC))
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
        engine.dispose()
        yield url
