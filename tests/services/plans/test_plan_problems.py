"""What the rules say of a plan that somebody is drawing, and that what they offer can be drawn."""

from typing import Any

import pytest
from sqlalchemy import text

from geo_grid.core.errors import Denied, NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.plan_rules.size_rules import SizeRule
from geo_grid.services.plans.plan_bounds import plan_bounds
from geo_grid.services.plans.plan_problems import PlanProblems, plan_problems
from geo_grid.services.plans.size_rules import set_size_rules
from tests.services.made_layers import area, line, load, point
from tests.services.plans.ground import SETTINGS, Town, at

pytestmark = pytest.mark.database

HALVE = ("split", {"grid": "01001001", "line": [at(-1, 1), at(3, 1)], "name": "北半"})
_HEAD = text(
    """
    WITH someone AS (
        INSERT INTO person (kind, name, grid_id, valid)
        SELECT 'official', 'x', grid_id, tstzrange('2025-01-01Z', NULL) FROM grid_row WHERE code = '01001001'
        RETURNING id, grid_id
    )
    INSERT INTO assignment (grid_id, person_id, role, valid)
    SELECT grid_id, id, 'head', tstzrange('2025-01-01Z', NULL) FROM someone
    """
)


def problems(town: Town, plan: int, **more: Any) -> PlanProblems:
    return plan_problems(town.session, town.planner, plan, SETTINGS, **more)


def codes(found: PlanProblems) -> dict[str, tuple[str, ...]]:
    return {item.code: item.grids for item in found.items}


def test_a_plan_that_changes_nothing_has_nothing_to_tell(town: Town) -> None:
    found = problems(town, town.plan())
    assert (found.checked, list(found.items)) == (0, [])


def test_a_new_grid_lacks_a_code_and_a_head_and_the_code_offered_fits(town: Town) -> None:
    plan = town.plan(HALVE)
    found = problems(town, plan)
    told = codes(found)
    assert told["code_missing"] == ("~1",)
    assert "no_head" in told
    assert found.checked == 2
    (cure,) = next(item for item in found.items if item.code == "code_missing").cures
    assert cure.arguments == {"grid": "~1", "code": "01001005"}
    town.draw(plan, cure.verb, dict(cure.arguments))
    assert "code_missing" not in codes(problems(town, plan))


def test_what_is_cut_out_of_a_grid_will_have_its_head(town: Town) -> None:
    plan = town.plan(HALVE)
    assert problems(town, plan, rules=["heads"]).items[-1].params["is_new"]
    town.session.execute(_HEAD)
    assert list(problems(town, plan, rules=["heads"]).items) == []


def test_sizes_are_counted_in_what_is_drawn_and_a_merge_that_is_offered_cures(town: Town) -> None:
    places = [(x + 0.5, y + 0.5) for x in range(8) for y in range(4)]
    texts = [f"人民路{number}号" for number in range(len(places))]
    load(town.session, "addresses", [point(*place) for place in places], text=texts, households=[10] * 32)
    set_size_rules(town.session, None, [SizeRule("x", 3, "households", 30, 60)], 0)
    plan = town.plan(HALVE)
    found = problems(town, plan, rules=["sizes"])
    assert {item.grids[0]: item.params["value"] for item in found.items} == {"01001001": 20, "~1": 20}
    assert len(list(problems(town, plan, rules=["sizes"], everything=True).items)) == 2
    whole = problems(town, plan, everything=True)
    assert (set(whole.left_out), list(problems(town, plan).left_out)) == ({"border_share", "bounds"}, [])
    (west, south), (east, north) = at(5.2, 1.2), at(5.8, 1.8)
    assert problems(town, plan, everything=True, box=(west, south, east, north)).checked == 3
    cure = next(item for item in found.items if item.grids == ("~1",)).cures[0]
    town.draw(plan, cure.verb, dict(cure.arguments))
    assert list(problems(town, plan, rules=["sizes"]).items) == []


def test_a_large_grid_is_offered_a_street_to_divide_it_along(town: Town) -> None:
    places = [(x / 4 + 0.1, y / 4 + 0.1) for x in range(8) for y in range(8)]
    texts = [f"人民路{number}号" for number in range(len(places))]
    load(town.session, "addresses", [point(*place) for place in places], text=texts, people=[10] * 64)
    load(town.session, "streets", [line((1, -1), (1, 5))], name=["中街"])
    set_size_rules(town.session, None, [SizeRule("x", 3, "people", 100, 400)], None)
    plan = town.plan(("rename", {"grid": "01001001", "name": "大"}))
    (item,) = problems(town, plan, rules=["sizes"]).items
    cure = item.cures[0]
    assert (item.code, cure.params["along"], cure.params["one"]) == ("size_large", ["中街"], 320)
    alone = problems(town, plan, grid="01001001", rules=["sizes"])
    assert (alone.checked, list(alone.items)) == (1, [item])
    with pytest.raises(NotFound, match="grid_not_found"):
        problems(town, plan, grid="~7")
    town.draw(plan, cure.verb, dict(cure.arguments))
    load(town.session, "buildings", [area(0.9, 0.4, 1.2, 0.6)], name=["礼堂"])
    told = problems(town, plan)
    assert "size_large" not in codes(told)
    cut = next(item for item in told.items if item.code == "building_cut")
    town.draw(plan, cut.cures[0].verb, dict(cut.cures[0].arguments))
    assert "building_cut" not in codes(problems(town, plan))


def test_bounds_are_told_of_grids_as_they_are_drawn(town: Town) -> None:
    load(town.session, "streets", [line((-1, 1), (3, 1))], name=["横街"])
    plan = town.plan(HALVE)
    _, grid, told = plan_bounds(town.session, town.planner, plan, "~1", 12.0)
    assert [each.name for each in told.bounds.of_side("south")] == ["横街"]
    (east,) = told.bounds.of_side("east")
    assert east.beyond[0][0] is not None
    assert told.beside[east.beyond[0][0]].key == "01001002"
    assert grid.name == "北半"
    with pytest.raises(Denied):
        plan_bounds(town.session, Actor(1), plan, "~1", 12.0)
