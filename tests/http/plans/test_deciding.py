"""From draft to approval: who may bring a plan where, unlock borders, and what is said meanwhile."""

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from geo_grid.services.grants import make_grant
from geo_grid.store.session import session_scope
from tests.http.accounts.conftest import Town
from tests.http.plans.conftest import Draft, opened

pytestmark = [pytest.mark.database, pytest.mark.serial]


def test_a_plan_goes_through_its_states_with_who_and_why(
    town: Town, draft: Draft, planner: httpx.Client, approver: httpx.Client
) -> None:
    empty = draft.move("submit")
    assert (empty.status_code, empty.json()["code"]) == (422, "plan_without_effect")
    draft.draw("rename", grid=town.ground.leaf, name="一")
    early = draft.move("approve", approver)
    assert (early.status_code, early.json()["code"]) == (409, "plan_state_wrong")
    assert draft.move("submit").json()["state"] == "submitted"
    closed = draft.ask("rename", grid=town.ground.leaf, name="二")
    assert (closed.status_code, closed.json()["code"]) == (409, "plan_not_draft")
    assert draft.move("return", approver).json()["state"] == "draft"
    draft.draw("rename", grid=town.ground.leaf, name="二")
    draft.move("submit")
    done = draft.move("approve", approver).json()
    assert [(each["state"], each["version"], each["by"]["login"]) for each in done["states"]] == [
        ("draft", 0, "planner"),
        ("submitted", 1, "planner"),
        ("draft", 1, "approver"),
        ("submitted", 2, "planner"),
        ("approved", 2, "approver"),
    ]
    assert {each["why"] for each in done["states"][1:]} == {"因为"}
    assert draft.move("withdraw").json()["state"] == "withdrawn"
    over = planner.patch(draft.path, json={"title": "x"})
    assert (over.status_code, over.json()["code"]) == (409, "plan_over")
    listed = planner.get("/api/v1/plans?state=withdrawn").json()["items"]
    assert [plan["id"] for plan in listed] == [draft.id]


def test_nobody_approves_what_they_drew(town: Town) -> None:
    both = town.person("plans.both", Role.PLANNER, grid=town.ground.own)
    engine = town.database.engine()
    with session_scope(engine) as session:
        make_grant(session, both.id, Role.APPROVER, grid=town.ground.own)
    engine.dispose()
    client = both.signed_in()
    draft = opened(client, town.ground.own)
    draft.draw("rename", grid=town.ground.leaf, name="一")
    draft.move("submit")
    refused = draft.move("approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "plan_approved_by_maker")


def test_an_approver_answers_for_all_ground_that_a_plan_changes(
    town: Town, town_planner: httpx.Client, approver: httpx.Client, town_approver: httpx.Client
) -> None:
    """A planner of the town draws beside the community under which the plan was opened."""
    draft = opened(town_planner, town.ground.own)
    draft.draw("rename", grid=town.ground.other_leaf, name="一")
    draft.move("submit")
    assert draft.move("approve", approver).json()["code"] == "not_on_this_ground"
    assert draft.move("approve", town_approver).json()["state"] == "approved"


def test_a_statutory_border_is_unlocked_by_the_office_above(
    town: Town, draft: Draft, approver: httpx.Client, town_approver: httpx.Client
) -> None:
    own, path = town.ground.own, f"{draft.path}/unlocks"
    assert draft.grids(keys=own)[own]["locked"]
    body = {"grid": own, "reason": "区政府批准"}
    beside = approver.post(path, json=body)
    assert (beside.status_code, beside.json()["code"]) == (403, "not_on_this_ground")
    given = town_approver.post(path, json=body).json()
    assert [(each["grid"], each["by"]["login"]) for each in given["unlocks"]] == [(own, "plans.approver")]
    assert not draft.grids(keys=own)[own]["locked"]
    assert town_approver.post(path, json=body).json()["code"] == "plan_unlock_given"
    for grid, code in ((town.ground.leaf, "plan_unlock_not_needed"), ("~7", "grid_not_found")):
        assert town_approver.post(path, json={**body, "grid": grid}).json()["code"] == code


def test_one_tab_draws_until_another_takes_over(
    town: Town, draft: Draft, planner: httpx.Client, town_planner: httpx.Client
) -> None:
    leaf = town.ground.leaf
    draft.draw("rename", grid=leaf, name="一")
    second = Draft(planner, draft.id, version=1)
    refused = second.ask("rename", grid=leaf, name="二")
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_held")
    assert refused.json()["params"]["own"] is True
    assert draft.now()["hold"]["by"]["login"] == "planner"
    colleague = Draft(town_planner, draft.id, version=1)
    assert colleague.post("hold").status_code == 422
    hold = {"holder": colleague.holder}
    assert town_planner.post(f"{draft.path}/hold", json=hold).json()["code"] == "plan_held"
    taken = town_planner.post(f"{draft.path}/hold", json={**hold, "take_over": True}).json()
    assert taken["by"]["login"] == "plans.town"
    assert draft.ask("rename", grid=leaf, name="三").json()["params"]["by"] == "Plans.Town"
    colleague.draw("rename", grid=leaf, name="三")
    # To let go of what another holds is nothing.
    planner.delete(f"{draft.path}/hold", params={"holder": draft.holder})
    assert draft.now()["hold"]["by"]["login"] == "plans.town"
    assert town_planner.delete(f"{draft.path}/hold", params=hold).json()["by"] is None
    draft.version = 2
    draft.draw("rename", grid=leaf, name="四")


def test_words_and_date_change_unless_somebody_else_did_meanwhile(
    draft: Draft, planner: httpx.Client
) -> None:
    tag = planner.get(draft.path).headers["etag"]
    changed = planner.patch(
        draft.path, json={"effective": "2031-01-01T00:00:00+08:00"}, headers={"If-Match": tag}
    )
    assert changed.json()["effective"] == "2030-12-31T16:00:00Z"
    assert changed.json()["title"] == "调整"
    stale = planner.patch(draft.path, json={"title": "x"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    again = planner.patch(draft.path, json={"effective": None, "title": "新"})
    assert (again.json()["effective"], again.json()["title"]) == (None, "新")
    assert planner.patch(draft.path, json={"title": "  "}).json()["code"] == "plan_text_invalid"


def test_comments_are_pinned_to_places_and_settled_once(
    town: Town, draft: Draft, approver: httpx.Client
) -> None:
    path = f"{draft.path}/comments"
    said = approver.post(path, json={"text": "这里太窄", "lon": 120.45, "lat": 23.48}).json()
    assert (said["number"], said["by"]["login"], said["resolved_at"]) == (1, "approver", None)
    on_grid = {"text": "名字？", "lon": 120.45, "lat": 23.48, "grid": town.ground.leaf}
    assert draft.client.post(path, json=on_grid).json()["grid"] == town.ground.leaf
    unknown = draft.client.post(path, json={**on_grid, "grid": "~9"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "grid_not_found")
    settled = draft.client.post(f"{path}/1/resolve").json()
    assert settled["resolved_by"]["login"] == "planner"
    assert approver.post(f"{path}/1/resolve").json() == settled
    assert draft.client.post(f"{path}/9/resolve").json()["code"] == "plan_comment_not_found"
    page = draft.client.get(f"{path}?limit=1").json()
    assert [each["number"] for each in page["items"]] == [1]
    following = draft.client.get(f"{path}?limit=1&after={page['next']}").json()
    assert ([each["number"] for each in following["items"]], following["next"]) == ([2], None)
    open_ones = draft.client.get(f"{path}?resolved=false").json()["items"]
    assert [each["number"] for each in open_ones] == [2]


def test_a_plan_is_nobodys_business_beside_its_ground(town: Town, draft: Draft) -> None:
    other = town.person("plans.next", Role.PLANNER, grid=town.ground.sibling).signed_in()
    assert draft.id not in [plan["id"] for plan in other.get("/api/v1/plans").json()["items"]]
    for path in ("", "/grids", f"/grids/{town.ground.leaf}", "/steps", "/comments", "/events"):
        answer = other.get(f"{draft.path}{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_on_this_ground"), path
    for path, body in (
        ("/preview", {"verb": "rename", "arguments": {}}),
        ("/hold", {"holder": draft.holder}),
        ("/submit", {"why": "x"}),
        ("/comments", {"text": "x", "lon": 1, "lat": 1}),
        ("/undo", {"version": 0, "holder": draft.holder}),
    ):
        answer = other.post(f"{draft.path}{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_on_this_ground"), path
    body = {"title": "x", "reason": "x", "under": town.ground.own}
    assert other.post("/api/v1/plans", json=body).json()["code"] == "not_on_this_ground"
    assert other.post("/api/v1/plans", json={**body, "under": "nowhere"}).json()["code"] == "grid_not_found"
    assert other.get("/api/v1/plans/999999").json()["code"] == "plan_not_found"
