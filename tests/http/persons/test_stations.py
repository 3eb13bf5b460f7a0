"""Work stations are kept on the ground they stand in, and everybody finds them."""

from typing import Any

import httpx
import pytest

from tests.http.accounts.conftest import Town, opened


def label(town: Town, code: str) -> dict[str, float]:
    lon, lat = opened(town.served).get(f"/api/v1/grids/{code}").json()["properties"]["label"]
    return {"lon": lon, "lat": lat}


def test_a_station_is_opened_found_changed_moved_and_closed(town: Town, manager: httpx.Client) -> None:
    here = label(town, town.ground.leaf)
    given = {"name_zh": "中山里工作站", "phone": "0000-1234", "services": ["打印", "打印", " 调解 "], **here}
    made = manager.post("/api/v1/stations", json=given).json()
    assert (made["grid"]["code"], made["services"]) == (town.ground.leaf, ["打印", "调解"])
    lon, lat = here["lon"], here["lat"]
    near = {"bbox": f"{lon - 0.001},{lat - 0.001},{lon + 0.001},{lat + 0.001}"}
    (seen,) = opened(town.served).get("/api/v1/stations", params=near).json()["items"]
    assert (seen["id"], seen["name"]["zh"], seen["grid"]["code"]) == (
        made["id"],
        "中山里工作站",
        town.ground.leaf,
    )
    changed = manager.patch(f"/api/v1/stations/{made['id']}", json={"hours": "全天", "phone": None}).json()
    assert (changed["hours"], changed["phone"], changed["name_zh"]) == ("全天", None, "中山里工作站")
    spans = [{"days": [1, 2, 3, 4, 5], "from": "08:30", "until": "17:00"}]
    timed = manager.patch(f"/api/v1/stations/{made['id']}", json={"week_hours": spans}).json()
    assert (timed["hours"], timed["week_hours"]) == ("周一至周五 08:30–17:00", spans)
    away = manager.patch(f"/api/v1/stations/{made['id']}", json=label(town, town.ground.other_leaf))
    assert away.json()["code"] == "not_on_this_ground"
    assert manager.patch(f"/api/v1/stations/{made['id']}", json={"closed": True}).json()["closed"] is True
    assert opened(town.served).get("/api/v1/stations", params=near).json()["items"] == []
    for state, listed in (("open", False), ("closed", True), ("all", True)):
        asked = {"state": state, "grid": town.ground.leaf}
        found = manager.get("/api/v1/people/stations", params=asked).json()["items"]
        assert (made["id"] in [one["id"] for one in found]) is listed


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"week_hours": [{"days": [8], "from": "08:00", "until": "09:00"}]}, "hours_wrong"),
        ({"lon": 0.0, "lat": 0.0}, "station_off_ground"),
        ({"phone": "call me"}, "phone_invalid"),
        ({"name_zh": " "}, "name_invalid"),
        ({"lon": 181.0}, "value_too_large"),
        ({"office": 999999}, "office_not_found"),
    ],
)
def test_bad_stations_are_refused(
    town: Town, manager: httpx.Client, values: dict[str, Any], code: str
) -> None:
    given = {"name_zh": "站", **label(town, town.ground.leaf), **values}
    assert manager.post("/api/v1/stations", json=given).json()["code"] == code


def test_another_communitys_station_is_its_own(
    town: Town, manager: httpx.Client, neighbour: httpx.Client
) -> None:
    there = label(town, town.ground.other_leaf)
    assert (
        manager.post("/api/v1/stations", json={"name_zh": "站", **there}).json()["code"]
        == "not_on_this_ground"
    )
    made = neighbour.post("/api/v1/stations", json={"name_zh": "站", **there}).json()
    kept = f"/api/v1/people/stations/{made['id']}"
    assert manager.get(kept).json()["code"] == "not_on_this_ground"
    assert neighbour.get(kept).json() == made
    assert made["id"] not in [one["id"] for one in manager.get("/api/v1/people/stations").json()["items"]]
    assert [one["id"] for one in neighbour.get("/api/v1/people/stations?limit=1").json()["items"]] == [
        made["id"]
    ]
    changed = manager.patch(f"/api/v1/stations/{made['id']}", json={"name_zh": "我的"})
    assert changed.json()["code"] == "not_on_this_ground"
    assert manager.patch("/api/v1/stations/999999", json={}).json()["code"] == "station_not_found"
