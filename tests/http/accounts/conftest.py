"""A server on a copy of the real city, with one account for each role on one community of it."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url, text

from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.grants import make_grant
from geo_grid.services.password_hashing import hasher
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database, named
from tests.http.city import publish_city
from tests.http.conftest import Served, serving

#: As cheap as argon2 can be: tests wait for nothing.
MEMORY_KIB, PASSES = 8, 1
PASSWORD = "lantern orchard rivulet"


_OPENED: list[httpx.Client] = []


def opened(served: Served, **more: Any) -> httpx.Client:
    """A client without cookies; closed at the end of the module."""
    client = httpx.Client(base_url=served.http.base_url, timeout=30, **more)
    _OPENED.append(client)
    return client


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and a way to sign in."""

    id: int
    login: str
    served: Served

    def signed_in(self) -> httpx.Client:
        """A client of their own, with the session's cookie and its token in place."""
        client = opened(self.served)
        answer = client.post("/api/v1/session", json={"login": self.login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client


@dataclass(frozen=True)
class Ground:
    """Codes around one community of level 2: its parent, a sibling, a leaf of its own and of the sibling."""

    parent: str
    own: str
    sibling: str
    leaf: str
    other_leaf: str


@dataclass(frozen=True)
class Town:
    """The server, the database, the people by role, and the ground that their roles are on."""

    served: Served
    database: Database
    people: dict[Role, Person]
    ground: Ground

    def person(self, login: str, role: Role | None = None, **ground: Any) -> Person:
        """One more."""
        engine = self.database.engine()
        argon = hasher(MEMORY_KIB, PASSES)
        with session_scope(engine) as session:
            opened = add_account(session, login, login.title())
            change_password(session, opened.id, argon.hash(PASSWORD))
            if role is not None:
                make_grant(session, opened.id, role, **ground)
        engine.dispose()
        return Person(opened.id, login, self.served)


@pytest.fixture(scope="module")
def town(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[Town]:
    """Of the module's own; its tests may change accounts but not grids."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    database = named(server_url, name)
    settings = Settings(
        database_url=database.url,
        password_memory_kib=MEMORY_KIB,
        password_passes=PASSES,
        sealing_key="the key of a town that is tried",
    )
    try:
        engine = database.engine()
        publish_city(engine)
        engine.dispose()
        with serving(settings, built) as served:
            made = Town(served, database, {}, _ground(database))
            for role in Role:
                where = {} if role is Role.ADMINISTRATOR else {"grid": made.ground.own}
                made.people[role] = made.person(role.value.replace("_", "."), role, **where)
            yield made
    finally:
        while _OPENED:
            _OPENED.pop().close()
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _ground(database: Database) -> Ground:
    engine = database.owner_engine()
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT p.code, c.code, min(l.code) FROM grid_row c "
                "JOIN grid_row p ON p.grid_id = c.parent_id "
                "JOIN grid_row l ON l.parent_id = c.grid_id WHERE c.level = 2 GROUP BY 1, 2 ORDER BY 1, 2"
            )
        ).all()
    parent, own, leaf = rows[0]
    _, sibling, other_leaf = next(row for row in rows[1:] if row[0] == parent)
    return Ground(parent, own, sibling, leaf, other_leaf)
