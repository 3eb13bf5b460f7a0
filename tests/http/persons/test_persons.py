"""People are written down, changed, ended and, if they never had a duty, deleted."""

from typing import Any

import httpx
import pytest

from tests.http.accounts.conftest import Town
from tests.http.persons.conftest import Add, audited


def tag(person: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{person["version"]}"'}


def test_somebody_is_written_down_and_read_back(town: Town, manager: httpx.Client, add: Add) -> None:
    made = add(
        name=" 王　芳 ", phone="（0573）8200 1234 转 8", mobile="１３８00000000", published=["phone", "name"]
    )
    assert (made["name"], made["phone"], made["mobile"]) == ("王 芳", "0573 8200 1234转8", "13800000000")
    assert made["published"] == ["name", "phone"]
    assert (made["kind"], made["away"], made["assignments"], made["photo"]) == ("official", False, [], None)
    assert made["grid"]["code"] == town.ground.leaf
    read = manager.get(f"/api/v1/persons/{made['id']}")
    assert read.json() == made
    assert (read.headers["ETag"], read.headers["Cache-Control"]) == ('"1"', "no-store")
    found = manager.get("/api/v1/persons", params={"q": "8200", "grid": town.ground.own}).json()
    assert [person["id"] for person in found["items"]] == [made["id"]]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "name_invalid"),
        ({"name": "王\u202e芳"}, "name_characters_invalid"),
        ({"mobile": "138-CALL-NOW"}, "phone_invalid"),
        ({"phone": "无"}, "phone_invalid"),
        ({"published": ["name", "religion"]}, "published_unknown"),
        ({"kind": "private", "published": ["name"]}, "opt_in_needed"),
        ({"grid": "999"}, "grid_not_found"),
        ({"office": 999999}, "office_not_found"),
        ({"account": "nobody.here"}, "account_not_found"),
        ({"valid_from": "2026-02-01T00:00:00Z", "valid_until": "2026-01-01T00:00:00Z"}, "dates_wrong"),
        ({"valid_until": "2001-01-01T00:00:00Z"}, "dates_wrong"),
        ({"valid_from": "2026-02-01"}, "value_invalid"),
        ({"belief": "none"}, "value_invalid"),
    ],
)
def test_bad_input_is_refused_with_its_reason(
    town: Town, manager: httpx.Client, values: dict[str, Any], code: str
) -> None:
    answer = manager.post("/api/v1/persons", json={"name": "陈安", "grid": town.ground.leaf, **values})
    assert answer.json()["code"] == code
    assert answer.status_code in (404, 422)
    if code == "phone_invalid":
        assert answer.json()["params"]["field"] in values


def test_a_change_needs_the_version_that_was_seen(manager: httpx.Client, add: Add) -> None:
    made = add()
    address = f"/api/v1/persons/{made['id']}"
    assert manager.patch(address, json={"post": "书记"}).json()["code"] == "version_needed"
    changed = manager.patch(address, json={"post": "书记", "name_en": None}, headers=tag(made))
    assert (changed.json()["post"], changed.json()["version"]) == ("书记", 2)
    late = manager.patch(address, json={"post": "主任"}, headers=tag(made))
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    for wrong in ('"x"', '"²"', "1" * 90):
        # As bytes: what no header should hold arrives all the same.
        answer = manager.patch(address, json={}, headers=[(b"If-Match", wrong.encode("latin-1"))])
        assert answer.status_code == 412
    same = manager.patch(address, json={"post": "书记"}, headers=tag(changed.json()))
    assert same.json()["version"] == 2


def test_the_audit_keeps_what_changed_of_officials_and_nothing_of_private_people(
    town: Town, manager: httpx.Client, add: Add
) -> None:
    official, private = (
        add(name="官安", mobile="13900000001"),
        add(kind="private", name="私安", mobile="13900000002"),
    )
    entries = {entry["subject"]: entry for entry in audited(town, "person.add")}
    assert entries[f"person:{official['id']}"]["after"]["mobile"] == "13900000001"
    kept = str(entries[f"person:{private['id']}"])
    assert "私安" not in kept and "13900000002" not in kept
    manager.patch(f"/api/v1/persons/{private['id']}", json={"name": "私平"}, headers=tag(private))
    assert "私" not in str(audited(town, "person.change")[0])


def test_every_look_is_written_down(town: Town, manager: httpx.Client, add: Add) -> None:
    made = add(name="看安")
    manager.get(f"/api/v1/persons/{made['id']}")
    entry = audited(town, "person.read")[0]
    assert entry["subject"] == f"person:{made['id']}" and "people.manager" in entry["actor"]
    manager.get("/api/v1/persons", params={"q": "看安"})
    assert audited(town, "person.read")[0]["after"] == {"ids": [made["id"]]}


def test_consent_opens_what_a_private_person_publishes_and_its_end_closes_it(
    manager: httpx.Client, add: Add
) -> None:
    made = add(kind="private", published=["name"], opted_in_at="2026-01-05T00:00:00+08:00")
    address = f"/api/v1/persons/{made['id']}"
    refused = manager.patch(address, json={"opted_in_at": None}, headers=tag(made))
    assert refused.json()["code"] == "opt_in_needed"
    closed = manager.patch(address, json={"opted_in_at": None, "published": []}, headers=tag(made))
    assert (closed.json()["opted_in_at"], closed.json()["published"]) == (None, [])


def test_who_is_on_duty_is_ended_and_not_deleted(town: Town, manager: httpx.Client, add: Add) -> None:
    made = add(name="在岗")
    address = f"/api/v1/persons/{made['id']}"
    duty = {"person": made["id"], "grid": town.ground.leaf, "role": "liaison"}
    given = manager.post("/api/v1/assignments", json=duty)
    assert given.status_code == 200, given.text
    deleted = manager.delete(address)
    assert (deleted.status_code, deleted.json()["code"]) == (409, "person_has_duties")
    refused = manager.post(f"{address}/end", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "person_on_duty")
    assert refused.json()["params"]["grids"] == [town.ground.leaf]
    early = manager.patch(address, json={"valid_until": "2100-01-01T00:00:00Z"}, headers=tag(made))
    assert early.json()["code"] == "person_on_duty"
    ended = manager.post(f"{address}/end", json={"end_duties": True}).json()
    assert ended["valid_until"] is not None and ended["assignments"] == []
    assert manager.delete(address).json()["code"] == "person_has_duties"
    over = manager.get("/api/v1/persons", params={"state": "ended", "q": "在岗"}).json()["items"]
    assert [person["id"] for person in over] == [made["id"]]
    assert manager.get("/api/v1/persons", params={"q": "在岗"}).json()["items"] == []


def test_a_mistake_is_deleted(manager: httpx.Client, add: Add) -> None:
    made = add()
    assert manager.delete(f"/api/v1/persons/{made['id']}").json()["id"] == made["id"]
    assert manager.get(f"/api/v1/persons/{made['id']}").json()["code"] == "person_not_found"


def test_an_account_is_one_persons(town: Town, manager: httpx.Client, add: Add) -> None:
    town.person("zhang.wei")
    made = add(account="Zhang.Wei")
    assert made["account"]["login"] == "zhang.wei"
    again = manager.post(
        "/api/v1/persons", json={"name": "李四", "grid": town.ground.leaf, "account": "zhang.wei"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "account_taken")


def test_pages_follow_one_another(manager: httpx.Client, add: Add) -> None:
    ids = [add(name=f"页{number}")["id"] for number in range(3)]
    first = manager.get("/api/v1/persons", params={"q": "页", "limit": 2}).json()
    rest = manager.get("/api/v1/persons", params={"q": "页", "limit": 2, "after": first["next"]}).json()
    assert [person["id"] for person in (*first["items"], *rest["items"])] == ids
    assert rest["next"] is None
