"""Codes by the scheme, and the table from old ones to new ones."""

import pytest

from geo_grid.core.errors import InputError
from geo_grid.services.plans.code_table import codes_csv
from geo_grid.services.plans.numbering import numbering
from tests.services.plans.ground import SETTINGS, Town, at

pytestmark = pytest.mark.database


def numbered(town: Town, plan: int, under: str, scheme: str | None = None) -> dict[str, tuple[str, str]]:
    _, found = numbering(town.session, town.planner, plan, under, SETTINGS, scheme)
    return {each.key: (each.old, each.new) for each in found}


def test_grids_that_keep_their_ground_keep_their_codes_and_no_code_is_given_twice(town: Town) -> None:
    town.published(("merge", {"grids": ["01001003", "01001004"], "into": "01001003"}))
    plan = town.plan(
        ("split", {"grid": "01001003", "line": [at(3, 2), at(3, 4)], "name": "east"}),
        ("split", {"grid": "01001002", "line": [at(3, 0), at(3, 2)], "name": "south-east"}),
    )
    found = numbered(town, plan, "01001")
    # 004 was somebody's; the north comes before the south
    assert found == {
        "01001001": ("01001001",) * 2, "01001002": ("01001002",) * 2, "01001003": ("01001003",) * 2,
        "~1": ("", "01001005"), "~2": ("", "01001006"),
    }  # fmt: skip
    town.draw(plan, "number", {"codes": {key: new for key, (_, new) in found.items() if key.startswith("~")}})
    town.publish(town.approve(plan))
    assert {"01001005", "01001006"} < set(town.grids())
    table = codes_csv(town.session, town.planner, plan).decode("utf-8-sig").splitlines()
    assert table == [
        "level,old_code,old_name,new_code,new_name,share_of_old",
        "3,01001002,grid 01001002,01001002,grid 01001002,0.500",
        "3,01001002,grid 01001002,01001006,south-east,0.500",
        "3,01001003,grid 01001003,01001003,grid 01001003,0.750",
        "3,01001003,grid 01001003,01001005,east,0.250",
    ]


def test_below_a_grid_that_is_called_otherwise_all_codes_follow(town: Town) -> None:
    plan = town.plan(("recode", {"grid": "01002", "code": "01007"}))
    found = numbered(town, plan, "01")
    assert found["01002"] == ("01007", "01007")
    assert sorted(new for _, new in found.values() if new.startswith("01007")) == [
        "01007", "01007001", "01007002", "01007003", "01007004",
    ]  # fmt: skip
    assert found["01001001"] == ("01001001", "01001001")


@pytest.mark.parametrize(
    ("scheme", "code"),
    [("x", "code_scheme_wrong"), ("1+1+1+1+1", "code_scheme_wrong"), ("2+0+0+0", "codes_too_many")],
)
def test_schemes_that_cannot_be_used(town: Town, scheme: str, code: str) -> None:
    plan = town.plan(("recode", {"grid": "01002", "code": "01007"}))
    with pytest.raises(InputError, match=code):
        numbered(town, plan, "01", scheme)
