"""The real city, published once; the tests only read."""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from geo_grid.services.demo import load_demo
from geo_grid.services.demo_real import read_real
from geo_grid.store.session import session_scope
from tests.conftest import OWNER_ROLE, Database, named

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def city_of_the_store(
    template: Database, server_url: str, administer: Callable[[str], None]
) -> Iterator[Database]:
    """A database with the real city as its only edition."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} OWNER {OWNER_ROLE} TEMPLATE {make_url(template.owner_url).database}")
    try:
        database = named(server_url, name)
        engine = database.engine()
        with session_scope(engine) as session:
            load_demo(session, read_real(ZoneInfo("Asia/Shanghai")), NOW)
        engine.dispose()
        yield database
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def city(city_of_the_store: Database) -> Iterator[Session]:
    """A session on it."""
    engine = city_of_the_store.engine()
    with Session(engine) as session:
        yield session
        session.rollback()
    engine.dispose()
