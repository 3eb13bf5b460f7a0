"""Duties, leaves and AB posts over HTTP; who answers follows."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town
from tests.http.persons.conftest import Add

NOW = datetime.now(UTC)


def soon(days: float) -> str:
    return (NOW + timedelta(days=days)).isoformat()


@pytest.fixture
def leaf(town: Town, manager: httpx.Client) -> str:
    """A grid of level 3 whose head's place is free."""
    for duty in manager.get("/api/v1/assignments", params={"role": "head"}).json()["items"]:
        verb = manager.delete if duty["state"] == "future" else manager.post
        path = f"/api/v1/assignments/{duty['id']}"
        answer = verb(path) if duty["state"] == "future" else manager.post(f"{path}/end", json={})
        assert answer.status_code == 200, answer.text
    return town.ground.leaf


def give(
    by: httpx.Client, person: dict[str, Any], grid: str, role: str = "head", **values: Any
) -> httpx.Response:
    return by.post("/api/v1/assignments", json={"person": person["id"], "grid": grid, "role": role, **values})


def test_a_grid_has_one_head_and_a_successor_takes_over(manager: httpx.Client, add: Add, leaf: str) -> None:
    first, second = add(name="甲安", valid_from=soon(-9)), add(name="乙安", valid_from=soon(-9))
    begun = give(manager, first, leaf, valid_from=soon(-3)).json()
    assert (begun["state"], begun["person"]["name"]) == ("in_force", "甲安")
    taken = give(manager, second, leaf)
    assert (taken.status_code, taken.json()["code"]) == (409, "head_taken")
    told = taken.json()["params"]
    assert (told["grid"], told["person"], told["assignment"]) == (leaf, "甲安", begun["id"])
    assert "甲安" in taken.json()["detail"]
    # Overlapping by dates to come is overlapping too.
    assert (
        give(manager, second, leaf, valid_from=soon(-8), valid_until=soon(-2)).json()["code"] == "head_taken"
    )
    assert give(manager, second, leaf, valid_from=soon(-8), valid_until=soon(-3)).status_code == 200
    later = give(manager, second, leaf, valid_from=soon(5), replaces=begun["id"]).json()
    assert later["state"] == "future"
    listed = manager.get("/api/v1/assignments", params={"grid": leaf, "role": "head"}).json()["items"]
    ends = {duty["id"]: duty["valid_until"] for duty in listed}
    assert datetime.fromisoformat(ends[begun["id"]]) == datetime.fromisoformat(soon(5))
    assert give(manager, first, leaf, valid_from=soon(6)).json()["code"] == "head_taken"
    assert manager.delete(f"/api/v1/assignments/{later['id']}").json()["state"] == "cancelled"
    assert manager.delete(f"/api/v1/assignments/{begun['id']}").json()["code"] == "has_begun"
    longer = manager.post(f"/api/v1/assignments/{begun['id']}/end", json={"at": soon(30)})
    assert longer.status_code == 200
    assert (
        manager.post(f"/api/v1/assignments/{begun['id']}/end", json={"at": soon(-4)}).json()["code"]
        == "dates_wrong"
    )
    assert manager.post(f"/api/v1/assignments/{begun['id']}/end", json={}).json()["state"] == "ended"
    assert (
        manager.post(f"/api/v1/assignments/{begun['id']}/end", json={}).json()["code"] == "assignment_ended"
    )


def test_of_two_who_appoint_at_once_one_is_told_who_was_faster(
    town: Town, manager: httpx.Client, add: Add, leaf: str
) -> None:
    clients = [town.people[Role.PEOPLE_MANAGER].signed_in() for _ in range(4)]
    people = [add(name=f"快{number}安") for number in range(4)]
    start, answers = Barrier(4), []

    def appoint(client: httpx.Client, person: dict[str, Any]) -> None:
        start.wait()
        answers.append(give(client, person, leaf))

    threads = [Thread(target=appoint, args=pair) for pair in zip(clients, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [answer.json() for answer in answers if answer.status_code == 200]
    losers = [answer.json() for answer in answers if answer.status_code != 200]
    assert [loser["code"] for loser in losers] == ["head_taken"] * 3
    assert {loser["params"]["person"] for loser in losers} == {winner["person"]["name"]}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"valid_from": soon(2), "valid_until": soon(1)}, "dates_wrong"),
        ({"valid_until": soon(-1)}, "dates_wrong"),
        ({"valid_from": soon(-99)}, "person_not_in_service"),
        ({"hours": []}, None),
        ({"hours": [{"days": [8], "from": "08:00", "until": "17:00"}]}, "hours_wrong"),
        ({"hours": [{"days": [1], "from": "8", "until": "17:00"}]}, "hours_wrong"),
        ({"shift": "dawn"}, "value_invalid"),
        ({"role": "emperor"}, "value_invalid"),
        ({"office": 999999}, "office_not_found"),
        ({"replaces": 999999}, "assignment_not_found"),
        ({"person": 999999}, "person_not_found"),
        ({"grid": "999"}, "grid_not_found"),
    ],
)
def test_bad_duties_are_refused(
    manager: httpx.Client, add: Add, leaf: str, values: dict[str, Any], code: str | None
) -> None:
    made = add(name="坏安")
    answer = manager.post(
        "/api/v1/assignments", json={"person": made["id"], "grid": leaf, "role": "member", **values}
    )
    assert answer.json().get("code") == code, answer.text


def test_the_same_duty_is_given_once(manager: httpx.Client, add: Add, leaf: str) -> None:
    made = add(name="重安")
    night = [{"days": [1, 2], "from": "22:00", "until": "06:00"}]
    duty = give(manager, made, leaf, "member", shift="night", hours=night, duties="巡查").json()
    assert (duty["hours"], duty["shift"], duty["duties"]) == (night, "night", "巡查")
    again = give(manager, made, leaf, "member", valid_from=soon(1))
    assert (again.status_code, again.json()["code"]) == (409, "assigned_already")
    wrong = give(manager, add(), leaf, "liaison", replaces=duty["id"])
    assert wrong.json()["code"] == "assignment_replaces_wrong"


def test_leave_stand_in_and_ab_post_change_who_answers(
    town: Town, manager: httpx.Client, add: Add, leaf: str
) -> None:
    def answering() -> tuple[str, str | None]:
        told = manager.get(f"/api/v1/duty/{leaf}").json()
        assert told["steps"] and all(step["message"] != step["code"] for step in told["steps"])
        return told["because"], told["answerer"] and told["answerer"]["name"]

    head, other, named = (add(name=name) for name in ("长安", "邻长", "替安"))
    give(manager, head, leaf)
    grids = manager.get(f"/api/v1/grids/{town.ground.own}/children").json()["items"]
    beside = next(grid["code"] for grid in grids if grid["code"] != leaf)
    give(manager, other, beside)
    paired = manager.put(f"/api/v1/grids/{leaf}/partner", json={"partner": beside})
    assert paired.json()["partner"]["code"] == beside
    assert paired.json()["adjacent"] in (True, False)
    level = manager.put(f"/api/v1/grids/{leaf}/partner", json={"partner": town.ground.own})
    assert level.json()["code"] == "partner_wrong_level"
    assert (
        manager.put(f"/api/v1/grids/{leaf}/partner", json={"partner": leaf}).json()["code"]
        == "partner_wrong_level"
    )
    assert answering() == ("head", "长安")
    leaves = f"/api/v1/persons/{head['id']}/leaves"
    away = manager.post(leaves, json={"kind": "short", "valid_until": soon(3)}).json()
    assert (away["state"], away["stand_in"]) == ("in_force", None)
    assert manager.get(f"/api/v1/persons/{head['id']}").json()["away"] is True
    assert answering() == ("ab_post", "邻长")
    assert (
        manager.post(leaves, json={"kind": "long", "valid_from": soon(2)}).json()["code"] == "leave_overlaps"
    )
    to_come = manager.post(leaves, json={"kind": "long", "valid_from": soon(4)}).json()
    assert (
        manager.post(f"/api/v1/leaves/{away['id']}/end", json={"at": soon(5)}).json()["code"]
        == "leave_overlaps"
    )
    assert manager.delete(f"/api/v1/leaves/{to_come['id']}").json()["state"] == "cancelled"
    assert manager.delete(f"/api/v1/leaves/{away['id']}").json()["code"] == "has_begun"
    assert manager.post(f"/api/v1/leaves/{away['id']}/end", json={}).json()["state"] == "ended"
    assert answering() == ("head", "长安")
    manager.post(leaves, json={"kind": "short", "stand_in": named["id"]})
    assert answering() == ("named_stand_in", "替安")
    assert manager.put(f"/api/v1/grids/{leaf}/partner", json={"partner": None}).json()["partner"] is None


def test_problems_are_told_as_sentences_and_page_by_page(manager: httpx.Client, leaf: str) -> None:
    told = manager.get("/api/v1/people/problems", params={"limit": 1000}).json()
    assert sum(told["counts"].values()) == len(told["items"]) > 3
    codes = {(problem["code"], problem["grid"]["code"]) for problem in told["items"]}
    assert ("no_head", leaf) in codes
    first = manager.get("/api/v1/people/problems", params={"limit": 2, "grid": leaf}).json()
    assert all(problem["grid"]["code"] == leaf for problem in first["items"])
    pages, after = [], None
    for _ in range(100):
        params = {"limit": 3, **({"after": after} if after else {})}
        page = manager.get("/api/v1/people/problems", params=params, headers={"Accept-Language": "en"}).json()
        pages += page["items"]
        after = page["next"]
        if after is None:
            break
    assert [(p["code"], p["grid"]) for p in pages] == [(p["code"], p["grid"]) for p in told["items"]]
    assert any("has no head" in problem["message"] for problem in pages)
