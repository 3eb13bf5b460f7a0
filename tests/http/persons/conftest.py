"""A people manager on one community, and one on its sibling."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.permissions.roles import Role
from geo_grid.store.session import session_scope
from tests.http.accounts.conftest import Town
from tests.http.accounts.conftest import town as town

Add = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def manager(town: Town) -> httpx.Client:
    return town.people[Role.PEOPLE_MANAGER].signed_in()


@pytest.fixture(scope="module")
def neighbour(town: Town) -> httpx.Client:
    """The people manager of the sibling community."""
    return town.person("people.next", Role.PEOPLE_MANAGER, grid=town.ground.sibling).signed_in()


@pytest.fixture
def add(town: Town, manager: httpx.Client) -> Add:
    """Write somebody down on the manager's leaf, or elsewhere."""

    def adding(by: httpx.Client = manager, **values: Any) -> dict[str, Any]:
        answer = by.post("/api/v1/persons", json={"name": "陈安", "grid": town.ground.leaf, **values})
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return adding


def picture(side: int = 300, form: str = "PNG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (side, side), (200, side % 256, 40)).save(target, form)
    return target.getvalue()


def audited(town: Town, action: str) -> list[dict[str, Any]]:
    """Entries of an act, newest first."""
    engine = town.database.engine()
    with session_scope(engine) as session:
        found = _entries(session, action)
    engine.dispose()
    return found


def _entries(session: Session, action: str) -> list[dict[str, Any]]:
    rows = session.execute(
        text("SELECT actor, subject, before, after FROM audit_entry WHERE action = :action ORDER BY id DESC"),
        {"action": action},
    )
    return [dict(row._mapping) for row in rows]
