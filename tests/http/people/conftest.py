"""One server of a city whose town has a head, for the tests of this folder."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from geo_grid.settings import Settings
from tests.conftest import Database, named
from tests.http.city import publish_city
from tests.http.conftest import Served, serving
from tests.http.people.staff import Staff

TOWN = "10020"


@contextmanager
def city_with_mayor(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[tuple[Served, Staff]]:
    """A server of the real city in a database of its own, and the writer of its people."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    try:
        database = named(server_url, name)
        engine = database.engine()
        publish_city(engine)
        chosen = Settings(database_url=database.url, hotline="96345", supervision_phone="0573-9999999")
        with serving(chosen, built) as served:
            served.wait_for(1)
            staff = Staff(engine)
            picture = staff.photo("a")
            mayor = staff.person(TOWN, "镇长", ("name", "photo"), photo=picture, phone="0573-7")
            staff.duty(TOWN, mayor)
            yield served, staff
        engine.dispose()
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def staffed(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[tuple[Served, Staff]]:
    """One city for all tests that write on grids of their own."""
    with city_with_mayor(template, server_url, administer, built) as city:
        yield city


@pytest.fixture(scope="module")
def own_staffed(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[tuple[Served, Staff]]:
    """A city for a module that changes everybody."""
    with city_with_mayor(template, server_url, administer, built) as city:
        yield city
