"""A plan over HTTP from its last step to the day on which it holds: everybody sees it without a restart."""

from datetime import UTC, datetime, timedelta
from math import asinh, floor, pi, radians, tan
from typing import Any

import httpx
import pytest

from tests.http.accounts.conftest import Town
from tests.http.plans.conftest import Draft, across, opened
from tests.later import Move, moving

pytestmark = [pytest.mark.database, pytest.mark.serial]

MONTH = timedelta(days=30)
ZOOM = 15


@pytest.fixture
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move the clock of the workers, when called; that of the database stays."""
    return moving(monkeypatch, MONTH + timedelta(minutes=1))


def seen(http: httpx.Client, grid: dict[str, Any]) -> tuple[str, bytes]:
    """The finest grid at the label of a grid, and the tile that shows it."""
    lon, lat = (unit / 1e7 for unit in grid["label"])
    located = http.get("/api/v1/locate", params={"lon": lon, "lat": lat}).json()
    side = 2**ZOOM
    x = floor((lon + 180) / 360 * side)
    y = floor((1 - asinh(tan(radians(lat))) / pi) / 2 * side)
    tile = http.get(f"/api/v1/tiles/3/{ZOOM}/{x}/{y}.mvt")
    assert tile.status_code == 200
    return located["chain"][-1]["code"], tile.content


def test_from_the_last_step_to_the_day_on_which_it_holds(
    town: Town, planner: httpx.Client, town_approver: httpx.Client, a_month_later: Move
) -> None:
    leaf, http = town.ground.leaf, town.served.http
    draft = opened(planner, town.ground.own)
    made = draft.draw("split", grid=leaf, line=across(draft.grids()[leaf]), name="东块")
    key = f"~{made['version']}"

    numbering = planner.post(f"{draft.path}/numbering", json={"under": town.ground.own}).json()
    codes = numbering["operation"]["arguments"]["codes"]
    assert list(codes) == [key]
    draft.draw("number", codes=codes)

    told = planner.get(f"{draft.path}/comparison").json()
    assert {each["key"] for each in told["grids"]} == {leaf, key}
    pieces = planner.get(f"{draft.path}/comparison.geojson")
    assert pieces.headers["content-type"] == "application/geo+json"
    (piece,) = pieces.json()["features"]
    assert (piece["properties"]["from"]["key"], piece["properties"]["to"]["key"]) == (leaf, key)
    assert planner.get(f"{draft.path}/conflicts").json() == {"base_edition": 1, "grids": []}

    soon = (datetime.now(UTC) + MONTH).isoformat()
    asked = {"why": "同意", "effective": soon}
    assert town_approver.post(f"{draft.path}/publish", json=asked).json()["code"] == "plan_state_wrong"
    assert draft.move("submit").status_code == 200
    assert draft.move("approve", town_approver).status_code == 200
    assert planner.post(f"{draft.path}/publish", json=asked).status_code == 403
    answer = town_approver.post(f"{draft.path}/publish", json=asked)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["published_edition"]) == ("published", 2)
    assert answer.json()["without_head"] == 2
    assert datetime.fromisoformat(draft.now()["effective"]) == datetime.fromisoformat(soon)
    nobody = http.get("/api/v1/editions/2/without-head").json()["items"]
    assert [each["code"] for each in nobody] == sorted([leaf, codes[key]])
    table = planner.get(f"{draft.path}/codes.csv").content.decode("utf-8-sig")
    assert codes[key] in table

    town.served.wait_for(1)
    new = draft.grids(keys=key)[key]
    before = seen(http, new)
    assert before[0] == leaf
    a_month_later()
    town.served.wait_for(2)
    after = seen(http, new)
    assert after[0] == codes[key]
    assert after[1] != before[1]
    assert http.get("/api/v1/editions/current").json()["number"] == 2


def test_others_plans_are_replayed_and_published_ones_brought_back(
    town: Town, planner: httpx.Client, town_approver: httpx.Client
) -> None:
    leaf = town.ground.leaf
    first, second = (opened(planner, town.ground.own) for _ in range(2))
    first.draw("rename", grid=leaf, name="甲")
    second.draw("rename", grid=leaf, name="乙")
    publish_now(first, town_approver)
    (moved,) = planner.get(f"{second.path}/conflicts").json()["grids"]
    assert (moved["key"], moved["happened"]) == (leaf, "changed")
    tried = planner.post(f"{second.path}/replay", json={}).json()
    assert [(step["ok"], step["code"]) for step in tried["steps"]] == [(True, None)]
    assert not tried["kept"] and second.now()["version"] == 1
    kept = planner.post(f"{second.path}/replay", json={"commit": True, "holder": second.holder}).json()
    assert kept["kept"] and second.now()["base_edition"] == kept["base_edition"]
    back = planner.post(f"{first.path}/revert", json={"title": "恢复", "reason": "有误"})
    assert back.status_code == 200, back.text
    assert back.json()["version"] == 1
    refused = planner.post(f"{second.path}/revert", json={"title": "恢复", "reason": "有误"})
    assert refused.json()["code"] == "plan_state_wrong"


def publish_now(draft: Draft, approver: httpx.Client) -> None:
    assert draft.move("submit").status_code == 200
    assert draft.move("approve", approver).status_code == 200
    later = (datetime.now(UTC) + 2 * MONTH).isoformat()
    answer = approver.post(f"{draft.path}/publish", json={"why": "同意", "effective": later})
    assert answer.status_code == 200, answer.text
