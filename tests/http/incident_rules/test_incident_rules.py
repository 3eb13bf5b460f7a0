"""Catalogue, holidays and matrix: read by everybody, set where all ground is held, each version kept."""

from typing import Any

import httpx
import pytest
import shapely
import shapely.geometry

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town

pytestmark = pytest.mark.database

API = "/api/v1"


@pytest.fixture
def administrator(town: Town) -> httpx.Client:
    return town.people[Role.ADMINISTRATOR].signed_in()


def content(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/catalogue").json()
    del found["version"]
    return found


def test_a_catalogue_is_set_in_the_place_of_the_one_that_was_seen_and_loses_no_category(
    town: Town, administrator: httpx.Client
) -> None:
    given = content(town.served.http)
    planner = town.people[Role.PLANNER].signed_in()
    assert planner.put(f"{API}/catalogue", json=given).json()["code"] == "not_on_this_ground"
    assert town.served.http.put(f"{API}/catalogue", json=given).status_code == 401
    shorter = given | {"categories": [each for each in given["categories"] if each["code"] != "0102"]}
    lost = administrator.put(f"{API}/catalogue", json=shorter).json()
    assert (lost["code"], lost["params"]["categories"]) == ("catalogue_category_lost", ["0102"])
    for each in given["categories"]:
        if each["code"] == "0102":
            each |= {"retired": True, "successor": "0101"}
        if each["code"] == "0101":
            each["limits"] = {"handle": {"3": {"amount": 90, "unit": "minutes"}}}
    first = administrator.put(f"{API}/catalogue", json=given, headers={"If-Match": '"0"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"1"'), first.text
    stale = administrator.put(f"{API}/catalogue", json=given, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    wrong = given | {"categories": [{"code": "0101", "name_zh": "x", "name_en": "x"}]}
    assert administrator.put(f"{API}/catalogue", json=wrong).json()["code"] == "category_without_class"

    choices = town.served.http.get(f"{API}/categories").json()
    codes = {each["code"] for each in choices["categories"]}
    assert choices["version"] == 1 and "0101" in codes and "0102" not in codes
    kept = {each["code"]: each for each in content(town.served.http)["categories"]}
    assert (kept["0102"]["retired"], kept["0102"]["successor"]) == (True, "0101")
    gone = town.served.http.get(f"{API}/locate", params={"lon": 120.0, "lat": 30.0, "category": "0102"})
    assert (gone.status_code, gone.json()["params"]["successor"]) == (410, "0101")
    old = town.served.http.get(f"{API}/catalogue", params={"version": 0}).json()
    assert not next(each for each in old["categories"] if each["code"] == "0102")["retired"]
    assert town.served.http.get(f"{API}/catalogue", params={"version": 9}).status_code == 404
    (entry,) = administrator.get(f"{API}/audit?action=catalogue.set").json()["items"]
    assert [each["code"] for each in entry["after"]["categories"]] == ["0101", "0102"]


def test_a_grid_has_the_tasks_of_its_kind(town: Town) -> None:
    whole = town.served.http.get(f"{API}/task-lists").json()
    assert [each["ground"] for each in whole["lists"]] == ["residential", "street", "extension"]
    of_grid = town.served.http.get(f"{API}/task-lists", params={"grid": town.ground.leaf}).json()
    assert of_grid["grid"]["code"] == town.ground.leaf
    assert of_grid["lists"] == whole["lists"][:1]
    assert "0602" in {each["code"] for each in of_grid["lists"][0]["set"]}
    missing = town.served.http.get(f"{API}/task-lists", params={"grid": "nowhere"})
    assert missing.json()["code"] == "grid_not_found"


def test_holidays_of_a_year_that_nobody_announced_are_said_by_an_administrator(
    town: Town, administrator: httpx.Client
) -> None:
    path, day = f"{API}/holidays/2031", {"date": "2031-01-01", "kind": "holiday", "name_zh": "元旦"}
    unknown = town.served.http.get(path).json()
    assert unknown == {"year": 2031, "version": 0, "confirmed": False, "source": "", "days": []}
    assert town.served.http.get(f"{API}/holidays/2026").json()["confirmed"]
    elsewhere = {"days": [day | {"date": "2032-01-01"}]}
    assert administrator.put(path, json=elsewhere).json()["code"] == "holiday_day_elsewhere"
    planner = town.people[Role.PLANNER].signed_in()
    assert planner.put(path, json={"days": [day]}).json()["code"] == "not_on_this_ground"
    said = administrator.put(path, json={"days": [day], "confirmed": False, "source": "估计"})
    assert said.status_code == 200, said.text
    assert said.json()["days"] == [day | {"name_en": "元旦"}]
    # Whoever looked before that is told, and nothing of what was said since is lost.
    seen = {"If-Match": '"0"'}
    stale = administrator.put(path, json={"days": []}, headers=seen)
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    assert town.served.http.get(path).json() == said.json() | {"version": 1}
    seen = {"If-Match": town.served.http.get(path).headers["ETag"]}
    again = administrator.put(path, json={"days": [day], "source": "国办发明电"}, headers=seen).json()
    assert again["version"] == 2
    assert again["confirmed"] and town.served.http.get(path).json() == again
    years = {each["year"]: each for each in town.served.http.get(f"{API}/holidays").json()["years"]}
    assert (years[2031]["holidays"], years[2031]["worked"]) == (1, 0)
    assert town.served.http.get(f"{API}/holidays/1900").status_code == 422
    entries = administrator.get(f"{API}/audit?action=holidays.set").json()["items"]
    assert [entry["before"]["confirmed"] for entry in entries] == [False, False]


def _told_with_the_place(
    http: httpx.Client, at: dict[str, float], elsewhere: tuple[int, list[int], int]
) -> None:
    """`/locate` names the offices for a category beside what it says anyway, and only where it is asked."""

    def located(status: int = 200, **asked: str) -> dict[str, Any]:
        answer = http.get(f"{API}/locate", params={**at, **asked})
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told

    plain, people = located(), located(people="true")
    asked: dict[str, str]
    for before, asked in ((plain, {}), (people, {"people": "true"})):
        told = located(200, category="0103", **asked)
        offices = told.pop("responsibility")
        assert told == before and "responsibility" not in before
        assert (offices["category"], offices["lead"]["name"]["zh"]) == ("0103", "执法队")
        assert offices["lead"].keys() == {"id", "name", "phone"}
        lead, co, arbiter = offices["lead"]["id"], [each["id"] for each in offices["co"]], offices["arbiter"]
        assert (lead, co, arbiter["id"]) == elsewhere
    # The row of the grid itself goes before that of the class.
    assert located(category="0101")["responsibility"]["co"] == []
    nobody = located(category="0201")["responsibility"]
    assert nobody == {"category": "0201", "lead": None, "co": [], "arbiter": None}
    assert located(422, category="0777")["code"] == "category_unknown"
    assert located(422, category="01")["code"] == "category_too_wide"
    assert located(422, category="0101", as_of="2026-01-01")["code"] == "offices_only_now"
    assert located(422, category="0101", lat="23000")["code"] == "position_out_of_range"


def test_the_matrix_says_who_has_to_act_where(town: Town, administrator: httpx.Client) -> None:
    def office(name: str, **more: Any) -> int:
        made = administrator.post(f"{API}/offices", json={"kind": "district", "name_zh": name, **more}).json()
        return int(made["id"])

    centre = office("指挥中心")
    team = office("执法队", kind="department", parent=centre)
    community = office("社区", kind="department", parent=centre)
    leaf, path = town.ground.leaf, f"{API}/responsibilities"
    shape = shapely.geometry.shape(town.served.http.get(f"{API}/grids/{leaf}").json()["geometry"])
    place = shape.representative_point()

    def find(category: str) -> dict[str, Any]:
        params = {"lon": place.x, "lat": place.y, "category": category}
        found: dict[str, Any] = town.served.http.get(f"{path}/find", params=params).json()
        return found

    assert (find("0101")["lead"], find("0101")["chain"][-1]["code"]) == (None, leaf)
    everywhere = administrator.post(path, json={"category": "01", "lead": team, "co": [community]})
    assert everywhere.status_code == 201, everywhere.text
    found = find("0101")
    assert (found["lead"]["id"], [each["id"] for each in found["co"]]) == (team, [community])
    assert found["arbiter"]["id"] == centre
    here = administrator.post(path, json={"category": "0101", "grid": leaf, "lead": community}).json()
    assert (find("0101")["lead"]["id"], find("0102")["lead"]["id"]) == (community, team)
    again = administrator.post(
        path, json={"category": "0101", "grid": leaf, "lead": team, "arbiter": centre}
    ).json()
    assert (find("0101")["lead"]["id"], again["arbiter"]["id"], find("0101")["row"]) == (
        team,
        centre,
        again["id"],
    )
    _told_with_the_place(town.served.http, {"lon": place.x, "lat": place.y}, (team, [community], centre))
    assert administrator.delete(f"{path}/{here['id']}").json()["code"] == "responsibility_not_found"
    assert administrator.delete(f"{path}/{again['id']}").status_code == 204
    assert find("0101")["row"] == everywhere.json()["id"]
    (row,) = town.served.http.get(path).json()["items"]
    assert (row["category"], row["grid"], row["lead"]["name"]["zh"]) == ("01", None, "执法队")

    for body, code in (
        ({"category": "0777", "lead": team}, "category_unknown"),
        ({"grid": "nowhere", "lead": team}, "grid_not_found"),
        ({"lead": 999_999}, "office_not_found"),
        ({"lead": team, "co": [team]}, "co_offices_wrong"),
        ({"lead": team, "co": [community, community]}, "co_offices_wrong"),
    ):
        assert administrator.post(path, json=body).json()["code"] == code
    planner = town.people[Role.PLANNER].signed_in()
    assert planner.post(path, json={"lead": team}).json()["code"] == "not_on_this_ground"
