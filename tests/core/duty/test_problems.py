"""Each rule of duties: what breaks it, and what does not."""

from dataclasses import replace
from datetime import datetime

from geo_grid.core.duty.problems import people_problems
from geo_grid.core.duty.roster import Roster
from tests.core.duty.people import (
    COMMUNITY,
    DAY,
    HEADS,
    NOW,
    PEOPLE,
    SHANGHAI,
    TOWN,
    A,
    B,
    duty,
    ended,
    leave,
    roster,
    without,
)

MEMBERS = (duty(30, A, 6, "member"), duty(31, B, 7, "member"))
WHOLE = (*HEADS, *MEMBERS)


def problems(
    people: Roster, *adjacent: tuple[int, int], at: datetime = NOW
) -> list[tuple[str, int, tuple[int, ...]]]:
    found = people_problems(people, at, SHANGHAI, adjacent=set(adjacent), lapse_days=30)
    return [(problem.code, problem.grid, problem.persons) for problem in found]


def test_a_sound_roster_has_none() -> None:
    assert problems(roster(duties=WHOLE, partner=((A, B),)), (B, A)) == []


def test_a_grid_without_a_head_in_the_service() -> None:
    assert problems(roster(duties=(*without(A), *MEMBERS))) == [("no_head", A, ())]
    assert ("no_head", TOWN, ()) in problems(roster(duties=WHOLE, people=ended(TOWN)))


def test_a_grid_of_level_3_without_a_member() -> None:
    assert problems(roster(duties=(*HEADS, MEMBERS[0]))) == [("no_member", B, ())]


def test_a_person_who_heads_several_grids_is_told_at_each() -> None:
    found = people_problems(
        roster(duties=(*without(B), duty(40, B, A), *MEMBERS)), NOW, SHANGHAI, adjacent=(), lapse_days=30
    )
    assert [(each.code, each.grid, each.persons, each.params) for each in found] == [
        ("heads_several", A, (A,), {"grids": [B]}),
        ("heads_several", B, (A,), {"grids": [A]}),
    ]


def test_partners_that_do_not_touch() -> None:
    found = problems(roster(duties=WHOLE, partner=((A, B),)))
    assert found == [("partner_not_adjacent", A, ()), ("partner_not_adjacent", B, ())]


def test_a_duty_for_a_grid_that_ended() -> None:
    assert problems(roster(duties=(*WHOLE, duty(40, 77, 1)))) == [("grid_ended", 77, (1,))]
    assert problems(roster(duties=(*WHOLE, duty(40, 77, 1, valid_until=NOW)))) == []


def test_an_end_within_the_month_without_a_successor() -> None:
    soon = replace(HEADS[2], valid_until=NOW + 20 * DAY)
    assert problems(roster(duties=(*without(A), soon, *MEMBERS))) == [("lapsing", A, (A,))]
    assert problems(roster(duties=WHOLE, people=ended(A, NOW + 20 * DAY))) == [("lapsing", A, (A,))]
    later = replace(soon, valid_until=NOW + 31 * DAY)
    assert problems(roster(duties=(*without(A), later, *MEMBERS))) == []
    successor = duty(40, A, 1, valid_from=NOW + 20 * DAY)
    assert problems(roster(duties=(*without(A), soon, successor, *MEMBERS))) == []


def test_of_several_members_the_last_counts() -> None:
    first, second = (replace(MEMBERS[0], id=n, valid_until=NOW + n * DAY) for n in (5, 9))
    both = (*HEADS, MEMBERS[1], first, replace(second, person=1))
    assert problems(roster(duties=both)) == [("lapsing", A, (1,))]
    assert problems(roster(duties=(*HEADS, MEMBERS[1], first, replace(second, valid_until=None)))) == []


def test_no_person_to_answer() -> None:
    found = problems(roster(leave(A), leave(COMMUNITY), leave(TOWN), duties=WHOLE))
    assert found == [("nobody_answers", grid, ()) for grid in (TOWN, COMMUNITY, A)]


def test_all_rules_at_once_on_an_empty_roster() -> None:
    codes = [code for code, grid, _ in problems(roster(duties=(), people=PEOPLE)) if grid == A]
    assert codes == ["no_head", "no_member", "nobody_answers"]
