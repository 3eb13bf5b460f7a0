"""Who assigns people on one community learns nothing of another's, by whatever way they ask."""

from typing import Any

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town, opened
from tests.http.persons.conftest import Add, audited, picture


@pytest.fixture
def theirs(town: Town, neighbour: httpx.Client, add: Add) -> dict[str, Any]:
    """Somebody of the other community, with a duty, a leave to come and a photo that is not public."""
    made = add(neighbour, name="邻安", grid=town.ground.other_leaf, mobile="13700000000")
    number = made["id"]
    duty = neighbour.post(
        "/api/v1/assignments",
        json={"person": number, "grid": town.ground.other_leaf, "role": "specialist", "specialty": "x"},
    ).json()
    leave = neighbour.post(
        f"/api/v1/persons/{number}/leaves", json={"kind": "short", "valid_from": "2100-01-01T00:00:00Z"}
    ).json()
    shown = neighbour.put(f"/api/v1/persons/{number}/photo", content=picture(300 + number)).json()
    return {"id": number, "duty": duty["id"], "leave": leave["id"], "photo": shown["photo"]["small"]}


def test_nothing_of_theirs_is_read_or_changed_by_its_number(
    town: Town, manager: httpx.Client, theirs: dict[str, Any]
) -> None:
    person, duty, leave = (f"/api/v1/{path}" for path in (
        f"persons/{theirs['id']}", f"assignments/{theirs['duty']}", f"leaves/{theirs['leave']}"))  # fmt: skip
    before = len(audited(town, "person.read"))
    tries = [
        manager.get(person),
        manager.patch(person, json={"name": "x安"}, headers={"If-Match": "*"}),
        manager.patch(person, json={"grid": town.ground.leaf}, headers={"If-Match": "*"}),
        manager.post(f"{person}/end", json={"end_duties": True}),
        manager.delete(person),
        manager.put(f"{person}/photo", content=picture()),
        manager.delete(f"{person}/photo"),
        manager.post(f"{person}/leaves", json={"kind": "short"}),
        manager.post(f"{duty}/end", json={}),
        manager.delete(duty),
        manager.post(f"{leave}/end", json={}),
        manager.delete(leave),
        manager.get(f"/api/v1/duty/{town.ground.other_leaf}"),
        manager.put(f"/api/v1/grids/{town.ground.other_leaf}/partner", json={"partner": None}),
        manager.put(f"/api/v1/grids/{town.ground.leaf}/partner", json={"partner": town.ground.other_leaf}),
        manager.post(
            "/api/v1/assignments",
            json={"person": theirs["id"], "grid": town.ground.leaf, "role": "liaison"},
        ),
    ]
    for answer in tries:
        assert (answer.status_code, answer.json()["code"]) == (403, "not_on_this_ground"), answer.request.url
        assert "邻安" not in answer.text and "13700000000" not in answer.text
    assert manager.get(theirs["photo"]).status_code == 404
    assert len(audited(town, "person.read")) == before


def test_nothing_of_theirs_is_in_a_list(town: Town, manager: httpx.Client, theirs: dict[str, Any]) -> None:
    for params in ({"state": "all"}, {"q": "邻安"}, {"grid": town.ground.other_leaf}, {"role": "specialist"}):
        items = manager.get("/api/v1/persons", params={"limit": 1000, **params}).json()["items"]
        assert theirs["id"] not in {person["id"] for person in items}
    for duty_params in ({"state": "all"}, {"person": theirs["id"]}, {"grid": town.ground.other_leaf}):
        items = manager.get("/api/v1/assignments", params={"limit": 1000, **duty_params}).json()["items"]
        assert theirs["id"] not in {duty["person"]["id"] for duty in items}
    problems = manager.get("/api/v1/people/problems", params={"limit": 1000}).json()
    own = town.ground.own
    assert all(problem["grid"]["code"].startswith(own) for problem in problems["items"])
    below = manager.get("/api/v1/people/problems", params={"grid": town.ground.other_leaf}).json()
    assert (below["items"], below["counts"]) == ([], {})


def test_nobody_is_moved_or_put_on_other_ground(town: Town, manager: httpx.Client, add: Add) -> None:
    mine = add(name="我安")
    moved = manager.patch(
        f"/api/v1/persons/{mine['id']}", json={"grid": town.ground.other_leaf}, headers={"If-Match": '"1"'}
    )
    assert moved.json()["code"] == "not_on_this_ground"
    for grid in (town.ground.other_leaf, town.ground.parent):
        put = {"person": mine["id"], "grid": grid, "role": "liaison"}
        assert manager.post("/api/v1/assignments", json=put).json()["code"] == "not_on_this_ground"
        written = manager.post("/api/v1/persons", json={"name": "新安", "grid": grid})
        assert written.json()["code"] == "not_on_this_ground"
    leave = {"kind": "short", "stand_in": mine["id"]}
    assert manager.post(f"/api/v1/persons/{mine['id']}/leaves", json=leave).json()["code"] == "stand_in_wrong"


def test_a_duty_elsewhere_is_not_ended_along_with_ones_own_person(
    town: Town, manager: httpx.Client, add: Add
) -> None:
    above = town.person("people.above", Role.PEOPLE_MANAGER, grid=town.ground.parent).signed_in()
    mine = add(name="跨安")
    put = {"person": mine["id"], "grid": town.ground.other_leaf, "role": "liaison"}
    assert above.post("/api/v1/assignments", json=put).status_code == 200
    ended = manager.post(f"/api/v1/persons/{mine['id']}/end", json={"end_duties": True})
    assert ended.json()["code"] == "not_on_this_ground"
    assert above.post(f"/api/v1/persons/{mine['id']}/end", json={"end_duties": True}).status_code == 200


def test_whoever_may_not_assign_people_sees_nobody(town: Town) -> None:
    for address in ("persons", "persons/1", "assignments", "people/problems", f"duty/{town.ground.leaf}"):
        assert opened(town.served).get(f"/api/v1/{address}").status_code == 401
    for role in (Role.PLANNER, Role.ADMINISTRATOR):
        client = town.people[role].signed_in()
        assert client.get("/api/v1/persons").json()["code"] == "not_permitted"
