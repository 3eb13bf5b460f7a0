"""Use cases of people that HTTP alone cannot show: races, ground that has ended, records of a demo."""

from datetime import UTC, datetime
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from geo_grid.core.errors import Conflict, Denied, InputError
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.edition_draft import DraftGrid
from geo_grid.services.ground import reach_of
from geo_grid.services.people.add_person import add_person
from geo_grid.services.people.assign import assign
from geo_grid.services.people.change_person import change_person
from geo_grid.services.people.end_assignment import end_assignment
from geo_grid.services.people.list_problems import list_problems
from geo_grid.services.people.pair_grids import pair_grids
from geo_grid.services.publish_edition import publish
from geo_grid.store.queries.assignments import DutySearch, list_assignments
from geo_grid.store.queries.partners import partner_of
from geo_grid.store.queries.people import PersonSearch, list_persons
from geo_grid.store.queries.scope import grid_in_force
from geo_grid.store.session import session_scope
from tests.http.city import publish_city
from tests.services.draft_ground import DAY_2, NW, OUTLINE, SW, A, E, W, block, draft

pytestmark = pytest.mark.database

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LEAF = "10020010001"


def added(engine: Engine, name: str) -> int:
    with session_scope(engine) as session:
        return add_person(session, None, {"name": name, "grid": LEAF, "valid_from": BEGIN}).id


def test_who_is_faster_past_the_application_is_named_all_the_same(engine: Engine) -> None:
    """Somebody writes with SQL and waits with the commit; the manager waits for the constraint."""
    publish_city(engine)
    fast, slow = added(engine, "快安"), added(engine, "慢安")
    refused: list[Conflict] = []

    def appoint() -> None:
        with pytest.raises(Conflict) as caught, session_scope(engine) as session:
            assign(session, None, slow, LEAF, "head", {"valid_from": BEGIN})
        refused.append(caught.value)

    with engine.connect() as other, other.begin() as writing:
        other.execute(
            text(
                "INSERT INTO assignment (grid_id, person_id, role, valid) SELECT grid_id, :person, 'head', "
                "tstzrange('2026-01-01', NULL) FROM grid_code WHERE code = :code"
            ),
            {"person": fast, "code": LEAF},
        )
        waiting = Thread(target=appoint)
        waiting.start()
        with engine.connect() as watcher:
            is_waiting = text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            while waiting.is_alive() and not watcher.scalar(is_waiting):
                watcher.rollback()
        writing.commit()
    waiting.join()
    (error,) = refused
    assert (error.code, error.params["person"]) == ("head_taken", "快安")


def test_people_of_a_grid_that_ended_are_on_the_ground_above(engine: Engine) -> None:
    """sw and nw, in W, give way to one grid: whose is what was filed under sw?"""
    with session_scope(engine) as session:
        publish(session, draft(outline=OUTLINE))
        person = add_person(session, None, {"name": "旧安", "grid": "sw", "valid_from": BEGIN}).id
        duty = assign(session, None, person, "sw", "head", {"valid_from": BEGIN}).id
    with session_scope(engine) as session:
        one = DraftGrid("w1", "whole", 3, "W", block(0, 0, 2, 2))
        publish(session, draft(DAY_2, {1: [A], 2: [W, E], 3: [one]}))
    with session_scope(engine) as session:
        mine, theirs = (
            Actor(1, (Held(Role.PEOPLE_MANAGER, grid=grid_in_force(session, code)),)) for code in ("W", "E")
        )
        for actor, expected in ((mine, [person]), (theirs, [])):
            reach = reach_of(actor, Action.PEOPLE_ASSIGN)
            assert [each.id for each in list_persons(session, reach, PersonSearch(), 0, 10)] == expected
            duties = list_assignments(session, reach, DutySearch(), 0, 10)
            assert [(each.id, each.grid[0]) for each in duties] == [
                (each, "sw") for each in [duty] if expected
            ]
        with pytest.raises(Denied):
            end_assignment(session, theirs, duty)
        found, counts = list_problems(session, mine, datetime.now(UTC), ZoneInfo("UTC"), 30)
        assert ("grid_ended", "sw") in {(problem.code, problem.grid[0]) for problem in found}
        assert counts["grid_ended"] == 1
        assert end_assignment(session, mine, duty).state == "ended"
        with pytest.raises(InputError, match="grid_ended"):
            assign(session, mine, person, "sw", "member", {})


def test_an_ab_post_is_of_two_and_leaves_nobody_paired_with_who_is_gone(engine: Engine) -> None:
    """sw | nw, then both with a third: three grids in W side by side."""
    thirds = [DraftGrid(f"t{at}", f"third {at}", 3, "E", block(2 + at, 0, 3 + at, 2)) for at in range(2)]
    with session_scope(engine) as session:
        publish(session, draft(grids={1: [A], 2: [W, E], 3: [SW, NW, *thirds]}, outline=OUTLINE))
    with session_scope(engine) as session:
        assert pair_grids(session, None, "sw", "nw").are_neighbours is True
    with session_scope(engine) as session:
        assert pair_grids(session, None, "sw", "t1").are_neighbours is False
        ids = {code: grid_in_force(session, code) or 0 for code in ("sw", "nw", "t1")}
        assert partner_of(session, ids["sw"]) == ids["t1"]
        assert partner_of(session, ids["t1"]) == ids["sw"]
        assert partner_of(session, ids["nw"]) is None
    with session_scope(engine) as session:
        assert pair_grids(session, None, "t1", None).partner is None
        assert partner_of(session, ids["sw"]) is None
        again = session.execute(text("SELECT count(*) FROM partner WHERE upper_inf(valid)")).scalar_one()
        assert again == 0


def test_whoever_is_changed_by_hand_is_no_longer_the_demos(engine: Engine) -> None:
    publish_city(engine)
    person = added(engine, "示例")
    with session_scope(engine) as session:
        session.execute(text("UPDATE person SET made_up = true"))
        change_person(session, None, person, None, {"name": "示例"})
        assert session.scalar(text("SELECT made_up FROM person")) is True
        change_person(session, None, person, None, {"name": "真人"})
        assert session.scalar(text("SELECT made_up FROM person")) is False
