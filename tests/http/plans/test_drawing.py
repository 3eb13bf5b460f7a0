"""Drawing in a plan over HTTP: steps, once each and in order, undone to the bottom and done again."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.http.accounts.conftest import Town
from tests.http.plans.conftest import Draft, across, opened, polygon

pytestmark = [pytest.mark.database, pytest.mark.serial]


def everything(draft: Draft) -> dict[str, Any]:
    """All grids, but for what names the step."""
    return draft.grids()


def test_a_plan_is_opened_on_what_is_published_and_found_again(
    town: Town, draft: Draft, planner: httpx.Client
) -> None:
    plan = draft.now()
    assert plan["ground"]["code"] == town.ground.own
    assert (plan["state"], plan["version"], plan["base_edition"]) == ("draft", 0, 1)
    assert (plan["undo"], plan["redo"], plan["hold"], plan["unlocks"]) == (None, None, None, [])
    assert [state["state"] for state in plan["states"]] == ["draft"]
    assert plan["made_by"]["login"] == "planner"
    assert planner.get("/api/v1/plans?limit=1").json()["items"][0]["id"] == draft.id
    grids = everything(draft)
    assert grids[town.ground.own]["locked"]
    assert grids[town.ground.leaf]["mine"] and not grids[town.ground.other_leaf]["mine"]
    assert not any(grid["changed"] for grid in grids.values())
    published = planner.get(f"/api/v1/grids/{town.ground.leaf}").json()
    ring = grids[town.ground.leaf]["polygons"][0][0]
    assert len(ring) == 2 * len(published["geometry"]["coordinates"][0][0])
    one = planner.get(f"{draft.path}/grids/{town.ground.own}").json()
    assert one["above"][0]["key"] == town.ground.parent
    assert town.ground.leaf in {below["key"] for below in one["below"]}


def test_every_step_undone_leaves_no_trace_and_done_again_gives_the_same_bytes(
    town: Town, draft: Draft
) -> None:
    leaf = town.ground.leaf
    states = [everything(draft)]
    first = draft.draw("split", grid=leaf, line=across(states[0][leaf]), name="东块")
    new = first["step"]["undo"]
    key = f"~{new}"
    assert {grid["key"] for grid in first["changed"]} >= {leaf, key}
    assert draft.grids(keys=key)[key]["leaf"]
    states.append(everything(draft))
    # But for the rounding where the new border meets the old one.
    parts = polygon(states[1][leaf]).area + polygon(states[1][key]).area
    assert parts == pytest.approx(polygon(states[0][leaf]).area, rel=1e-5)
    for verb, arguments in (
        ("rename", {"grid": key, "name": "东块里"}),
        ("recode", {"grid": key, "code": "NEW-1"}),
        ("classify", {"grid": leaf, "class": "B"}),
        ("merge", {"grids": [leaf, key], "into": leaf}),
    ):
        told = draft.draw(verb, **arguments)
        assert told["step"]["verb"] == verb
        states.append(everything(draft))
    assert key not in states[-1]
    for state in reversed(states[:-1]):
        draft.back()
        assert everything(draft) == state
    assert not any(grid["changed"] for grid in everything(draft).values())
    bottom = draft.post("undo")
    assert (bottom.status_code, bottom.json()["code"]) == (409, "plan_nothing_to_undo")
    for state in states[1:]:
        draft.back("redo")
        assert everything(draft) == state
    assert draft.post("redo").json()["code"] == "plan_nothing_to_redo"
    # What is drawn after undoing takes what was undone out of reach.
    draft.back()
    draft.draw("rename", grid=leaf, name="另一个名字")
    assert draft.post("redo").json()["code"] == "plan_nothing_to_redo"
    steps = draft.client.get(f"{draft.path}/steps?limit=2").json()
    assert [step["kind"] for step in steps["items"]] == ["do", "undo"]
    assert steps["items"][1]["verb"] == "merge"
    following = draft.client.get(f"{draft.path}/steps?limit=2&before={steps['next']}").json()
    assert [step["number"] for step in following["items"]] == [steps["next"] - 1, steps["next"] - 2]
    forward = draft.client.get(f"{draft.path}/steps?limit=3&after=0").json()
    assert [step["number"] for step in forward["items"]] == [1, 2, 3] and forward["next"] == 3


def test_a_step_sent_twice_is_made_once(town: Town, draft: Draft) -> None:
    step = {"id": str(uuid4()), "verb": "rename", "arguments": {"grid": town.ground.leaf, "name": "一"}}
    first = draft.post("steps", **step).json()
    again = draft.post("steps", **step).json()
    assert again == first
    assert draft.now()["version"] == 1
    other = draft.post("steps", **{**step, "verb": "classify", "arguments": {}})
    assert (other.status_code, other.json()["code"]) == (409, "plan_step_id_taken")


def test_a_stale_step_is_told_what_came_between(town: Town, draft: Draft) -> None:
    leaf = town.ground.leaf
    draft.draw("rename", grid=leaf, name="一")
    stale = Draft(draft.client, draft.id, holder=draft.holder)
    refused = stale.ask("rename", grid=leaf, name="二")
    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "plan_moved_on")
    assert told["params"]["version"] == 1
    assert told["params"]["grids"] == [leaf]
    (step,) = told["params"]["steps"]
    assert (step["number"], step["verb"], step["by"]) == (1, "rename", "Planner")
    assert draft.grids(keys=leaf)[leaf]["name"] == "一"


def test_a_preview_says_what_a_step_would_do_and_leaves_nothing(town: Town, draft: Draft) -> None:
    leaf = town.ground.leaf
    before = everything(draft)
    line = across(before[leaf])
    told = draft.client.post(
        f"{draft.path}/preview", json={"verb": "split", "arguments": {"grid": leaf, "line": line}}
    ).json()
    assert everything(draft) == before
    made = draft.draw("split", grid=leaf, line=line)
    assert told["changed"] == made["changed"]
    measures = {each["key"]: each for each in told["measures"]}
    assert set(measures) == {leaf, "~1"}
    assert measures["~1"]["before"]["area_m2"] is None
    # The city of the tests is published with made-up areas: only what was drawn is measured.
    assert measures["~1"]["after"]["area_m2"] > 0


def test_what_is_refused_says_why_and_writes_nothing(town: Town, draft: Draft) -> None:
    ground = town.ground
    for verb, arguments, code in (
        ("rename", {"grid": "~9", "name": "x"}, "grid_not_in_plan"),
        ("rename", {"grid": ground.leaf}, "argument_missing"),
        ("explode", {"grid": ground.leaf}, "verb_unknown"),
        ("recode", {"grid": ground.leaf, "code": ground.other_leaf}, "code_taken"),
        ("recode", {"grid": ground.leaf, "code": "a b"}, "code_invalid"),
    ):
        refused = draft.ask(verb, **arguments)
        assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
    assert draft.now()["version"] == 0


def test_nobody_draws_on_the_ground_of_others(town: Town, draft: Draft, town_planner: httpx.Client) -> None:
    """The border between two communities: only who has both may move a leaf across it."""
    ground = town.ground
    refused = draft.ask("rename", grid=ground.other_leaf, name="x")
    assert (refused.status_code, refused.json()["code"]) == (403, "outside_ground")
    assert refused.json()["params"]["grids"] == [ground.other_leaf]
    assert draft.ask("reparent", grid=ground.leaf, to=ground.sibling).status_code in (403, 422)
    wider = opened(town_planner, ground.parent)
    assert wider.draw("rename", grid=ground.other_leaf, name="x")["version"] == 1
    # Whoever has less ground than the plan may not draw in it at all.
    narrow = Draft(draft.client, wider.id, version=1)
    assert narrow.ask("rename", grid=ground.leaf, name="y").json()["code"] == "not_on_this_ground"


@pytest.mark.parametrize(
    "arguments",
    [
        '{"grid": "\\ud800", "name": "x"}',
        '{"grid": "\\u0000", "name": "x"}',
        '{"grid": "LEAF", "name": "\\ud800"}',
        '{"grid": "LEAF", "name": "a\\u0000b"}',
        '{"grid": "LEAF", "name": "x", "more": NaN}',
        '{"grid": "LEAF", "name": "x", "more": "\\u0000"}',
        '{"grid": "LEAF", "name": "x", "more": 1e400}',
        '{"grid": ' + "[" * 900 + "]" * 900 + "}",
        '{"line": ' + "[" * 900 + "]" * 900 + "}",
        '{"grid": {"a": 1}, "name": 3}',
        '{"grid": "LEAF", "name": "x", "to": [' + "9" * 400 + ", 1]}",
        '{"grid": "~v99999999999999999999", "name": "x"}',
    ],
)
@pytest.mark.parametrize("what", ["steps", "preview"])
def test_arguments_that_are_none_are_refused_plainly(
    town: Town, draft: Draft, arguments: str, what: str
) -> None:
    told = arguments.replace("LEAF", town.ground.leaf)
    turn = f'"version": 0, "id": "{uuid4()}", "holder": "{draft.holder}",' if what == "steps" else ""
    for verb in ("rename", "split", "move_vertex"):
        answer = draft.client.post(
            f"{draft.path}/{what}",
            content=f'{{{turn} "verb": "{verb}", "arguments": {told}}}',
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 422, answer.text
    assert draft.now()["version"] == 0
