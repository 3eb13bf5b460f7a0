"""How often the database is asked: who somebody is costs one question at first, then none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town, opened

pytestmark = pytest.mark.database

#: Answered from memory; who asks is all that the database may be asked.
SETTINGS = "/api/v1/settings"


@contextmanager
def questions(town: Town) -> Iterator[list[str]]:
    """The statements that requests send meanwhile."""
    asked: list[str] = []

    def note(*event: object) -> None:
        # Threads of the server's own look by themselves; requests ask in those of the pool.
        if threading.current_thread().name.startswith("AnyIO"):
            asked.append(str(event[2]))

    engine = town.served.runtime.database()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("minutes", [0, 5], ids=["used just now", "not used for a while"])
@pytest.mark.parametrize("way", ["session", "token"])
def test_a_first_request_asks_once_and_the_next_not_at_all(town: Town, way: str, minutes: int) -> None:
    client = town.people[Role.ADMINISTRATOR].signed_in()
    if way == "token":
        body = {"name": "x", "actions": ["settings.read"], "days": 1}
        secret = client.post("/api/v1/me/tokens", json=body).json()["secret"]
        client = opened(town.served, headers={"Authorization": f"Bearer {secret}"})
    engine = town.database.owner_engine()
    seen = {"session": ("account_session", "last_seen_at"), "token": ("api_token", "last_used_at")}[way]
    newest = f"SELECT max(id) FROM {seen[0]}"
    with engine.begin() as connection:
        connection.execute(
            text(
                f"UPDATE {seen[0]} SET {seen[1]} = now() - interval '{minutes} minutes' WHERE id = ({newest})"
            )
        )
    town.served.runtime.known.clear()
    told = []
    for _ in range(3):
        with questions(town) as asked:
            assert client.get(SETTINGS).status_code == 200
        told.append(asked)
    assert [len(asked) for asked in told] == [1, 0, 0], told
    with engine.begin() as connection:
        age = connection.execute(
            text(f"SELECT now() - {seen[1]} < interval '1 minute' FROM {seen[0]} WHERE id = ({newest})")
        ).scalar_one()
    assert age


def test_a_page_of_accounts_asks_for_all_their_grants_at_once(town: Town) -> None:
    client = town.people[Role.ADMINISTRATOR].signed_in()
    assert client.get(SETTINGS).status_code == 200
    with questions(town) as asked:
        page = client.get("/api/v1/accounts").json()["items"]
    assert len(page) >= len(Role)
    assert {grant["role"] for account in page for grant in account["grants"]} >= {str(role) for role in Role}
    assert all(grant["account"]["id"] == each["id"] for each in page for grant in each["grants"])
    assert len(asked) == 2
