"""Who answers: each rule, in its order, and what was away, gone, ended or not begun yet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from geo_grid.core.duty.answering import Answer, answer
from geo_grid.core.duty.roster import Ground, Office, Partner, Roster
from tests.core.duty.people import (
    ALWAYS,
    BERLIN,
    COMMUNITY,
    DAY,
    GROUNDS,
    HALL,
    HEADS,
    LONG_AGO,
    NIGHTS,
    NOW,
    OUTLINE,
    PEOPLE,
    SHANGHAI,
    TOWN,
    WORKDAYS,
    A,
    B,
    duty,
    ended,
    leave,
    person,
    roster,
    without,
)


def ask(people: Roster, grid: int = A, at: datetime = NOW, zone: ZoneInfo = SHANGHAI) -> Answer:
    return answer(people, grid, at, zone)


def told(found: Answer) -> tuple[str, int | None]:
    return str(found.because), None if found.person is None else found.person.id


def test_the_head_answers() -> None:
    found = ask(roster())
    assert told(found) == ("head", A)
    assert (found.of_grid, found.instead_of, found.vacant, found.alarm, found.until) == (
        A,
        None,
        False,
        None,
        None,
    )
    assert [step.code for step in found.steps] == ["head_answers"]


def test_whoever_is_on_shift_answers_before_the_head_and_hands_over_at_its_end() -> None:
    people = roster(duties=(*HEADS, duty(20, A, 6, "member", NIGHTS)))
    night = datetime(2026, 11, 23, 23, tzinfo=SHANGHAI)
    found = ask(people, at=night)
    assert told(found) == ("shift", 6)
    assert found.until == datetime(2026, 11, 24, 6, tzinfo=SHANGHAI)
    assert told(ask(people, at=found.until)) == ("head", A)
    assert ask(people).until == datetime(2026, 11, 23, 22, tzinfo=SHANGHAI)


def test_of_several_on_shift_the_head_is_first_and_then_the_oldest_duty() -> None:
    members = (duty(22, A, 7, "member", ALWAYS), duty(21, A, 6, "member", ALWAYS))
    assert told(ask(roster(duties=(*HEADS, *members)))) == ("shift", 6)
    on_shift = (replace(HEADS[2], hours=members[0].hours), *without(A), *members)
    assert told(ask(roster(duties=on_shift))) == ("shift", A)


def test_a_head_with_hours_answers_outside_them_too() -> None:
    people = roster(duties=(*without(A), duty(14, A, A, hours=WORKDAYS)))
    assert told(ask(people)) == ("shift", A)
    assert told(ask(people, at=NOW + timedelta(hours=12))) == ("head", A)


def test_one_on_shift_who_is_away_leaves_it_to_the_next_and_then_to_the_head() -> None:
    shifts = (*HEADS, duty(20, A, 6, "member", ALWAYS), duty(21, A, 7, "member", ALWAYS))
    found = ask(roster(leave(6), duties=shifts))
    assert told(found) == ("shift", 7)
    assert found.instead_of is not None
    assert found.instead_of.person == 6
    assert told(ask(roster(leave(6), leave(7, "long"), duties=shifts))) == ("head", A)


def test_a_named_stand_in_answers_while_the_leave_lasts() -> None:
    found = ask(roster(leave(A, stand_in=B), partner=((A, B),)))
    assert told(found) == ("named_stand_in", B)
    assert found.until == NOW + DAY
    assert found.instead_of is not None
    assert (found.instead_of.person, found.of_grid) == (A, B)


def test_a_stand_in_without_a_duty_answers_for_none() -> None:
    found = ask(roster(leave(A, stand_in=6)))
    assert told(found) == ("named_stand_in", 6)
    assert found.of_grid is None


@pytest.mark.parametrize("kind", ["short", "long"])
def test_a_stand_in_who_is_away_or_gone_is_not_named(kind: str) -> None:
    expected = ("ab_post", B) if kind == "short" else ("leaders", COMMUNITY)
    away = leave(A, kind, stand_in=6)
    assert told(ask(roster(away, leave(6, stand_in=7), partner=((A, B),)))) == expected
    assert told(ask(roster(away, people=ended(6), partner=((A, B),)))) == expected
    assert told(ask(roster(replace(away, stand_in=99), partner=((A, B),)))) == expected
    assert told(ask(roster(away, partner=((A, B),)))) == ("named_stand_in", 6)


def test_stand_ins_for_each_other_who_are_both_away_do_not_go_round_in_a_circle() -> None:
    found = ask(roster(leave(A, stand_in=B), leave(B, stand_in=A), partner=((A, B),)))
    assert told(found) == ("leaders", COMMUNITY)


def test_short_leave_is_covered_by_the_partner_and_long_leave_by_the_leaders() -> None:
    assert told(ask(roster(leave(A), partner=((A, B),)))) == ("ab_post", B)
    assert told(ask(roster(leave(A, "long"), partner=((A, B),)))) == ("leaders", COMMUNITY)
    assert told(ask(roster(leave(A)))) == ("leaders", COMMUNITY)


def test_a_partner_counts_only_in_its_own_time_and_with_a_head() -> None:
    grids = {"grids": GROUNDS, "persons": PEOPLE, "leaves": [leave(A)]}
    past = Partner(A, B, LONG_AGO, NOW - DAY)
    to_come = Partner(A, B, NOW + DAY / 2)
    for duties, partner in (
        (HEADS, past),
        (HEADS, to_come),
        (without(B), Partner(A, B, LONG_AGO)),
        (HEADS, Partner(A, 77, LONG_AGO)),
    ):
        people = Roster.of(duties=duties, partners=[partner], **grids)  # type: ignore[arg-type]
        assert told(ask(people)) == ("leaders", COMMUNITY)
    people = Roster.of(duties=HEADS, partners=[to_come], **grids)  # type: ignore[arg-type]
    assert ask(people).until == NOW + DAY / 2


def test_a_vacancy_goes_to_the_leaders_and_not_to_the_partner() -> None:
    found = ask(roster(duties=without(A), partner=((A, B),)))
    assert told(found) == ("leaders", COMMUNITY)
    assert (found.vacant, found.instead_of, found.of_grid) == (True, None, COMMUNITY)


def test_leaders_who_are_away_or_missing_leave_it_to_those_above() -> None:
    assert told(ask(roster(leave(COMMUNITY), duties=without(A)))) == ("leaders", TOWN)
    assert told(ask(roster(duties=without(A, COMMUNITY)))) == ("leaders", TOWN)
    outline = (*without(A, COMMUNITY, TOWN), duty(9, OUTLINE, 1))
    assert told(ask(roster(duties=outline))) == ("leaders", 1)


def test_without_any_person_the_nearest_office_with_a_phone_answers_and_an_alarm_is_raised() -> None:
    silent = Office(2, "community", "没有电话", grids=frozenset({A}))
    district = Office(3, "district", "区", phone="1", grids=frozenset({OUTLINE}))
    closed = Office(4, "community", "已撤销", phone="2", closed_at=NOW - DAY, grids=frozenset({A}))
    found = ask(roster(duties=(), offices=(district, closed, silent, HALL)))
    assert (found.because, found.person, found.alarm) == ("office", None, "no_person")
    assert found.office == HALL
    closing = replace(HALL, closed_at=NOW + DAY)
    found = ask(roster(duties=(), offices=(district, closing)))
    assert (found.office, found.until) == (closing, NOW + DAY)
    assert ask(roster(duties=(), offices=(district, closing)), at=NOW + DAY).office == district


def test_of_offices_on_the_same_ground_departments_are_asked_last() -> None:
    department = Office(1, "department", "环卫所", phone="1", grids=frozenset({COMMUNITY}))
    hall = replace(HALL, id=2)
    assert ask(roster(duties=(), offices=(department, hall))).office == hall


def test_an_area_of_its_own_is_asked_after_the_ground_of_grids_and_is_not_inherited() -> None:
    station = Office(9, "department", "派出所", phone="110", served=frozenset({A}))
    assert ask(roster(duties=(), offices=(station, HALL))).office == HALL
    assert ask(roster(duties=(), offices=(station,))).office == station
    assert ask(roster(duties=(), offices=(station,)), B).office is None


def test_nobody_at_all_is_an_alarm() -> None:
    found = ask(roster(duties=(), offices=()))
    assert (found.because, found.person, found.office, found.alarm) == ("nobody", None, None, "nobody")


@pytest.mark.parametrize("grid", [0, 77])
def test_a_grid_that_is_not_in_force_has_nobody_whoever_has_a_duty_for_it(grid: int) -> None:
    found = ask(roster(duties=(*HEADS, duty(30, 77, 6))), grid)
    assert (found.because, found.alarm) == ("nobody", "nobody")


def test_duties_that_have_ended_or_not_begun_and_people_who_left_do_not_count() -> None:
    past = duty(14, A, A, valid_until=NOW)
    found = ask(roster(duties=(*without(A), past, duty(15, A, 6, valid_from=NOW + DAY))))
    assert told(found) == ("leaders", COMMUNITY)
    assert (found.vacant, found.until) == (True, NOW + DAY)
    assert told(ask(roster(people=ended(A, NOW)))) == ("leaders", COMMUNITY)
    not_yet = (*(each for each in PEOPLE if each.id != A), person(A, valid_from=NOW + DAY))
    found = ask(roster(people=not_yet))
    assert (told(found), found.until) == (("leaders", COMMUNITY), NOW + DAY)


def test_a_leave_that_begins_in_a_shift_ends_the_answer_there() -> None:
    people = roster(
        leave(6, since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2)),
        duties=(*HEADS, duty(20, A, 6, "member", WORKDAYS)),
    )
    found = ask(people)
    assert (told(found), found.until) == (("shift", 6), NOW + timedelta(hours=1))
    found = ask(people, at=found.until or NOW)
    assert (told(found), found.until) == (("head", A), NOW + timedelta(hours=2))
    assert found.instead_of is not None
    assert told(ask(people, at=found.until or NOW)) == ("shift", 6)


def test_an_edition_that_is_waiting_ends_every_answer() -> None:
    assert ask(roster(until=NOW + DAY)).until == NOW + DAY
    assert ask(roster(until=NOW - DAY)).until is None


def test_dates_that_change_nothing_do_not_end_an_answer() -> None:
    # The member's shifts fall into a leave of the member's, and the head answers on.
    people = roster(
        leave(6, "long", since=NOW - DAY, until=NOW + 3 * DAY),
        duties=(*HEADS, duty(20, A, 6, "member", WORKDAYS)),
    )
    evening = NOW + timedelta(hours=9)
    found = ask(people, at=evening)
    assert told(found) == ("head", A)
    # On Tuesday morning the member would have answered.
    assert found.until == datetime(2026, 11, 24, 8, 30, tzinfo=SHANGHAI)
    quiet = roster(leave(7, "long", since=NOW + DAY, until=None), duties=(*HEADS, duty(20, A, 7, "member")))
    assert ask(quiet).until is None


def test_a_night_of_a_clock_change_is_reckoned_by_the_wall() -> None:
    people = roster(duties=(*HEADS, duty(20, A, 6, "member", NIGHTS)))
    # Local midnight before the hour that came twice in Berlin.
    found = ask(people, at=datetime(2026, 10, 24, 22, tzinfo=UTC), zone=BERLIN)
    assert (told(found), found.until) == (("shift", 6), datetime(2026, 10, 25, 5, tzinfo=UTC))


def test_parents_in_a_circle_end_in_an_alarm() -> None:
    circle = Roster.of([Ground(1, 1, 2), Ground(2, 1, 1)], (), ())
    assert ask(circle, 1).alarm == "nobody"
