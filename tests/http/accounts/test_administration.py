"""Accounts, grants, offices and tokens as administrators and their owners manage them."""

import json
import threading
import time

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account, change_account
from geo_grid.services.current import now
from geo_grid.services.grants import list_grants, make_grant, revoke_grant
from geo_grid.services.grid_people import grid_people
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.http.accounts.conftest import Town, opened


@pytest.fixture
def admin(town: Town) -> httpx.Client:
    return town.people[Role.ADMINISTRATOR].signed_in()


def test_an_account_is_opened_with_a_link_and_named_once(town: Town, admin: httpx.Client) -> None:
    made = admin.post("/api/v1/accounts", json={"login": "Li.Na", "name": "李娜"})
    assert made.status_code == 200
    account, reset = made.json()["account"], made.json()["reset"]
    assert account["has_password"] is False
    assert reset["path"] == f"/reset#{reset['token']}"
    for login, code in (("li.na", "login_taken"), ("Ⅼі.nа", "login_confusable"), ("a b", "login_invalid")):
        refused = admin.post("/api/v1/accounts", json={"login": login, "name": "x"})
        assert refused.json()["code"] == code, login


def test_a_change_of_rights_ends_the_sessions(town: Town, admin: httpx.Client) -> None:
    person = town.person("promoted")
    client = person.signed_in()
    assert client.get("/api/v1/audit").status_code == 403
    made = admin.post("/api/v1/grants", json={"account": person.id, "role": "administrator"}).json()
    assert client.get("/api/v1/audit").status_code == 401
    client = person.signed_in()
    assert client.get("/api/v1/audit").status_code == 200
    assert admin.delete(f"/api/v1/grants/{made['id']}").json()["why_not"] == "revoked"
    assert client.get("/api/v1/audit").status_code == 401


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "emperor"}, "role_unknown"),
        ({"role": "administrator", "grid": "own"}, "grant_scope_wrong"),
        ({"role": "planner"}, "grant_scope_wrong"),
        ({"role": "planner", "grid": "999"}, "grid_not_found"),
        ({"role": "planner", "office": 999999}, "office_not_found"),
        ({"role": "planner", "grid": "own", "valid_until": "2001-01-01T00:00:00Z"}, "grant_dates_wrong"),
        ({"role": "planner", "grid": "own", "account": 999999}, "account_not_found"),
    ],
)
def test_a_grant_that_cannot_be(
    town: Town, admin: httpx.Client, change: dict[str, object], code: str
) -> None:
    body: dict[str, object] = {"account": town.people[Role.INSPECTOR].id, **change}
    if body.get("grid") == "own":
        body["grid"] = town.ground.own
    assert admin.post("/api/v1/grants", json=body).json()["code"] == code


def test_dates_of_a_grant_count(town: Town, admin: httpx.Client) -> None:
    person = town.person("seasonal")
    body = {
        "account": person.id,
        "role": "planner",
        "grid": town.ground.own,
        "valid_from": "2099-01-01T00:00:00Z",
    }
    assert admin.post("/api/v1/grants", json=body).json()["why_not"] == "future"
    assert person.signed_in().get("/api/v1/session").json()["actions"] == []


def test_an_offices_kind_may_change_where_it_fits_above_and_below(admin: httpx.Client) -> None:
    def opened_office(**values: object) -> int:
        made = admin.post("/api/v1/offices", json={"name_zh": "某处", **values})
        assert made.status_code == 200, made.text
        return int(made.json()["id"])

    def changed(office: int, **values: object) -> tuple[str, str]:
        told = admin.patch(f"/api/v1/offices/{office}", json=values).json()
        return told.get("code", told.get("kind")), told.get("params", {}).get("below", "")

    district = opened_office(kind="district")
    town = opened_office(kind="town", parent=district)
    community = opened_office(kind="community", parent=town)
    assert changed(town, kind="community") == ("office_below_wrong", "community")
    assert changed(town, kind="district") == ("office_parent_wrong", "")
    assert changed(community, kind="department") == ("department", "")
    assert changed(town, kind="community") == ("community", "")
    # Both at once, as a town that becomes a district leaves the one it was below.
    assert changed(town, kind="district", parent=None) == ("district", "")
    assert changed(town, kind=None, closed=None) == ("district", "")
    log = admin.get("/api/v1/audit", params={"subject": f"office:{community}", "limit": 1}).json()["items"][0]
    assert (log["before"]["kind"], log["after"]["kind"]) == ("community", "department")


def test_the_ground_of_an_office_is_that_of_the_offices_below_it(town: Town, admin: httpx.Client) -> None:
    above = admin.post("/api/v1/offices", json={"kind": "town", "name_zh": "街道办"}).json()
    below = admin.post(
        "/api/v1/offices", json={"kind": "community", "name_zh": "社区", "parent": above["id"]}
    ).json()
    wrong = admin.post("/api/v1/offices", json={"kind": "town", "name_zh": "x", "parent": below["id"]})
    assert wrong.json()["code"] == "office_parent_wrong"
    admin.put(f"/api/v1/offices/{below['id']}/grids", json={"codes": [town.ground.own]})
    person = town.person("officer", Role.PLANNER, office=above["id"])
    told = person.signed_in().get("/api/v1/me/grids?action=plans.draw&limit=1000").json()
    codes = {each["code"] for each in told["items"]}
    assert town.ground.leaf in codes
    assert town.ground.sibling not in codes
    # Whoever is granted a role on a grid belongs to the nearest office, unless another is named.
    guest = town.person("guest")
    asked = {"account": guest.id, "role": "planner", "grid": town.ground.leaf}
    assert admin.post("/api/v1/grants", json=asked).json()["office"]["id"] == below["id"]
    named = admin.post("/api/v1/grants", json={**asked, "office": above["id"]}).json()
    assert named["office"]["id"] == above["id"]
    admin.patch(f"/api/v1/offices/{above['id']}", json={"closed": True})
    town.served.runtime.known.clear()
    assert person.signed_in().get("/api/v1/session").json()["actions"] == []


def test_an_office_may_serve_an_area_of_its_own(town: Town, admin: httpx.Client) -> None:
    spans = [{"days": [1, 2, 3, 4, 5], "from": "08:30", "until": "17:00"}]
    told = {"kind": "department", "name_zh": "派出所", "phone": "110", "week_hours": spans}
    made = admin.post("/api/v1/offices", json=told).json()
    assert (made["hours"], made["week_hours"], made["area_m2"]) == ("周一至周五 08:30–17:00", spans, None)
    lon, lat = admin.get(f"/api/v1/grids/{town.ground.leaf}").json()["properties"]["label"]
    ring = [[lon - 1e-4, lat - 1e-4], [lon + 1e-4, lat - 1e-4], [lon, lat + 1e-4], [lon - 1e-4, lat - 1e-4]]
    area = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    at = f"/api/v1/offices/{made['id']}/area"
    assert admin.put(at, json={"area": area}).json()["area_m2"] == pytest.approx(227, rel=0.1)
    assert opened(town.served).get(at).json()["area"]["type"] == "MultiPolygon"

    def offices(code: str) -> list[int]:
        with town.served.runtime.reading() as session:
            zone = town.served.runtime.settings.zone
            return [each.id for each in grid_people(session, code, now(), zone).offices]

    assert offices(town.ground.leaf)[-1] == made["id"]
    assert made["id"] not in offices(town.ground.other_leaf)
    assert made["id"] not in offices(town.ground.own)
    bow = [[lon, lat], [lon + 1e-4, lat + 1e-4], [lon + 1e-4, lat], [lon, lat + 1e-4], [lon, lat]]
    wrong = (
        ({"type": "Point", "coordinates": [lon, lat]}, "area_not_polygon"),
        ({"type": "Polygon", "coordinates": [bow]}, "area_invalid"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [400, 0], [0, 1], [0, 0]]]}, "area_off_earth"),
        ({"type": "FeatureCollection", "features": []}, "area_not_polygon"),
    )
    for given, code in wrong:
        assert admin.put(at, json={"area": given}).json()["code"] == code
    assert admin.put(at, json={"area": None}).json()["area_m2"] is None


def test_a_token_does_what_it_was_made_for_until_it_is_revoked(town: Town, admin: httpx.Client) -> None:
    wide = admin.post("/api/v1/me/tokens", json={"name": "x", "actions": ["plans.draw"], "days": 1})
    assert wide.json()["code"] == "token_actions_too_wide"
    made = admin.post("/api/v1/me/tokens", json={"name": "x", "actions": ["audit.read"], "days": 1}).json()
    machine = opened(town.served, headers={"Authorization": f"Bearer {made['secret']}"})
    assert machine.get("/api/v1/audit").status_code == 200
    assert machine.get("/api/v1/accounts").json()["code"] == "token_limited"
    assert (
        machine.post("/api/v1/me/tokens", json={"name": "y", "actions": ["audit.read"], "days": 1}).json()[
            "code"
        ]
        == "session_needed"
    )
    told = admin.get("/api/v1/me/tokens")
    assert made["secret"] not in told.text
    assert told.json()["items"][0]["last_used_at"] is not None
    admin.delete(f"/api/v1/me/tokens/{made['token']['id']}")
    assert machine.get("/api/v1/audit").json()["code"] == "token_invalid"


def test_a_token_of_a_disabled_account_is_refused(town: Town, admin: httpx.Client) -> None:
    person = town.person("leaving", Role.PLANNER, grid=town.ground.own)
    client = person.signed_in()
    made = client.post("/api/v1/me/tokens", json={"name": "x", "actions": ["plans.draw"], "days": 1}).json()
    machine = opened(town.served, headers={"Authorization": f"Bearer {made['secret']}"})
    assert machine.get("/api/v1/me/grids").status_code == 200
    assert admin.patch(f"/api/v1/accounts/{person.id}", json={"disabled": True}).json()["disabled"] is True
    assert machine.get("/api/v1/me/grids").status_code == 401
    assert client.get("/api/v1/me/sessions").status_code == 401


def test_another_worker_hears_that_a_session_was_ended(town: Town) -> None:
    """What the database is told behind this worker's back reaches its memory."""
    person = town.person("elsewhere")
    client = person.signed_in()
    assert client.get("/api/v1/me/sessions").status_code == 200
    with town.database.owner_engine().begin() as connection:
        connection.execute(
            text("UPDATE account_session SET ended_at = now() WHERE account_id = :id"), {"id": person.id}
        )
    deadline = time.monotonic() + 5
    while client.get("/api/v1/me/sessions").status_code != 401:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_last_administrator_stays(town: Town, admin: httpx.Client) -> None:
    own = admin.get("/api/v1/session").json()["account"]
    grant = own["grants"][0]["id"]
    refused = admin.delete(f"/api/v1/grants/{grant}")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    refused = admin.patch(f"/api/v1/accounts/{own['id']}", json={"disabled": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")


@pytest.mark.parametrize("way", ["revoke", "disable"])
def test_of_two_administrators_who_remove_each_other_at_once_one_remains(
    database: Database, way: str
) -> None:
    engine = database.engine()
    with session_scope(engine) as session:
        ids = [add_account(session, login, login).id for login in ("anna", "boris")]
        grants = [make_grant(session, account, Role.ADMINISTRATOR).id for account in ids]
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def remove(other: int) -> None:
        try:
            with session_scope(engine) as session:
                session.execute(text("SELECT 1"))
                ready.wait(10)
                if way == "revoke":
                    revoke_grant(session, grants[other])
                else:
                    change_account(session, ids[other], disabled=True)
                time.sleep(0.2)
            outcomes.append("done")
        except Conflict as refused:
            outcomes.append(refused.code)

    both = [threading.Thread(target=remove, args=(other,)) for other in (0, 1)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert sorted(outcomes) == ["done", "last_administrator"]
    with Session(engine) as session:
        assert len(list_grants(session, role=Role.ADMINISTRATOR, in_force=True)) == 1
    engine.dispose()


def test_the_audit_is_searched_and_exported(town: Town, admin: httpx.Client) -> None:
    found = admin.get("/api/v1/audit", params={"action": "grant.", "limit": 2}).json()
    assert [each["action"] for each in found["items"]] == ["grant.make"] * 2
    more = admin.get("/api/v1/audit", params={"action": "grant.", "limit": 2, "after": found["next"]}).json()
    assert more["items"][0]["id"] < found["items"][1]["id"]
    assert admin.get("/api/v1/audit", params={"action": "grant"}).json()["items"] == []
    lines = admin.get("/api/v1/audit/export", params={"action": "grant."}).text.splitlines()
    assert len(lines) >= 9
    sheet = admin.get("/api/v1/audit/export", params={"format": "csv"})
    assert sheet.text.startswith("\ufeffid,at,actor")


def test_the_audit_is_sealed_within_a_second_or_so(town: Town, admin: httpx.Client) -> None:
    deadline = time.monotonic() + 5
    while admin.get("/api/v1/audit/seal").json()["unsealed"] > 0:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(admin.get("/api/v1/audit/seal").json()["last"]["hash"]) == 64


def test_no_secret_is_among_the_settings(town: Town, admin: httpx.Client) -> None:
    told = admin.get("/api/v1/settings")
    assert {"name": "GEO_GRID_PORT", "default": "8000"}.items() <= next(
        each for each in told.json()["items"] if each["name"] == "GEO_GRID_PORT"
    ).items()
    assert "postgresql" not in told.text.replace("PostgreSQL", "")
    secret = next(each for each in told.json()["items"] if each["name"] == "DATABASE_URL")
    assert (secret["secret"], secret["is_set"], secret["value"]) == (True, True, None)
    assert secret["meaning"]["zh"] != secret["meaning"]["en"]


def test_what_the_audit_tells_has_names(town: Town, admin: httpx.Client) -> None:
    told = admin.get("/api/v1/audit/words").json()
    acts, fields = ({each["code"] for each in told[kind]} for kind in ("acts", "fields"))
    entries = [json.loads(line) for line in admin.get("/api/v1/audit/export?format=jsonl").text.splitlines()]
    assert len(entries) >= 9
    assert {entry["action"] for entry in entries} <= acts
    assert {key for entry in entries for side in ("before", "after") for key in entry[side] or {}} <= fields
