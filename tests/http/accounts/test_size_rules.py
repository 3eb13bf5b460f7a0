"""Rules for the size of grids: everybody may read them, who draws for all ground may set them."""

from typing import Any

import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.accounts.conftest import Town

pytestmark = pytest.mark.database

RULE: dict[str, Any] = {"name": "小", "level": 3, "measure": "people", "least": 50, "most": 90}


def test_size_rules_are_read_by_everybody_and_set_where_all_ground_is_held(town: Town) -> None:
    defaults = town.served.http.get("/api/v1/size-rules").json()
    assert (defaults["version"], [rule["least"] for rule in defaults["rules"]]) == (0, [200, 100])
    planner = town.people[Role.PLANNER].signed_in()
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
