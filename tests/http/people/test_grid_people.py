"""Who answers for a grid, over HTTP: from memory and database the same, and changes at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from geo_grid.http.schemas.people import GridPeopleOut
from geo_grid.services.current import now
from geo_grid.services.duty_index import DutyIndex, GridPeople
from geo_grid.services.grid_people import grid_people
from tests.http.conftest import PATIENCE_S, Served
from tests.http.people.staff import Staff

pytestmark = pytest.mark.database

Staffed = tuple[Served, Staff]
TOWN, COMMUNITY = "10020", "10020010"
A, B = "10020010001", "10020010002"


def people(served: Served, code: str) -> GridPeopleOut:
    answer = served.http.get(f"/api/v1/grids/{code}/people")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return GridPeopleOut.model_validate_json(answer.content)


def wait(served: Served, code: str, holds: str | Callable[[GridPeople], bool]) -> None:
    """Until the worker answers from memory for a reason, or as it should."""
    current = served.runtime.current
    assert current is not None

    def is_so(duty: DutyIndex) -> bool:
        grid = duty.by_code(code)
        found = duty.people(grid, now()) if grid is not None else None
        if found is None or not isinstance(holds, str):
            return found is not None and not isinstance(holds, str) and holds(found)
        return str(found.found.answer.because) == holds

    assert current.wait_for_duty(is_so, PATIENCE_S)


def test_people_of_a_grid(staffed: Staffed) -> None:
    served, staff = staffed
    hall = staff.office("朴子社区", COMMUNITY, phone="0573-1", hours="8:30–17:30")
    staff.office("无人的机构", TOWN, kind="town")
    head = staff.person(A, "陈安", ("name", "phone"), phone="0573-2", mobile="139", name_en="An Chen")
    member = staff.person(A, "林默", (), phone="0573-3")
    night = [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "until": "06:00"}]
    staff.duty(A, head, duties="走访、巡查", office=hall)
    staff.duty(A, member, "member", hours=night, shift="night")
    staff.partner(A, B)
    label = served.http.get(f"/api/v1/grids/{A}").json()["properties"]["label"]
    station = staff.station(COMMUNITY, "网格工作站", *label, services=["代办"])
    wait(served, A, lambda found: bool(found.stations))
    found = people(served, A)
    assert (found.grid.code, found.hotline, found.supervision_phone) == (A, "96345", "0573-9999999")
    assert found.head is not None
    assert found.head.name is not None
    assert (found.head.name.zh, found.head.name.en, found.head.initial) == ("陈安", "An Chen", "陈")
    assert (found.head.phone, found.head.mobile, found.head.duties) == ("0573-2", None, "走访、巡查")
    assert found.head.office is not None
    assert found.head.office.zh == "朴子社区"
    (card,) = found.members
    assert (card.name, card.initial, card.phone, card.shift) == (None, None, None, "night")
    assert card.shift_hours is not None
    assert card.shift_hours[0].begins == "22:00"
    assert found.partner is not None
    assert found.partner.code == B
    assert [(each.id, each.grid and each.grid.code, each.services) for each in found.stations] == [
        (station, A, ["代办"])
    ]
    assert [office.name.zh for office in found.offices] == ["朴子社区", "无人的机构"]
    assert people(served, COMMUNITY).stations == found.stations


def test_those_above_come_with_a_grid_that_was_chosen_by_its_code(staffed: Staffed) -> None:
    served, staff = staffed
    leader = staff.person(COMMUNITY, "周远")
    staff.duty(COMMUNITY, leader)
    staff.leave(leader)
    staff.partner(COMMUNITY, "10020010059")
    staff.duty("10020010059", staff.person("10020010059", "方宁"))
    code = "10020010058"
    wait(served, COMMUNITY, "ab_post")
    assert [(one.code, one.answer.because) for one in people(served, code).above] == [
        (TOWN, "head"),
        (COMMUNITY, "ab_post"),
    ]
    with served.runtime.reading() as session:
        found = grid_people(session, code, now(), served.runtime.settings.zone)
    assert [str(one.answer.because) for one in found.above] == ["head", "ab_post"]


def test_a_leave_and_its_end_are_seen_at_once(staffed: Staffed) -> None:
    served, staff = staffed
    code = "10020010038"
    head = staff.person(code, "王海")
    staff.duty(code, head)
    wait(served, code, "head")
    other = staff.person(code, "白露", ())
    until = datetime.now(UTC) + timedelta(days=3)
    leave = staff.leave(head, until=until, stand_in=other)
    wait(served, code, "named_stand_in")
    found = people(served, code)
    assert found.head_away
    assert found.answer.until == until
    assert found.answer.person is not None
    assert (found.answer.person.name, found.answer.person.role, found.answer.of_grid) == (None, "head", None)
    assert found.answer.instead_of is not None
    assert found.answer.instead_of.name is not None
    assert found.answer.instead_of.name.zh == "王海"
    staff.run("UPDATE leave SET valid = tstzrange(lower(valid), now()) WHERE id = :leave", leave=leave)
    wait(served, code, "head")
    assert not people(served, code).head_away


def test_memory_and_database_agree_for_every_grid(staffed: Staffed) -> None:
    served, staff = staffed
    codes = ["10020010039", "10020010034", "10020010035", "10020010036"]
    heads = [staff.person(code, f"人{code}") for code in codes]
    for code, head in zip(codes, heads, strict=True):
        staff.duty(code, head)
    staff.partner(codes[0], codes[1])
    staff.leave(heads[0])
    staff.leave(heads[1], "long", stand_in=heads[3])
    staff.leave(heads[2], "long")
    wait(served, codes[0], "leaders")
    wait(served, codes[2], "leaders")
    current = served.runtime.current
    assert current is not None
    duty = current.duty()
    assert duty is not None
    at = now()
    with served.runtime.reading() as session:
        for code in ("0", TOWN, COMMUNITY, A, *codes):
            grid = duty.by_code(code)
            assert grid is not None
            assert grid_people(session, code, at, duty.zone) == duty.people(grid, at)


def test_nothing_is_known_of_a_grid_that_does_not_exist(staffed: Staffed) -> None:
    answer = staffed[0].http.get("/api/v1/grids/nowhere/people")
    assert (answer.status_code, answer.json()["code"]) == (404, "grid_not_found")


def test_hours_written_past_the_application_are_no_shift(staffed: Staffed) -> None:
    served, staff = staffed
    code = "10020010037"
    staff.duty(code, staff.person(code, "甲"))
    odd = staff.duty(code, staff.person(code, "乙"), "member")
    staff.run("UPDATE assignment SET hours = '{\"broken\": true}' WHERE id = :odd", odd=odd)
    wait(served, code, lambda found: bool(found.members))
    assert people(served, code).members[0].shift_hours is None
    with served.runtime.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM assignment WHERE id = :odd"), {"odd": odd}) == 1
