"""A connection of the application's role with the small ground laid, rolled back after each test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from tests.conftest import Database
from tests.store.ground import Writer, lay


@pytest.fixture
def connection(template: Database) -> Iterator[Connection]:
    """Rolled back: what waits for the commit is asked for by `Writer.prove_now`."""
    engine = template.engine()
    with engine.connect() as opened:
        yield opened
        opened.rollback()
    engine.dispose()


@pytest.fixture
def writer(connection: Connection) -> Writer:
    """On an empty database."""
    return Writer(connection)


@pytest.fixture
def ground(connection: Connection) -> Writer:
    """On the small ground of tests/store/ground.py, as edition 1."""
    return lay(connection)
