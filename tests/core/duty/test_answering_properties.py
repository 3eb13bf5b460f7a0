"""Any roster: always an answer or an alarm, nobody who is away or gone, and no change before it was told."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.duty.answering import Answer, answer
from geo_grid.core.duty.hours import read_hours
from geo_grid.core.duty.roster import Duty, Leave, Office, Partner, Person, Roster
from tests.core.duty.people import ALWAYS, BERLIN, GROUNDS, NIGHTS, NOW, SHANGHAI, WORKDAYS

PEOPLE = st.integers(1, 6)
GRIDS = st.integers(1, 5)
#: Hours from now at which something begins or ends; few, so that they often meet.
TIMES = st.sampled_from([-400, -30, -1, 0, 1, 6, 7, 20, 30, 400])
ROLES = st.sampled_from(["head", "member"])
KINDS = st.sampled_from(["short", "long"])
UNTIL = st.none() | TIMES
HOURS = st.sampled_from([(), read_hours(ALWAYS), read_hours(NIGHTS), read_hours(WORKDAYS)])


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    def dates() -> dict[str, Any]:
        begin, end = draw(TIMES), draw(UNTIL)
        if end is not None and end <= begin:
            begin, end = -500, end
        return {
            "valid_from": NOW + timedelta(hours=begin),
            "valid_until": None if end is None else NOW + timedelta(hours=end),
        }

    people = [Person(number, "official", f"人{number}", **dates()) for number in range(1, 7)]
    duties = [
        Duty(number, draw(GRIDS), draw(PEOPLE), draw(ROLES), **dates(), hours=draw(HOURS))
        for number in range(draw(st.integers(0, 8)))
    ]
    leaves = [
        Leave(number, draw(PEOPLE), draw(KINDS), **dates(), stand_in=draw(st.none() | PEOPLE))
        for number in range(draw(st.integers(0, 6)))
    ]
    partners = [Partner(draw(GRIDS), draw(GRIDS), **dates()) for _ in range(draw(st.integers(0, 4)))]
    offices = [
        Office(
            number,
            "community",
            "站",
            phone=draw(st.sampled_from([None, "1"])),
            grids=frozenset({draw(GRIDS)}),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    until = draw(st.none() | st.just(NOW + timedelta(hours=300)))
    return Roster.of(GROUNDS, people, duties, leaves, partners, offices, until)


def essence(found: Answer) -> tuple[object, ...]:
    return (
        found.because,
        found.person,
        found.duty,
        found.instead_of,
        found.vacant,
        found.office,
        found.alarm,
    )


@settings(max_examples=150)
@given(rosters(), GRIDS, st.sampled_from([SHANGHAI, BERLIN]), st.floats(0, 0.999))
def test_whatever_the_roster_holds(people: Roster, grid: int, zone: ZoneInfo, part: float) -> None:
    found = answer(people, grid, NOW, zone)
    if found.person is None:
        assert found.alarm is not None
        assert (found.alarm == "nobody") is (found.office is None)
    else:
        assert found.alarm is None
        assert found.office is None
        assert found.person.valid_from <= NOW
        assert found.person.valid_until is None or found.person.valid_until > NOW
        for leave in people.leaves.get(found.person.id, ()):
            is_over = leave.valid_until is not None and leave.valid_until <= NOW
            assert leave.valid_from > NOW or is_over
        if found.duty is not None:
            assert found.duty.person == found.person.id
            assert found.duty.valid_from <= NOW
            assert found.duty.valid_until is None or found.duty.valid_until > NOW
    assert found.steps
    assert found.until is None or found.until > NOW
    assert people.until is None or (found.until is not None and found.until <= people.until)
    until = found.until or NOW + timedelta(days=60)
    between = NOW + part * (until - NOW)
    assert essence(answer(people, grid, between, zone)) == essence(found)
