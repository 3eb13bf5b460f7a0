"""Acts on incidents: who they go to, what they take, what they leave in history, clocks and outbox."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from geo_grid.core.errors import Conflict, Denied, Gone, InputError, NotFound, Refusal
from geo_grid.core.incidents.actions import Act
from geo_grid.services.incidents.acting import can
from geo_grid.services.incidents.asked import REPORTER, Asked
from geo_grid.services.incidents.doing import Doing
from geo_grid.store.incident_held import held_incident
from geo_grid.store.session import session_scope
from tests.services.incidents.conftest import Scene, later

pytestmark = pytest.mark.database


def test_what_is_reported_is_on_the_list_of_whoever_answers_at_once(scene: Scene) -> None:
    number = scene.report()
    incident = scene.now(number)
    assert (incident.state, incident.stage, incident.level) == ("dispatched", "take", 3)
    assert incident.assignee_person == scene.people["leaf"]
    assert [(row.act, row.capacity) for row in scene.history(number)] == [
        ("report", "reporter"), ("accept", "system"), ("dispatch", "system"),
    ]  # fmt: skip
    assert set(scene.clocks(number)) == {"take", "total"}
    assert incident.stage_due_at == scene.clocks(number)["take"].due_at
    assert incident.due_at == scene.clocks(number)["total"].due_at
    assert scene.told(number) == {("assigned", "leaf")}
    versions = [row.version for row in scene.history(number)]
    assert versions == sorted(versions) and versions[-1] == incident.version


def test_an_incident_from_report_to_rating(scene: Scene) -> None:
    number = scene.report()
    assert scene.act("leaf", number, Act.TAKE).state == "handling"
    assert scene.act("leaf", number, Act.FINISH, text="已清").state == "handled"
    closed = scene.act("inspector", number, Act.VERIFY)
    assert (closed.state, closed.stage, closed.closings) == ("closed", None, 1)
    assert closed.closed_at is not None
    assert scene.clocks(number) == {}
    assert {("finished", "community"), ("closed", "leaf"), ("closed", "reporter")} <= scene.told(number)
    with session_scope(scene.engine) as session:
        held = held_incident(session, number)
        assert held is not None
        rated = Doing(session, scene.desk).do(held, REPORTER, Asked(Act.RATE, rating=5, solved=True))
    assert (rated.state, rated.ratings, rated.due_at) == ("closed", 1, closed.due_at)
    # Nothing is due of what is over, whatever is said of it.
    assert scene.clocks(number) == {}


def test_a_general_matter_ends_with_whoever_deals_with_it(scene: Scene) -> None:
    number = scene.report("0102")
    scene.act("member", number, Act.TAKE)
    assert scene.now(number).assignee_person == scene.people["member"]
    assert scene.act("member", number, Act.FINISH, text="顺手清了").state == "closed"


def test_nobody_verifies_what_they_did_themselves(scene: Scene) -> None:
    number = scene.report()
    scene.act("leaf", number, Act.TAKE)
    scene.act("leaf", number, Act.FINISH, text="已清")
    with pytest.raises(Denied) as refused:
        scene.act("leaf", number, Act.VERIFY)
    assert refused.value.code == "not_yours"


def test_who_must_visit_arrives_on_the_spot_first(scene: Scene) -> None:
    number = scene.report("0103")
    scene.act("leaf", number, Act.TAKE)
    with pytest.raises(Refusal, match="arrive_first"):
        scene.act("leaf", number, Act.FINISH, text="好了")
    lon, lat = scene.place()
    with pytest.raises(Refusal, match="on_site"):
        scene.act("leaf", number, Act.ARRIVE, stands=(lon + 0.01, lat))
    scene.act("leaf", number, Act.ARRIVE, stands=(lon + 0.0005, lat, 12.0))
    with pytest.raises(Refusal, match="photo"):
        scene.act("leaf", number, Act.FINISH, text="好了")


def test_the_same_act_sent_twice_is_done_once_and_another_under_its_name_is_refused(scene: Scene) -> None:
    number, called = scene.report(), uuid4()
    first = scene.act("leaf", number, Act.TAKE, client_id=called)
    assert scene.act("leaf", number, Act.TAKE, client_id=called) == first
    with pytest.raises(Conflict) as refused:
        scene.act("leaf", number, Act.NOTE, client_id=called, text="别的")
    assert refused.value.code == "idempotency_conflict"


def test_whoever_has_not_seen_the_last_act_is_told_of_it(scene: Scene) -> None:
    number = scene.report()
    seen = scene.now(number).version
    scene.act("member", number, Act.NOTE, text="看过了", version=seen)
    scene.act("dispatcher", number, Act.REASSIGN, version=seen, person=scene.people["sibling"])
    with pytest.raises(Conflict) as refused:
        scene.act("dispatcher", number, Act.REASSIGN, version=seen, person=scene.people["member"])
    assert refused.value.code == "incident_moved_on"
    assert [each["act"] for each in refused.value.params["entries"]] == ["reassign"]
    assert refused.value.params["state"] == "dispatched"


def test_what_is_no_longer_possible_says_what_is(scene: Scene) -> None:
    number = scene.report()
    with pytest.raises(Conflict) as refused:
        scene.act("leaf", number, Act.FINISH, text="好了")
    assert refused.value.code == "transition_impossible"
    assert "take" in refused.value.params["possible"]


def test_strangers_and_unknown_numbers(scene: Scene) -> None:
    number = scene.report()
    with pytest.raises(Denied) as refused:
        scene.act("elsewhere", number, Act.NOTE, text="我看看")
    assert refused.value.code == "incident_not_yours"
    with pytest.raises(NotFound):
        scene.act("leaf", "20200101-000001", Act.TAKE)


def test_a_return_takes_it_away_and_is_counted(scene: Scene) -> None:
    number = scene.report()
    returned = scene.act("leaf", number, Act.RETURN, reason="不是我们的", reason_code="not_ours")
    assert (returned.state, returned.assignee_person, returned.returned) == ("accepted", None, 1)
    assert ("returned", "community") in scene.told(number)
    [row] = scene.rows("SELECT * FROM incident_transfer WHERE incident_id = :id", id=returned.id)
    assert (row.act, row.from_grid, row.from_person, row.reason_code) == (
        "return", scene.grids["leaf"], scene.people["leaf"], "not_ours",
    )  # fmt: skip


def test_a_dispute_is_ruled_for_good(scene: Scene) -> None:
    number = scene.report("0105")
    assert scene.now(number).assignee_office == scene.offices["department"]
    scene.act("officer", number, Act.DISPUTE, reason="归街道")
    assert ("disputed", "town") in scene.told(number)
    with pytest.raises(Denied):
        scene.act("officer", number, Act.RULE, office=scene.offices["department"], reason="x")
    ruled = scene.act("arbiter", number, Act.RULE, office=scene.offices["department"], reason="归城管")
    assert (ruled.state, ruled.ruled_office) == ("dispatched", scene.offices["department"])
    with pytest.raises(Refusal, match="ruled_already"):
        scene.act("officer", number, Act.RETURN, reason="还是不归我")


def test_escalation_goes_up_the_levels_and_then_to_the_offices(scene: Scene) -> None:
    number = scene.report()
    up = scene.act("leaf", number, Act.ESCALATE, reason="办不了")
    assert (up.assignee_person, up.level, up.escalated) == (scene.people["middle"], 2, 1)
    top = scene.act("middle", number, Act.ESCALATE, reason="办不了")
    assert (top.assignee_person, top.level) == (scene.people["top"], 1)
    office = scene.act("top", number, Act.ESCALATE, reason="办不了")
    assert (office.assignee_person, office.assignee_office) == (None, scene.offices["town"])
    assert {("escalated", "middle"), ("escalated", "top"), ("escalated", "town")} <= scene.told(number)
    assert ("gone", "leaf") not in scene.told(number)  # they know: they did it themselves


def test_whoever_has_left_is_not_given_anything_and_the_history_says_so(scene: Scene) -> None:
    number = scene.report()
    scene.run(
        "UPDATE person SET valid = tstzrange(lower(valid), now()) WHERE id = :id", id=scene.people["sibling"]
    )
    try:
        given = scene.act("dispatcher", number, Act.REASSIGN, person=scene.people["sibling"])
        assert given.assignee_person == scene.people["leaf"]
        assert scene.history(number)[-1].params["instead_of"] == scene.people["sibling"]
    finally:
        scene.run(
            "UPDATE person SET valid = tstzrange(lower(valid), NULL) WHERE id = :id",
            id=scene.people["sibling"],
        )
    with pytest.raises(InputError, match="target_unknown"):
        scene.act("dispatcher", number, Act.REASSIGN, person=10**9)


def test_a_pin_dragged_across_a_border_goes_to_the_other_grid_and_both_are_told(scene: Scene) -> None:
    number = scene.report()
    moved = scene.act("dispatcher", number, Act.MOVE, stands=scene.place("sibling"))
    assert moved.grid_id == scene.grids["sibling"] == moved.grids[-1]
    assert (moved.state, moved.assignee_person) == ("dispatched", scene.people["sibling"])
    assert {("assigned", "sibling"), ("gone", "leaf")} <= scene.told(number)
    [row] = scene.rows("SELECT * FROM incident_transfer WHERE incident_id = :id", id=moved.id)
    assert {row.border_low, row.border_high} == {scene.grids["leaf"], scene.grids["sibling"]}
    here = scene.act("dispatcher", number, Act.MOVE, stands=scene.place("sibling"))
    assert here.assignee_person == scene.people["sibling"]
    assert len(scene.rows("SELECT FROM incident_transfer WHERE incident_id = :id", id=moved.id)) == 1


def test_at_a_border_whoever_moves_the_pin_chooses_the_side_and_the_choice_is_kept(scene: Scene) -> None:
    number = scene.report()
    border = scene.index.locate(*scene.place()).border
    assert border is not None and border.neighbour is not None
    at, here, there = (border.lon, border.lat), scene.codes["leaf"], border.neighbour
    across = scene.index.by_code(there)
    assert across is not None

    stays = scene.act("town_dispatcher", number, Act.MOVE, stands=at, side=here)
    assert (stays.grid_id, stays.assignee_person) == (scene.grids["leaf"], scene.people["leaf"])
    goes = scene.act("town_dispatcher", number, Act.MOVE, stands=at, side=there)
    assert (goes.grid_id, goes.border_grid) == (across.id, scene.grids["leaf"])
    assert goes.grids == tuple(grid.id for grid in scene.index.chain_of(across))
    # Of two sides one is where the point lies, and the other was chosen.
    own = scene.index.chain_at(*at)[-1].code
    choices = {code: "located" if code == own else "chosen" for code in (here, there)}
    [row] = scene.rows("SELECT choice FROM incident WHERE id = :id", id=goes.id)
    assert row.choice == choices[there]
    told = {entry.params.get("chosen") for entry in scene.history(number) if entry.act == "move"}
    assert told == {None, *(code for code, choice in choices.items() if choice == "chosen")}

    with pytest.raises(InputError, match="grid_choice_far"):
        scene.act("town_dispatcher", number, Act.MOVE, stands=scene.place(), side=there)
    # Without a word it lies where the point lies, as before.
    back = scene.act("town_dispatcher", number, Act.MOVE, stands=scene.place())
    assert back.grid_id == scene.grids["leaf"]


def test_outside_all_grids_it_is_kept_and_goes_on_once_it_is_inside(scene: Scene) -> None:
    number = scene.report(at=(150.0, 10.0))
    assert (scene.now(number).state, scene.now(number).grid_id) == ("reported", None)
    near = scene.now(number).nearest_grid
    assert near is not None
    if near == scene.grids["leaf"]:
        assert ("outside", "community") in scene.told(number)


def test_more_time_is_asked_for_and_granted_by_somebody_above(scene: Scene) -> None:
    number, until = scene.report(), later(days=30)
    scene.act("leaf", number, Act.TAKE)
    before = scene.now(number)
    scene.act("leaf", number, Act.ASK_EXTENSION, reason="等材料", until=until)
    with pytest.raises(Denied):
        scene.act("leaf", number, Act.GRANT_EXTENSION)
    granted = scene.act("dispatcher", number, Act.GRANT_EXTENSION)
    assert granted.stage_due_at == until == granted.due_at
    assert before.stage_due_at is not None and before.stage_due_at < until
    assert (granted.pending, granted.extended) == (None, 1)
    assert scene.clocks(number)["handle"].explained[-1]["code"] == "due_extended"


def test_a_suspension_stops_the_clocks_and_they_go_on_where_they_stood(scene: Scene) -> None:
    number = scene.report()
    scene.act("leaf", number, Act.TAKE)
    due = scene.now(number).stage_due_at
    scene.act("leaf", number, Act.ASK_SUSPENSION, reason="雨季", until=later(days=60))
    hung = scene.act("middle", number, Act.GRANT_SUSPENSION)
    assert (hung.state, hung.stage_due_at, hung.due_at) == ("suspended", None, None)
    scene.run(
        "UPDATE incident_pause SET from_at = from_at - interval '14 days' WHERE incident_id = :id", id=hung.id
    )
    scene.run(
        "UPDATE incident_due SET started_at = started_at - interval '14 days', "
        "paused_at = paused_at - interval '14 days' WHERE incident_id = :id",
        id=hung.id,
    )
    resumed = scene.act("leaf", number, Act.RESUME)
    assert resumed.state == "handling"
    assert due is not None and resumed.stage_due_at is not None
    assert abs((resumed.stage_due_at - due).days) <= 7
    assert any("paused" in step["code"] for step in scene.clocks(number)["handle"].explained)


def test_another_category_has_other_limits_from_the_same_beginning(scene: Scene) -> None:
    number = scene.report()
    begun = scene.clocks(number)["take"].started_at
    pressing = scene.act("dispatcher", number, Act.CLASSIFY, category="0104")
    assert (pressing.kind, pressing.urgency) == ("emergency", "emergency")
    clock = scene.clocks(number)["take"]
    assert clock.started_at == begun
    assert (clock.due_at - begun).total_seconds() == 600
    with pytest.raises(Gone, match="category_retired"):
        scene.act("dispatcher", number, Act.CLASSIFY, category="0106")
    with pytest.raises(InputError, match="category_unknown"):
        scene.act("dispatcher", number, Act.CLASSIFY, category="9999")


def test_an_emergency_is_reported_up_at_once(scene: Scene) -> None:
    assert scene.told(scene.report("0104")) == {("emergency", "leaf"), ("emergency", "town")}


def test_a_duplicate_points_to_the_first_and_not_to_itself(scene: Scene) -> None:
    first, second = scene.report(), scene.report()
    with pytest.raises(InputError, match="incident_of_itself"):
        scene.act("dispatcher", second, Act.MARK_DUPLICATE, duplicate_of=second)
    joined = scene.act("dispatcher", second, Act.MARK_DUPLICATE, duplicate_of=first)
    assert (joined.state, joined.duplicate_of) == ("duplicate", scene.now(first).id)
    assert scene.clocks(second) == {}
    again = scene.act("dispatcher", second, Act.REOPEN, reason="不是同一件")
    assert (again.state, again.duplicate_of) == ("dispatched", None)


def test_what_was_done_without_a_connection_keeps_its_time_beside_the_servers(scene: Scene) -> None:
    number = scene.report()
    done = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    scene.act("dispatcher", number, Act.REASSIGN, person=scene.people["leaf"])
    scene.act("leaf", number, Act.TAKE, version=1, made_at=done)
    last = scene.history(number)[-1]
    assert (last.act, last.made_at) == ("take", done)
    instants = [row.at for row in scene.history(number)]
    assert instants == sorted(instants)


def test_a_clock_that_is_wrong_by_years_is_not_believed_and_nothing_is_put_off_for_ever(scene: Scene) -> None:
    number = scene.report()
    scene.act("leaf", number, Act.TAKE, made_at=datetime(1970, 1, 1, tzinfo=UTC))
    assert (scene.now(number).state, scene.history(number)[-1].made_at) == ("handling", None)
    with pytest.raises(InputError, match="date_beyond"):
        scene.act("leaf", number, Act.ASK_EXTENSION, reason="x", until=datetime(9999, 1, 1, tzinfo=UTC))


def test_history_does_not_go_back_when_the_clock_does(scene: Scene) -> None:
    number = scene.report()
    ahead = later(days=1)
    scene.run("ALTER TABLE incident_entry DISABLE TRIGGER incident_entry_no_update")
    scene.run(
        "UPDATE incident_entry SET at = :at WHERE n = 3 AND incident_id = :id",
        at=ahead,
        id=scene.now(number).id,
    )
    scene.run("ALTER TABLE incident_entry ENABLE ALWAYS TRIGGER incident_entry_no_update")
    scene.act("leaf", number, Act.TAKE)
    assert scene.history(number)[-1].at == ahead


def test_what_a_reporter_is_called_is_not_written_into_the_history(scene: Scene) -> None:
    number = scene.report(name="王小明", phone="13800138000")
    scene.act("leaf", number, Act.NOTE, text="已电话 138-0013-8000 联系王小明")
    assert scene.history(number)[-1].text == "已电话 〔上报人〕 联系〔上报人〕"


def test_who_can_do_what_is_told_with_what_it_takes(scene: Scene) -> None:
    number = scene.report()
    with session_scope(scene.engine) as session:
        for who, expected in (("leaf", "take"), ("dispatcher", "reassign"), ("inspector", "note")):
            acts = {str(each) for each, _ in can(session, scene.actors[who], scene.now(number), scene.desk)}
            assert expected in acts
        assert can(session, scene.actors["elsewhere"], scene.now(number), scene.desk) == []
        needs = dict(can(session, scene.actors["leaf"], scene.now(number), scene.desk))
    assert [str(each) for each in needs[Act.RETURN]] == ["reason"]


def test_residents_reports_wait_for_the_desk_where_the_installation_wants_that(scene: Scene) -> None:
    desk = scene.settings(auto_dispatch_residents=False)
    number = scene.report(desk=desk)
    assert scene.now(number).state == "reported"
    assert scene.told(number) == {("reported", "community")}
    scene.act("dispatcher", number, Act.ACCEPT, desk=desk)
    assert scene.act("dispatcher", number, Act.DISPATCH, desk=desk).assignee_person == scene.people["leaf"]
