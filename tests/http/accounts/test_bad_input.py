"""What people try: cookies of elsewhere, other people's ids, wider ground, and what is left in the logs."""

import json
import logging
import time

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import PASSWORD, Town, opened

pytestmark = pytest.mark.database

URL = "/api/v1/session"


def cookie_of(client: httpx.Client) -> str:
    return str(client.cookies["geo_grid_session"])


def test_over_https_only_the_cookie_that_no_other_host_can_set_opens_anything(town: Town) -> None:
    token = cookie_of(town.people[Role.PLANNER].signed_in())
    https = {"X-Forwarded-Proto": "https"}
    # A neighbouring host can plant a cookie of the plain name; one of the name __Host- it cannot.
    for name, login in (("geo_grid_session", None), ("__Host-geo_grid_session", "planner")):
        told = opened(town.served).get(URL, headers={**https, "Cookie": f"{name}={token}"}).json()
        assert (told["account"] or {}).get("login") == login, name
    plain = opened(town.served).get(URL, headers={"Cookie": f"__Host-geo_grid_session={token}"}).json()
    assert plain["account"] is None


def test_a_session_is_no_token_and_a_token_is_no_session(town: Town) -> None:
    client = town.people[Role.PLANNER].signed_in()
    body = {"name": "x", "actions": ["ground.see"], "days": 1}
    secret = client.post("/api/v1/me/tokens", json=body).json()["secret"]
    as_token = opened(town.served, headers={"Authorization": f"Bearer {cookie_of(client)}"})
    assert as_token.get("/api/v1/me/sessions").json()["code"] == "token_invalid"
    as_cookie = opened(town.served, headers={"Cookie": f"geo_grid_session={secret}"})
    assert as_cookie.get("/api/v1/me/sessions").json()["code"] == "sign_in_needed"


def test_other_peoples_sessions_and_tokens_are_not_there(town: Town) -> None:
    owner, thief = town.people[Role.APPROVER].signed_in(), town.people[Role.PLANNER].signed_in()
    body = {"name": "x", "actions": ["ground.see"], "days": 1}
    token = owner.post("/api/v1/me/tokens", json=body).json()["token"]["id"]
    session = next(each["id"] for each in owner.get("/api/v1/me/sessions").json()["items"] if each["current"])
    for path in (f"/api/v1/me/tokens/{token}", f"/api/v1/me/sessions/{session}"):
        assert thief.delete(path).status_code == 404, path
    assert owner.get("/api/v1/me/sessions").status_code == 200
    assert owner.get("/api/v1/me/tokens").json()["items"][0]["id"] == token
    for path in (f"/api/v1/accounts/{town.people[Role.APPROVER].id}", "/api/v1/grants?account=1"):
        assert thief.get(path).json()["code"] == "not_permitted", path


@pytest.mark.parametrize(
    "more",
    [
        "as_of=2001-01-01",
        "as_of=2099-01-01",
        "bbox=-180,-90,180,90",
        "level=0",
        "account=1",
        "scope=everything",
    ],
)
def test_no_parameter_widens_the_ground(town: Town, more: str) -> None:
    planner = town.people[Role.PLANNER].signed_in()
    narrow = planner.get("/api/v1/me/grids?action=plans.draw&limit=1000").json()
    wide = planner.get(f"/api/v1/me/grids?action=plans.draw&limit=1000&{more}")
    assert wide.status_code == 422 or wide.json() == narrow
    other = planner.get(f"/api/v1/me/permission?action=plans.draw&grid={town.ground.sibling}&{more}")
    assert other.status_code == 422 or other.json()["allowed"] is False


def test_a_page_mark_of_somebody_else_shows_nothing_of_theirs(town: Town) -> None:
    admin = town.people[Role.ADMINISTRATOR].signed_in()
    mark = admin.get("/api/v1/accounts?limit=1").json()["next"]
    planner = town.people[Role.PLANNER].signed_in()
    assert planner.get("/api/v1/accounts", params={"after": mark}).status_code == 403
    codes = {
        each["code"]
        for each in planner.get(
            "/api/v1/me/grids", params={"action": "plans.draw", "after": mark, "limit": 1000}
        )
        .json()
        .get("items", [])
    }
    assert town.ground.sibling not in codes


def test_nothing_secret_is_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        admin = town.people[Role.ADMINISTRATOR].signed_in()
        person = town.person("logged", Role.PLANNER, grid=town.ground.own)
        link = admin.post(f"/api/v1/accounts/{person.id}/reset").json()["token"]
        chosen = "violet harbour cinnamon"
        reset = {"token": link, "password": chosen}
        assert opened(town.served).post(f"{URL}/reset", json=reset).status_code == 200
        mistyped = "vioolet harbour cinnamon"
        assert (
            opened(town.served).post(URL, json={"login": "logged", "password": mistyped}).status_code == 401
        )
        client = opened(town.served)
        answer = client.post(URL, json={"login": "logged", "password": chosen})
        csrf = answer.json()["csrf_token"]
        client.headers["X-CSRF-Token"] = csrf
        body = {"name": "x", "actions": ["ground.see"], "days": 1}
        secret = client.post("/api/v1/me/tokens", json=body).json()["secret"]
        machine = opened(town.served, headers={"Authorization": f"Bearer {secret}"})
        assert machine.get("/api/v1/me/grids?action=ground.see").status_code == 200
        last = client.delete(URL).headers["x-request-id"]
        # A line is written after its answer was sent.
        for _ in range(100):
            if any(last in record.getMessage() for record in caplog.records):
                break
            time.sleep(0.02)
    # What speaks of httpcore and httpx is this test's own client.
    records = [each for each in caplog.records if not each.name.startswith("http")]
    told = "\n".join(record.getMessage() + str(record.args) for record in records)
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "geo_grid.access"]
    assert {"/api/v1/session/reset", "/api/v1/me/tokens"} <= {line["path"] for line in lines}
    assert all(len(line["id"]) == 32 for line in lines)
    for kind, hidden in {
        "password": PASSWORD, "new password": chosen, "mistyped password": mistyped, "link": link,
        "cookie": cookie_of_answer(answer), "token": secret, "page token": csrf,
    }.items():  # fmt: skip
        assert hidden not in told, kind


def cookie_of_answer(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
