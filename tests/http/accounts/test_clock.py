"""A worker whose clock is an hour off: everything with a date goes by the database, the rest by no date."""

import sys
import time
from datetime import datetime, tzinfo

import pytest
from sqlalchemy import text

from geo_grid.core.permissions.roles import Role
from geo_grid.http.buckets import Buckets
from tests.http.accounts.conftest import PASSWORD, Person, Town, opened

URL = "/api/v1/session"

pytestmark = pytest.mark.database


@pytest.fixture(params=[-3600, 3600], ids=["behind", "ahead"], autouse=True)
def wrong_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of day as the product reads it, by whatever way, is off; what counts seconds is not."""
    off, right = request.param, time.time

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Wrong":
            return cls.fromtimestamp(right() + off, tz)

    monkeypatch.setattr(time, "time", lambda: right() + off)
    for name, module in list(sys.modules.items()):
        if name.startswith("geo_grid") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Wrong)


def behind_the_back(town: Town, statement: str, **values: object) -> None:
    engine = town.database.owner_engine()
    with engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0
    town.served.runtime.known.clear()


def somebody(town: Town, login: str, wrong_by: str) -> Person:
    return town.person(f"{login}.{wrong_by}", Role.PLANNER, grid=town.ground.own)


@pytest.fixture
def which(request: pytest.FixtureRequest) -> str:
    return "ahead" if "ahead" in request.node.name else "behind"


def test_a_session_lasts_as_long_as_the_database_says(town: Town, which: str) -> None:
    client = somebody(town, "session", which).signed_in()
    mine = "WHERE id = (SELECT max(id) FROM account_session)"
    for column, ends in (("expires_at", "now()"), ("last_seen_at", "now() - interval '2 hours'")):
        behind_the_back(town, f"UPDATE account_session SET {column} = {ends} + interval '20 minutes' {mine}")
        assert client.get("/api/v1/me/sessions").status_code == 200, column
        behind_the_back(town, f"UPDATE account_session SET {column} = {ends} - interval '1 second' {mine}")
        assert client.get("/api/v1/me/sessions").status_code == 401, column
        again = "expires_at = now() + interval '9 hours', last_seen_at = now()"
        behind_the_back(town, f"UPDATE account_session SET {again} {mine}")


def test_a_token_lasts_as_long_as_the_database_says(town: Town, which: str) -> None:
    client = somebody(town, "token", which).signed_in()
    made = client.post("/api/v1/me/tokens", json={"name": "x", "actions": ["ground.see"], "days": 1}).json()
    machine = opened(town.served, headers={"Authorization": f"Bearer {made['secret']}"})
    where, token = "/api/v1/me/grids?action=ground.see", made["token"]["id"]
    for left, status in (("20 minutes", 200), ("-1 second", 401)):
        expires = f"UPDATE api_token SET expires_at = now() + interval '{left}' WHERE id = :id"
        behind_the_back(town, expires, id=token)
        assert machine.get(where).status_code == status, left


def test_a_link_lasts_as_long_as_the_database_says(town: Town, which: str) -> None:
    person = somebody(town, "link", which)
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    for left, status in (("-1 second", 422), ("20 minutes", 200)):
        token = admin.post(f"/api/v1/accounts/{person.id}/reset").json()["token"]
        expires = (
            f"UPDATE account_reset SET expires_at = now() + interval '{left}' "
            "WHERE account_id = :id AND used_at IS NULL"
        )
        behind_the_back(town, expires, id=person.id)
        body = {"token": token, "password": "violet harbour cinnamon"}
        assert opened(town.served).post(f"{URL}/reset", json=body).status_code == status, left


def test_a_lock_out_lasts_as_long_as_the_database_says(town: Town, which: str) -> None:
    person, client = somebody(town, "locked", which), opened(town.served)
    for _ in range(5):
        client.post(URL, json={"login": person.login, "password": "wrong password"})
    for left, status in (("14 minutes", 429), ("-1 second", 200)):
        behind_the_back(town, f"UPDATE sign_in_failure SET locked_until = now() + interval '{left}'")
        answer = client.post(URL, json={"login": person.login, "password": PASSWORD})
        assert answer.status_code == status, left
        if status == 429:
            assert 800 < int(answer.headers["Retry-After"]) <= 14 * 60


def test_a_grant_lasts_as_long_as_the_database_says(town: Town, which: str) -> None:
    person = somebody(town, "granted", which)
    for first, last, actions in (
        ("-2 hours", "20 minutes", ["ground.see", "plans.draw", "rules.set"]),
        ("-2 hours", "-1 second", []),
        ("20 minutes", "2 hours", []),
    ):
        dated = (
            f"UPDATE role_grant SET valid_from = now() + interval '{first}', "
            f"valid_until = now() + interval '{last}' WHERE account_id = :id"
        )
        behind_the_back(town, dated, id=person.id)
        assert person.signed_in().get(URL).json()["actions"] == actions, (first, last)


def test_a_limit_of_rate_knows_no_time_of_day() -> None:
    buckets = Buckets(3)
    assert [buckets.take("a").is_enough for _ in range(4)] == [True, True, True, False]
