"""Professional networks over HTTP, on one community of the real city."""

from typing import Any

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town
from tests.http.accounts.conftest import town as town

pytestmark = pytest.mark.database

API = "/api/v1/networks"


@pytest.fixture(scope="module")
def planner(town: Town) -> httpx.Client:
    return town.people[Role.PLANNER].signed_in()


@pytest.fixture(scope="module")
def leaves(town: Town, planner: httpx.Client) -> list[str]:
    below = planner.get(f"/api/v1/grids/{town.ground.own}/children").json()["items"]
    return [grid["code"] for grid in below]


def opened(planner: httpx.Client, under: str, **more: Any) -> dict[str, Any]:
    answer = planner.post(API, json={"name_zh": "医疗网", "under": under, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_network_is_opened_proved_drawn_and_read(
    town: Town, planner: httpx.Client, leaves: list[str]
) -> None:
    network = opened(planner, town.ground.own, name_en="Medical", purpose="家庭医生")["network"]
    assert (network["whole"], network["cells"], network["ground"]["code"]) == (True, 0, town.ground.own)
    address = f"{API}/{network['id']}"
    some = {"cells": [{"name": "一片", "grids": leaves[:1]}]}
    proof = planner.post(f"{address}/proof", json=some).json()
    assert (proof["ok"], proof["cells"]) == (False, 1)
    assert {problem["code"] for problem in proof["problems"]} == {"gap"}
    assert proof["problems"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    refused = planner.put(f"{address}/cells", json=some)
    assert (refused.status_code, refused.json()["code"]) == (422, "network_not_tiled")

    whole = {"cells": [{"name": "一片", "grids": leaves[:1]}, {"name": "二片", "grids": leaves[1:]}]}
    drawn = planner.put(f"{address}/cells", json=whole, headers={"If-Match": '"1"'})
    assert drawn.status_code == 200, drawn.text
    assert drawn.headers["etag"] == '"2"'
    stale = planner.put(f"{address}/cells", json=whole, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")

    found = planner.get(address).json()
    assert [(cell["name"], len(cell["grids"])) for cell in found["cells"]] == [
        ("一片", 1), ("二片", len(leaves) - 1),
    ]  # fmt: skip
    own = planner.get(f"/api/v1/grids/{leaves[0]}").json()["geometry"]
    assert found["cells"][0]["geometry"] == own
    assert planner.get(f"{address}/proof").json() == {"ok": True, "cells": 2, "problems": []}
    # Drawn over a hole: the same as the grid by its shape.
    shaped = {"cells": [{"name": "一片", "geometry": own}, {"name": "二片", "grids": leaves[1:]}]}
    assert planner.put(f"{address}/cells", json=shaped).json()["cells"][1]["kind"] == "drawn"


def test_it_is_closed_and_opened_again(town: Town, planner: httpx.Client) -> None:
    network = opened(planner, town.ground.own)["network"]
    address = f"{API}/{network['id']}"
    assert planner.patch(address, json={"closed": True, "name_zh": "巡逻网"}).json()["network"]["closed"]
    refused = planner.put(f"{address}/cells", json={"cells": []})
    assert (refused.status_code, refused.json()["code"]) == (422, "network_closed")
    assert network["id"] not in [each["id"] for each in planner.get(API).json()["items"]]
    assert network["id"] in [each["id"] for each in planner.get(f"{API}?closed=true").json()["items"]]
    assert not planner.patch(address, json={"closed": False}).json()["network"]["closed"]


def test_only_planners_of_the_ground_draw(town: Town, planner: httpx.Client, leaves: list[str]) -> None:
    network = opened(planner, town.ground.own)["network"]["id"]
    elsewhere = town.person("beside", Role.PLANNER, grid=town.ground.sibling).signed_in()
    assert elsewhere.get(f"{API}/{network}").status_code == 200
    # Listed are those that have to do with one's ground: on it, or on what it is a part of.
    seen = {who: [each["id"] for each in who.get(API).json()["items"]] for who in (elsewhere, planner)}
    assert network in seen[planner]
    assert network not in seen[elsewhere]
    cells = {"cells": [{"name": "一片", "grids": leaves}]}
    for answer in (
        elsewhere.put(f"{API}/{network}/cells", json=cells),
        elsewhere.patch(f"{API}/{network}", json={"purpose": "x"}),
        planner.post(API, json={"name_zh": "网", "under": town.ground.sibling}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_on_this_ground")
    head = town.people[Role.GRID_HEAD].signed_in()
    assert head.put(f"{API}/{network}/cells", json=cells).json()["code"] == "not_permitted"
    assert planner.get(f"{API}/999").json()["code"] == "network_not_found"


@pytest.mark.parametrize(
    "cell",
    [
        {"name": "甲"},
        {"name": "甲", "grids": ["x"], "geometry": {"type": "Polygon", "coordinates": []}},
        {"name": "甲", "geometry": {"type": "Polygon", "coordinates": []}},
        {"name": "甲", "geometry": {"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]}},
        {"name": "甲", "geometry": {"type": "Polygon", "coordinates": [[[[1, 1], [2, 2], [1, 2]]]]}},
        {"name": "甲", "geometry": {"type": "MultiPolygon", "coordinates": [[[1, 1], [2, 2], [1, 2]]]}},
        {"name": "", "grids": ["x"]},
    ],
)
def test_cells_that_are_none_are_refused(town: Town, planner: httpx.Client, cell: dict[str, Any]) -> None:
    network = planner.get(API).json()["items"][0]["id"]
    answer = planner.put(f"{API}/{network}/cells", json={"cells": [cell]})
    assert answer.status_code == 422, answer.text
