"""Signing in and out: cookies, wrong passwords, rotation, replay."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import PASSWORD, Town, opened

URL = "/api/v1/session"


def fresh(town: Town, **more: Any) -> httpx.Client:
    return opened(town.served, **more)


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(town: Town) -> None:
    login = town.people[Role.PLANNER].login
    answer = fresh(town).post(URL, json={"login": login, "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    told = answer.json()
    assert told["account"]["login"] == login
    assert told["actions"] == ["ground.see", "plans.draw", "rules.set"]
    assert told["csrf_token"] not in cookie


def test_behind_tls_the_cookie_is_for_this_host_alone(town: Town) -> None:
    # As a proxy on this machine says it.
    headers = {"X-Forwarded-Proto": "https"}
    login = town.people[Role.PLANNER].login
    answer = fresh(town).post(URL, json={"login": login, "password": PASSWORD}, headers=headers)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-geo_grid_session=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_case_and_width_of_a_login_do_not_matter(town: Town) -> None:
    answer = fresh(town).post(URL, json={"login": "ＰLANNER", "password": PASSWORD})
    assert answer.status_code == 200


def test_wrong_login_and_wrong_password_are_told_alike(town: Town) -> None:
    client = fresh(town)
    told = [
        client.post(URL, json={"login": login, "password": "something else entirely"})
        for login in (town.people[Role.APPROVER].login, "nobody.here")
    ]
    assert [answer.status_code for answer in told] == [401, 401]
    assert told[0].json()["detail"] == told[1].json()["detail"]
    assert {answer.json()["code"] for answer in told} == {"sign_in_wrong"}


def test_many_attempts_must_wait_longer_and_longer(town: Town) -> None:
    person = town.person("locked.out")
    client = fresh(town)
    codes = [
        client.post(URL, json={"login": person.login, "password": "wrong password"}).status_code
        for _ in range(8)
    ]
    assert codes[:5] == [401] * 5
    assert codes[-1] == 429
    # The right password waits too, or guessing would go on behind it.
    refused = client.post(URL, json={"login": person.login, "password": PASSWORD})
    assert refused.json()["code"] == "sign_in_wait"
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    _forget(town)


def test_a_stranger_who_keeps_guessing_keeps_nobody_out(town: Town) -> None:
    person = town.person("kept.out", Role.PLANNER, grid=town.ground.own)
    at_home, elsewhere = {"X-Forwarded-For": "192.0.2.10"}, {"X-Forwarded-For": "198.51.100.7"}
    right = {"login": person.login, "password": PASSWORD}
    assert fresh(town).post(URL, json=right, headers=at_home).status_code == 200
    client = fresh(town)
    wrong = {"login": person.login, "password": "wrong password"}
    codes = [client.post(URL, json=wrong, headers=elsewhere).status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2
    # From where they have signed in before, their own attempts count alone; from elsewhere they wait.
    assert fresh(town).post(URL, json=right, headers=at_home).status_code == 200
    assert fresh(town).post(URL, json=right, headers=elsewhere).status_code == 429
    codes = [client.post(URL, json=wrong, headers=at_home).status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2
    _forget(town)


def test_attempts_do_not_pile_up(town: Town) -> None:
    engine = town.database.owner_engine()
    old = text(
        "INSERT INTO sign_in_failure SELECT 'login:' || kind || n, failures, now() - age, NULL "
        "FROM generate_series(1, 6) n, (VALUES ('free', 4, interval '61 minutes'), "
        "('locked', 5, interval '25 hours'), ('young', 5, interval '23 hours')) AS old (kind, failures, age)"
    )
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM sign_in_failure"))
        connection.execute(old)
    for number in range(2):
        fresh(town).post(URL, json={"login": f"nobody.{number}", "password": "wrong password"})
    with engine.begin() as connection:
        left = connection.execute(text("SELECT key FROM sign_in_failure")).scalars().all()
        indexes = connection.execute(
            text("SELECT count(*) FROM pg_indexes WHERE tablename = 'sign_in_failure'")
        ).scalar_one()
    # Two logins and one address are new; what still counts is kept.
    assert len([key for key in left if "young" in key]) == 6
    assert len(left) == 9
    assert indexes == 3
    _forget(town)


def test_when_too_many_sign_in_at_once_the_rest_are_told_to_come_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_grid.http.routes.session._WAITING_AT_MOST", 0)
    answer = fresh(town).post(URL, json={"login": "planner", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (503, "sign_ins_busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_whoever_only_tries_to_sign_in_makes_nobody_else_ask_the_database_again(town: Town) -> None:
    client = town.people[Role.APPROVER].signed_in()
    assert client.get("/api/v1/me/sessions").status_code == 200
    known = len(town.served.runtime.known)
    assert known > 0
    fresh(town).post(URL, json={"login": "nobody.at.all", "password": "wrong password"})
    assert len(town.served.runtime.known) == known
    _forget(town)


def test_a_password_of_a_megabyte_is_refused_before_it_is_hashed(town: Town) -> None:
    answer = fresh(town).post(URL, json={"login": "planner", "password": "x" * 2**20})
    assert answer.status_code in (413, 422)
    answer = fresh(town).post(URL, json={"login": "planner", "password": "x" * 4000})
    assert answer.json()["code"] == "password_too_long"


def test_a_session_replayed_after_sign_out_opens_nothing(town: Town) -> None:
    client = town.people[Role.INSPECTOR].signed_in()
    cookies = dict(client.cookies)
    assert client.get("/api/v1/me/sessions").status_code == 200
    assert client.delete(URL).json()["account"] is None
    replayed = fresh(town, cookies=cookies)
    assert replayed.get("/api/v1/me/sessions").status_code == 401
    assert replayed.get(URL).json()["account"] is None


def test_a_made_up_cookie_is_nobody(town: Town) -> None:
    assert fresh(town, cookies={"geo_grid_session": "made-up"}).get(URL).json()["account"] is None
    assert fresh(town, cookies={"geo_grid_session": "x" * 5000}).get(URL).json()["account"] is None


def test_only_hashes_are_in_the_database(town: Town) -> None:
    client = town.people[Role.PLANNER].signed_in()
    token = client.cookies["geo_grid_session"]
    engine = town.database.owner_engine()
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT token_hash::text FROM account_session")).scalars().all()
        hashes = connection.execute(text("SELECT password_hash FROM account")).scalars().all()
    assert kept
    assert not any(token in each for each in kept)
    assert all(each.startswith("$argon2id$") for each in hashes if each)


def test_a_new_password_ends_all_sessions_but_goes_on_under_a_new_cookie(town: Town) -> None:
    person = town.person("renewed", Role.PLANNER, grid=town.ground.own)
    here, there = person.signed_in(), person.signed_in()
    before = here.cookies["geo_grid_session"]
    assert len(here.get("/api/v1/me/sessions").json()["items"]) == 2
    new = "orange kettle umbrella"
    wrong = here.post("/api/v1/me/password", json={"current": "not this one", "new": new})
    assert wrong.json()["code"] == "password_wrong"
    answer = here.post("/api/v1/me/password", json={"current": PASSWORD, "new": new})
    assert answer.status_code == 200
    assert here.cookies["geo_grid_session"] != before
    assert there.get("/api/v1/me/sessions").status_code == 401
    assert [each["current"] for each in here.get("/api/v1/me/sessions").json()["items"]] == [True]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_too_short"),
        ("password1234", "password_common"),
        ("qwertyuiop12", "password_common"),
        ("123456789012", "password_common"),
        ("weakling-weakling", "password_common"),
        ("weakling-7890", "password_like_name"),
        ("y" * 129, "password_too_long"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_and_the_link_stays(
    town: Town, password: str, code: str
) -> None:
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    found = admin.get("/api/v1/accounts", params={"q": "weakling"}).json()["items"]
    account = found[0]["id"] if found else town.person("weakling").id
    token = admin.post(f"/api/v1/accounts/{account}/reset").json()["token"]
    refused = fresh(town).post(f"{URL}/reset", json={"token": token, "password": password})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    taken = fresh(town).post(f"{URL}/reset", json={"token": token, "password": "violet harbour cinnamon"})
    assert taken.status_code == 200
    again = fresh(town).post(f"{URL}/reset", json={"token": token, "password": "violet harbour cinnamon"})
    assert again.json()["code"] == "reset_invalid"


def test_a_page_of_another_site_cannot_sign_anybody_in(town: Town) -> None:
    body = {"login": "planner", "password": PASSWORD}
    answer = fresh(town).post(URL, json=body, headers={"Origin": "https://elsewhere.example"})
    assert answer.json()["code"] == "origin_foreign"


def test_signing_in_and_failing_to_are_in_the_audit_without_secrets(town: Town) -> None:
    fresh(town).post(URL, json={"login": "auditor.typo", "password": "the typed password"})
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    asked = ({"action": action, "limit": 1000} for action in ("sign_in", "sign_in."))
    told = "".join(admin.get("/api/v1/audit", params=each).text for each in asked)
    assert '"sign_in.fail"' in told
    assert '"sign_in"' in told
    assert "the typed password" not in told
    assert "auditor.typo" not in told


def _forget(town: Town) -> None:
    engine = town.database.owner_engine()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM sign_in_failure"))
