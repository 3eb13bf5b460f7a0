"""What the rules say of a plan, the bounds of what is drawn, and who sets how large grids shall be."""

from typing import Any

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town
from tests.http.plans.conftest import Draft, across

pytestmark = pytest.mark.database

RULE: dict[str, Any] = {"name": "小", "level": 3, "measure": "people", "least": 50, "most": 90}


def test_what_is_amiss_is_told_in_the_language_of_the_request_with_cures_that_can_be_drawn(
    town: Town, draft: Draft, planner: httpx.Client
) -> None:
    leaf, path = town.ground.leaf, f"{draft.path}/problems"
    assert planner.get(path).json() == {
        "version": 0, "checked": 0, "errors": 0, "warnings": 0, "notices": 0, "items": [], "left_out": [],
    }  # fmt: skip
    step = draft.draw("split", grid=leaf, line=across(draft.grids()[leaf]), name="东块")
    new = f"~{step['step']['undo']}"
    chinese, english = (
        planner.get(path, headers={"accept-language": language}).json() for language in ("zh", "en")
    )
    assert (chinese["version"], chinese["checked"]) == (draft.version, 2)
    missing = {each["code"]: each for each in chinese["items"]}["code_missing"]
    assert (missing["grids"], missing["severity"], missing["message"]) == ([new], "error", "东块还没有编码。")
    assert "东块 has no code yet." in [each["message"] for each in english["items"]]
    only = planner.get(path, params={"rules": "codes"}).json()
    assert {each["code"] for each in only["items"]} == {"code_missing"}
    assert planner.get(path, params={"rules": "nonsense"}).status_code == 422
    assert planner.get(path, params={"bbox": "0,0,1,1"}).json()["checked"] == 0
    everything = planner.get(path, params={"all": True, "rules": "heads"}).json()
    assert everything["checked"] > 2
    bounds = planner.get(f"{draft.path}/grids/{new}/bounds").json()
    assert bounds["name"] == "东块"
    assert leaf in {each["key"] for stretch in bounds["stretches"] for each in stretch["beside"]}
    assert planner.get(f"{draft.path}/grids/nowhere/bounds").json()["code"] == "grid_not_in_plan"
    elsewhere = town.person("rules.elsewhere", Role.PLANNER, grid=town.ground.sibling).signed_in()
    for address in (path, f"{draft.path}/grids/{new}/bounds"):
        assert elsewhere.get(address).json()["code"] == "not_on_this_ground"


def test_size_rules_are_read_by_everybody_and_set_where_all_ground_is_held(
    town: Town, planner: httpx.Client
) -> None:
    defaults = town.served.http.get("/api/v1/size-rules").json()
    assert (defaults["version"], [rule["least"] for rule in defaults["rules"]]) == (0, [200, 100])
    assert planner.put("/api/v1/size-rules", json={"rules": [RULE]}).json()["code"] == "not_on_this_ground"
    administrator = town.people[Role.ADMINISTRATOR].signed_in()
    turned = {"rules": [RULE | {"least": 90, "most": 50}]}
    assert administrator.put("/api/v1/size-rules", json=turned).json()["code"] == "size_rule_wrong"
    first = administrator.put("/api/v1/size-rules", json={"rules": [RULE]}, headers={"If-Match": '"0"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    stale = administrator.put("/api/v1/size-rules", json={"rules": []}, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    now = town.served.http.get("/api/v1/size-rules").json()
    (rule,) = now["rules"]
    assert (now["version"], rule["most"], rule["setting"]) == (1, 90, None)
    (entry,) = administrator.get("/api/v1/audit?action=size_rules.set").json()["items"]
    assert [len(entry[side]["rules"]) for side in ("before", "after")] == [2, 1]
