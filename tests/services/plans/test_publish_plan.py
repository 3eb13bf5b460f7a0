"""Publishing plans: what was approved comes to hold, and what has become untrue does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import shapely
from sqlalchemy import text

from geo_grid.core.errors import Conflict, CoverageBroken, Denied, GeoGridError, Refusal
from geo_grid.services.edition_draft import EditionDraft
from geo_grid.services.plans.conflicts import conflicts
from geo_grid.services.publish_edition import publish
from geo_grid.store.plan_writing import set_state
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.plans import plan_by_id
from tests.services.draft_ground import block
from tests.services.plans.ground import GROUND, SETTINGS, Town, at

pytestmark = pytest.mark.database

# the border between 01001001 and 01001002 goes one square east by half of its length
WIDER = ("reshape", {"grid": "01001001", "line": [at(2, 0), at(3, 0.5), at(2, 1)]})
#: Puts a vertex into the borders of the community and of the town too.
SPLIT = ("split", {"grid": "01001004", "line": [at(3.5, 2), at(3.5, 4)], "name": "new", "code": "01001005"})
MERGE = ("merge", {"grids": ["01002001", "01002002"], "into": "01002001"})


def refused(town: Town, plan: int, kind: type[GeoGridError], code: str) -> GeoGridError:
    before = town.grids()
    with pytest.raises(kind) as caught:
        town.publish(plan)
    assert caught.value.code == code
    assert town.grids() == before
    return caught.value


def test_what_was_drawn_holds(town: Town) -> None:
    before = town.grids()
    plan = town.published(WIDER, SPLIT, MERGE, ("recode", {"grid": "01002003", "code": "01002009"}))
    after = town.grids()
    assert {code for code in after if after[code].edition == 2} == {
        "01001001", "01001002", "01001004", "01001005", "01002001", "01002009",
        # the split ends on the outer border: a vertex in everything above
        "0", "01", "01001",
    }  # fmt: skip
    assert set(before) - set(after) == {"01002002", "01002003"}
    assert after["01002009"].id == before["01002003"].id
    record = plan_by_id(town.session, plan)
    assert record is not None
    assert (record.state, record.published_edition) == ("published", 2)
    # Not the name of whoever did it: editions are read by everybody.
    assert editions(town.session)[0].published_by == "town"


def test_from_a_day_to_come(town: Town) -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    town.published(WIDER, effective=soon)
    assert {grid.edition for grid in town.grids().values()} == {1}
    assert town.grids(soon)["01001001"].edition == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
def test_only_what_was_approved(town: Town, state: str) -> None:
    plan = town.plan(WIDER)
    if state == "submitted":
        set_state(town.session, plan, "submitted", "please", None)
    if state == "published":
        town.publish(town.approve(plan))
    assert refused(town, plan, Conflict, "plan_state_wrong").params["state"] == state


def test_not_what_its_maker_approved(town: Town) -> None:
    refused(town, town.approve(town.plan(WIDER), by=town.planner), Denied, "plan_approval_not_independent")


def test_not_by_whom_does_not_approve(town: Town) -> None:
    town.approver = town.planner
    refused(town, town.approve(town.plan(WIDER)), Denied, "not_permitted")


def test_new_grids_need_codes(town: Town) -> None:
    _, arguments = SPLIT
    uncoded = {name: value for name, value in arguments.items() if name != "code"}
    error = refused(town, town.approve(town.plan(("split", uncoded))), Refusal, "plan_codes_missing")
    assert error.params["grids"] == ["new"]


def test_an_exception_that_nobody_recorded(town: Town) -> None:
    plan = town.plan(WIDER)
    # as no step leaves it: a piece of the neighbour far away
    town.session.execute(
        text(
            "UPDATE plan_grid SET geom = ST_Multi(ST_Union(geom, ST_Translate(geom, 0.1, 0)))"
            " WHERE key = '01001001'"
        )
    )
    refused(town, town.approve(plan), CoverageBroken, "exclave_unrecorded")


class TestTwoPlans:
    def test_the_second_is_told_what_moved(self, town: Town) -> None:
        second = town.approve(town.plan(("rename", {"grid": "01001001", "name": "x"}), MERGE))
        town.published(WIDER)
        error = refused(town, second, Conflict, "plan_base_moved")
        assert error.params == {"grids": ["01001001"], "count": 1, "editions": [2]}
        _, moved = conflicts(town.session, town.approver, second, SETTINGS)
        assert [(each.code, each.happened, list(each.editions)) for each in moved] == [
            ("01001001", "moved", [2])
        ]

    def test_of_a_grid_that_ended(self, town: Town) -> None:
        second = town.plan(("rename", {"grid": "01002002", "name": "x"}))
        town.published(MERGE)
        _, moved = conflicts(town.session, town.planner, second, SETTINGS)
        assert [(each.code, each.happened) for each in moved] == [("01002002", "ended")]

    def test_apart_from_each_other_both_hold(self, town: Town) -> None:
        # Each puts vertices into borders above and into neighbours: nobody's ground moves by that.
        line = [at(1.5, 2), at(1.5, 4)]
        other = ("split", {"grid": "01001003", "line": line, "name": "b", "code": "01001006"})
        second = town.approve(town.plan(other))
        town.published(SPLIT)
        town.publish(second)
        after = town.grids()
        assert {after[code].edition for code in ("01001003", "01001006", "01001")} == {3}
        assert shapely.get_num_coordinates(after["0"].geometry) == 25 + 2

    def test_borders_of_communities_move_in_two_places(self, town: Town) -> None:
        north = ("reshape", {"grid": "01001004", "line": [at(4, 2.5), at(5, 3), at(4, 3.5)]})
        south = ("reshape", {"grid": "01001002", "line": [at(4, 0.5), at(5, 1), at(4, 1.5)]})
        second = town.approve(town.plan(south))
        town.published(north)
        town.publish(second)
        assert town.grids()["01001"].edition == 3

    def test_codes_meet(self, town: Town) -> None:
        second = town.approve(town.plan(("recode", {"grid": "01001003", "code": "01001005"})))
        town.published(SPLIT)
        refused(town, second, CoverageBroken, "code_of_another")

    def test_a_plan_made_before_an_import(self, town: Town) -> None:
        plan = town.approve(town.plan(WIDER))
        # The import leaves the first grid out: the second has its ground.
        second = replace(GROUND[3][1], geometry=block(0, 0, 4, 2))
        levels = {**GROUND, 3: [second, *GROUND[3][2:]]}
        publish(town.session, EditionDraft(datetime.now(UTC), "import", "", "test", levels))
        error = refused(town, plan, Conflict, "plan_base_moved")
        assert error.params == {"grids": ["01001001", "01001002"], "count": 2, "editions": [2]}
