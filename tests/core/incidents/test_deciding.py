"""Every state × every action × every capacity, and what the rules beside the table say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from geo_grid.core.errors import GeoGridError
from geo_grid.core.incidents.actions import Act, Capacity, Requirement
from geo_grid.core.incidents.case import Case, Clock, Given, Target
from geo_grid.core.incidents.deciding import decide, possible, requirements
from geo_grid.core.incidents.states import OPEN, STAGE_OF, Kind, Stage, State
from geo_grid.core.incidents.table import ROW_FOR, TRANSITIONS
from tests.core.incidents.expected import expected

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ME, OTHER = 1, 2
HERE, THERE = Target(office=7), Target(person=8)
#: Everything that any action may want.
ALL = Given(
    account=ME, at=NOON, reason="因为", text="做了", photos=1, distance_m=5, place=True, target=THERE,
    category="0101", until=NOON + timedelta(days=2), duplicate_of="20260301-000001", solved=True, rating=5,
)  # fmt: skip
#: Closed once, not rated yet, handled by somebody else.
CASE = Case(
    kind=Kind.COORDINATION, handlers=frozenset({OTHER}), assigned=HERE, closings=1,
    reported_at=NOON - timedelta(days=3), closed_at=NOON - timedelta(days=1),
)  # fmt: skip
STATES = (None, *State)
HANDLER = frozenset({Capacity.HANDLER})


def case_for(state: State | None, act: Act) -> Case:
    """One in which nothing beside the table stands in the way of the action."""
    kind = Kind.GENERAL if act in (Act.LOG, Act.SAMPLE) else Kind.COORDINATION
    case = replace(CASE, state=state, kind=kind)
    if act in (Act.GRANT_EXTENSION, Act.REFUSE_EXTENSION):
        return replace(case, pending="extension", asked_by=OTHER)
    if act in (Act.GRANT_SUSPENSION, Act.REFUSE_SUSPENSION):
        return replace(case, pending="suspension", asked_by=OTHER)
    return case


def refusal(case: Case, act: Act, by: Capacity, given: Given = ALL) -> GeoGridError:
    with pytest.raises(GeoGridError) as raised:
        decide(case, act, frozenset({by}), given)
    return raised.value


def code(case: Case, act: Act, by: Capacity, given: Given = ALL) -> str:
    return refusal(case, act, by, given).code


def test_every_state_with_every_action_by_every_capacity() -> None:
    wanted = expected()
    for state, act, capacity in product(STATES, Act, Capacity):
        case, by = case_for(state, act), frozenset({capacity})
        following = wanted.get((state, act, capacity))
        assert (act in possible(case, by, ALL)) is (following is not None), (state, act, capacity)
        if following is not None:
            assert decide(case, act, by, ALL).to_state is following, (state, act, capacity)
            continue
        is_somebodys = any((state, act, each) in wanted for each in Capacity)
        refused = refusal(case, act, capacity)
        assert refused.code == ("not_yours" if is_somebodys else "transition_impossible")


def test_every_action_is_somewhere_possible() -> None:
    assert {act for _, act, _ in expected()} == set(Act)


def test_whoever_has_several_capacities_may_what_any_of_them_may() -> None:
    for state in STATES:
        case = replace(CASE, state=state)
        one_by_one = {act for each in Capacity for act in possible(case, frozenset({each}), ALL)}
        assert set(possible(case, frozenset(Capacity), ALL)) == one_by_one


def test_what_is_impossible_says_what_is_possible() -> None:
    refused = refusal(replace(CASE, state=State.DISPATCHED), Act.FINISH, Capacity.HANDLER)
    assert refused.params["state"] == "dispatched" and refused.params["act"] == "finish"
    assert "take" in refused.params["possible"] and "finish" not in refused.params["possible"]


def test_nothing_of_an_action_that_it_requires_can_be_left_out() -> None:
    empty = Given(account=ME, at=NOON)
    for row in TRANSITIONS:
        for state, capacity in product(row.from_states or (None,), row.who):
            case, by = case_for(state, row.act), frozenset({capacity})
            wanted = requirements(case, row.act, by)
            assert row.requires <= set(wanted)
            if wanted:
                refused = refusal(case, row.act, capacity, empty)
                assert (refused.code, refused.params["what"]) == ("requires", [str(need) for need in wanted])
            else:
                decide(case, row.act, by, empty)


# --- what must hold of the table, whatever is in it


def reachable(start: State, *, by_people: bool = False) -> set[State]:
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for act, capacity in product(Act, Capacity):
            if by_people and capacity is Capacity.SYSTEM:
                continue
            case = case_for(state, act)
            if act in possible(case, frozenset({capacity}), ALL):
                to = decide(case, act, frozenset({capacity}), ALL).to_state
                if to not in found:
                    found.add(to)
                    waiting.append(to)
    return found


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_can_reach_closed_without_the_system(state: State) -> None:
    assert State.CLOSED in reachable(state, by_people=True)


def test_no_state_is_a_dead_end() -> None:
    for state in State:
        assert OPEN & reachable(state) - {state}, state


def test_every_state_is_reached_from_a_report() -> None:
    assert reachable(State.REPORTED) == set(State)


def test_only_a_general_matter_is_closed_by_whoever_dealt_with_it() -> None:
    mine = frozenset({Capacity.HANDLER, Capacity.RECEIVER})
    for kind, state, act in product(Kind, STATES, Act):
        case = replace(CASE, kind=kind, state=state)
        if act in possible(case, mine, ALL):
            is_closing = decide(case, act, mine, ALL).to_state is State.CLOSED and state is not State.CLOSED
            assert not is_closing or kind is Kind.GENERAL, (kind, state, act)


def test_nobody_judges_what_they_did_with_whatever_capacities() -> None:
    for state, kind in product(State, Kind):
        case = replace(CASE, state=state, kind=kind, handlers=frozenset({ME}), pending="extension")
        can = set(possible(case, frozenset(Capacity), ALL))
        assert not can & {Act.VERIFY, Act.SAMPLE, Act.GRANT_EXTENSION}


def test_a_clock_runs_in_every_open_state_but_the_suspended_one() -> None:
    assert set(STAGE_OF) == OPEN - {State.SUSPENDED}
    assert Stage.TOTAL not in STAGE_OF.values()


def test_a_state_and_an_action_have_one_row() -> None:
    assert sum(len(row.from_states) or 1 for row in TRANSITIONS) == len(ROW_FOR)


# --- rules beside the table


def test_what_is_general_ends_when_it_is_finished_and_the_rest_is_verified() -> None:
    for kind, to in {
        Kind.GENERAL: State.CLOSED, Kind.COORDINATION: State.HANDLED,
        Kind.EMERGENCY: State.HANDLED, Kind.APPROVAL: State.HANDLED,
    }.items():  # fmt: skip
        assert decide(replace(CASE, state=State.HANDLING, kind=kind), Act.FINISH, HANDLER, ALL).to_state is to


def test_what_must_be_reported_is_neither_logged_nor_closed_by_its_handler() -> None:
    case = Case(kind=Kind.GENERAL, must_report=True)
    assert code(case, Act.LOG, Capacity.HANDLER) == "must_be_reported"
    handling = replace(case, state=State.HANDLING)
    assert decide(handling, Act.FINISH, HANDLER, ALL).to_state is State.HANDLED


@pytest.mark.parametrize("kind", [Kind.COORDINATION, Kind.EMERGENCY, Kind.APPROVAL])
def test_only_what_is_general_is_logged_or_sampled(kind: Kind) -> None:
    assert code(Case(kind=kind), Act.LOG, Capacity.RECEIVER) == "not_general"
    assert code(replace(CASE, state=State.CLOSED, kind=kind), Act.SAMPLE, Capacity.INSPECTOR) == "not_general"


def test_a_sample_that_found_it_unsolved_has_it_handled_again_and_says_why() -> None:
    closed = replace(CASE, state=State.CLOSED, kind=Kind.GENERAL)
    by = frozenset({Capacity.INSPECTOR})
    assert decide(closed, Act.SAMPLE, by, ALL).to_state is State.CLOSED
    assert decide(closed, Act.SAMPLE, by, replace(ALL, solved=False)).to_state is State.HANDLING
    assert code(closed, Act.SAMPLE, Capacity.INSPECTOR, replace(ALL, solved=False, reason=" ")) == "requires"


def test_what_must_be_visited_is_visited_before_it_is_finished() -> None:
    handling = replace(CASE, state=State.HANDLING, must_visit=True)
    assert code(handling, Act.FINISH, Capacity.HANDLER) == "arrive_first"
    assert Act.FINISH not in possible(handling, HANDLER)
    decide(replace(handling, arrived=True), Act.FINISH, HANDLER, ALL)
    assert Requirement.ON_SITE in requirements(Case(must_visit=True), Act.LOG, HANDLER)


@pytest.mark.parametrize(("distance_m", "is_there"), [(None, False), (100.0, True), (100.1, False)])
def test_on_site_is_within_the_allowed_distance(distance_m: float | None, is_there: bool) -> None:
    given = replace(ALL, distance_m=distance_m)
    handling = replace(CASE, state=State.HANDLING)
    if is_there:
        assert decide(handling, Act.ARRIVE, HANDLER, given).to_state is State.HANDLING
    else:
        assert refusal(handling, Act.ARRIVE, Capacity.HANDLER, given).params["what"] == ["on_site"]


def test_a_category_may_waive_the_look_on_the_spot_and_ask_for_a_photo() -> None:
    far = replace(ALL, distance_m=None, photos=0)
    handled = replace(CASE, state=State.HANDLED)
    assert refusal(handled, Act.VERIFY, Capacity.INSPECTOR, far).params["what"] == ["on_site"]
    decide(replace(handled, verify_on_site=False), Act.VERIFY, frozenset({Capacity.INSPECTOR}), far)
    handling = replace(CASE, state=State.HANDLING, photo_on_finish=True)
    assert refusal(handling, Act.FINISH, Capacity.HANDLER, far).params["what"] == ["photo"]


def test_whoever_handled_it_or_asked_for_it_is_told_that_it_is_their_own() -> None:
    mine = replace(CASE, handlers=frozenset({ME, OTHER}), pending="suspension")
    assert code(replace(mine, state=State.HANDLED), Act.VERIFY, Capacity.INSPECTOR) == "own_work"
    assert code(replace(mine, state=State.HANDLING), Act.GRANT_SUSPENSION, Capacity.SUPERVISOR) == "own_work"
    asked = replace(mine, state=State.HANDLING, handlers=frozenset(), asked_by=ME)
    assert code(asked, Act.GRANT_SUSPENSION, Capacity.SUPERVISOR) == "own_work"
    decide(asked, Act.REFUSE_SUSPENSION, frozenset({Capacity.SUPERVISOR}), ALL)


def test_a_ruling_is_final_for_whom_it_was_given() -> None:
    ruling = decide(replace(CASE, state=State.DISPUTED), Act.RULE, frozenset({Capacity.ARBITER}), ALL)
    assert ruling.is_final_for == THERE and ruling.to_state is State.DISPATCHED
    ruled = replace(CASE, state=State.DISPATCHED, ruled_for=HERE)
    for act in (Act.RETURN, Act.DISPUTE, Act.HAND_ON):
        assert code(ruled, act, Capacity.HANDLER) == "ruled_already"
    # Within the office it may wander, and somebody else who has it now may return it.
    decide(ruled, Act.HAND_ON, HANDLER, replace(ALL, target=Target(person=9, office=7)))
    decide(replace(ruled, assigned=THERE), Act.RETURN, HANDLER, ALL)


def test_one_thing_is_asked_for_at_a_time_and_answered_once() -> None:
    handling = replace(CASE, state=State.HANDLING)
    asked = decide(handling, Act.ASK_EXTENSION, HANDLER, ALL)
    assert asked.pending == "extension"
    waiting = replace(handling, pending="extension")
    assert code(waiting, Act.ASK_SUSPENSION, Capacity.HANDLER) == "asked_already"
    assert code(waiting, Act.GRANT_SUSPENSION, Capacity.SUPERVISOR) == "nothing_asked"
    granted = decide(waiting, Act.GRANT_EXTENSION, frozenset({Capacity.SUPERVISOR}), ALL)
    assert (granted.pending, granted.counts) == (None, "extended")
    assert code(handling, Act.REFUSE_EXTENSION, Capacity.SUPERVISOR) == "nothing_asked"


def test_what_was_asked_for_lasts_as_long_as_whoever_asked_has_it() -> None:
    dispatched = replace(CASE, state=State.DISPATCHED, pending="extension")
    assert decide(dispatched, Act.TAKE, HANDLER, ALL).pending == "extension"
    assert decide(dispatched, Act.NOTE, HANDLER, ALL).pending == "extension"
    assert decide(dispatched, Act.HAND_ON, HANDLER, ALL).pending is None
    assert decide(dispatched, Act.MOVE, HANDLER, ALL).pending == "extension"
    assert decide(dispatched, Act.MOVE, HANDLER, replace(ALL, other_ground=True)).pending is None


def test_a_time_that_is_asked_for_lies_ahead() -> None:
    handling = replace(CASE, state=State.HANDLING)
    given = replace(ALL, until=NOON)
    assert refusal(handling, Act.ASK_EXTENSION, Capacity.HANDLER, given).params["what"] == ["until"]


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("reported", "reported"), ("accepted", "accepted"), ("dispatched", "dispatched"),
        ("handling", "dispatched"), ("suspended", "dispatched"), ("handled", "handled"),
        ("disputed", "disputed"),
    ],
)  # fmt: skip
def test_on_other_ground_it_is_for_somebody_else_to_take(state: str, to: str) -> None:
    case = replace(CASE, state=State(state))
    by = frozenset({Capacity.DISPATCHER})
    assert decide(case, Act.MOVE, by, replace(ALL, other_ground=True)).to_state is State(to)
    unreasoned = replace(ALL, other_ground=True, reason=None)
    decide(case, Act.MOVE, by, unreasoned)
    assert refusal(case, Act.MOVE, Capacity.HANDLER, unreasoned).params["what"] == ["reason"]


def test_each_closing_is_rated_once() -> None:
    closed = replace(CASE, state=State.CLOSED)
    decide(closed, Act.RATE, frozenset({Capacity.REPORTER}), ALL)
    assert code(replace(closed, ratings=1), Act.RATE, Capacity.REPORTER) == "rated_already"
    decide(replace(closed, ratings=1, closings=2), Act.RATE, frozenset({Capacity.REPORTER}), ALL)
    for rating in (None, 0, 6):
        given = replace(ALL, rating=rating)
        assert refusal(closed, Act.RATE, Capacity.REPORTER, given).params["what"] == ["rating"]


def test_a_reporter_reopens_within_the_days_and_a_dispatcher_ever() -> None:
    closed = replace(CASE, state=State.CLOSED, closed_at=NOON - timedelta(days=30))
    decide(closed, Act.REOPEN, frozenset({Capacity.REPORTER}), ALL)
    late = replace(closed, closed_at=NOON - timedelta(days=30, seconds=1))
    assert refusal(late, Act.REOPEN, Capacity.REPORTER).params == {"days": 30}
    assert decide(late, Act.REOPEN, frozenset({Capacity.DISPATCHER}), ALL).counts == "reopened"


def test_clocks() -> None:
    """What becomes of the clock, for each way in which one may change."""
    system, supervisor = frozenset({Capacity.SYSTEM}), frozenset({Capacity.SUPERVISOR})
    desk, reporter = frozenset({Capacity.DISPATCHER}), frozenset({Capacity.REPORTER})
    for state, act, by, clock, stage in (
        (None, Act.REPORT, reporter, Clock.STARTS, Stage.ACCEPT),
        (State.REPORTED, Act.ACCEPT, system, Clock.STARTS, Stage.DISPATCH),
        (State.DISPATCHED, Act.TAKE, HANDLER, Clock.STARTS, Stage.HANDLE),
        (State.DISPATCHED, Act.HAND_ON, HANDLER, Clock.STARTS, Stage.TAKE),
        (State.DISPATCHED, Act.NOTE, HANDLER, Clock.KEEPS, Stage.TAKE),
        (State.DISPATCHED, Act.MOVE, desk, Clock.KEEPS, Stage.TAKE),
        (State.HANDLING, Act.CLASSIFY, desk, Clock.RECKONED, Stage.HANDLE),
        (State.HANDLING, Act.GRANT_SUSPENSION, supervisor, Clock.STOPS, None),
        (State.SUSPENDED, Act.CLASSIFY, desk, Clock.KEEPS, None),
        (State.SUSPENDED, Act.RESUME, system, Clock.GOES_ON, Stage.HANDLE),
        (State.HANDLING, Act.FINISH, HANDLER, Clock.STARTS, Stage.VERIFY),
        (State.HANDLED, Act.VERIFY, desk, Clock.ENDS, None),
        (State.CLOSED, Act.RATE, reporter, Clock.KEEPS, None),
        (State.CLOSED, Act.REOPEN, reporter, Clock.STARTS, Stage.DISPATCH),
    ):
        found = decide(case_for(state, act), act, by, ALL)
        assert (found.clock, found.stage) == (clock, stage), (state, act)


def test_escalating_goes_up_a_level_as_far_as_there_is_one() -> None:
    handling = replace(CASE, state=State.HANDLING)
    assert decide(handling, Act.ESCALATE, frozenset({Capacity.SYSTEM}), ALL).level == 2
    assert decide(replace(handling, level=1), Act.ESCALATE, frozenset({Capacity.SYSTEM}), ALL).level == 1
