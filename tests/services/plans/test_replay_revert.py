"""Plans made again on what others have published meanwhile, and brought back once they were published."""

from dataclasses import replace

import pytest
import shapely

from geo_grid.core.errors import Conflict
from geo_grid.services.plans.replay import Replay, replay
from geo_grid.services.plans.revert import revert
from geo_grid.services.plans.scene import plan_grids
from geo_grid.store.plan_writing import set_state
from geo_grid.store.queries.plans import plan_by_id
from tests.services.plans.ground import SETTINGS, TAB, Town, at

pytestmark = pytest.mark.database

WIDER = ("reshape", {"grid": "01001001", "line": [at(2, 0), at(3, 0.5), at(2, 1)]})
SPLIT = ("split", {"grid": "01001004", "line": [at(3.5, 2), at(3.5, 4)], "name": "new", "code": "01001005"})
INSIDE = ("split", {"grid": "01001004", "line": [at(3, 2), at(3, 4)], "name": "new", "code": "01001005"})
MERGE = ("merge", {"grids": ["01002001", "01002002"], "into": "01002001"})


def replayed(town: Town, plan: int, *, commit: bool = False) -> Replay:
    return replay(town.session, town.planner, plan, SETTINGS, commit=commit, holder=TAB)


def told(found: Replay) -> list[tuple[str | None, str | None]]:
    return [(each.step.verb, each.refusal.code if each.refusal else None) for each in found.steps]


class TestReplay:
    def test_step_by_step_with_what_no_longer_fits(self, town: Town) -> None:
        plan = town.plan(
            SPLIT,
            ("rename", {"grid": "~1", "name": "renamed"}),
            ("rename", {"grid": "01002002", "name": "x"}),
            ("recode", {"grid": "01001002", "code": "01001007"}),
        )
        town.published(MERGE, WIDER)
        wanted = [
            ("split", None), ("rename", None), ("rename", "grid_not_in_plan"), ("recode", None),
        ]  # fmt: skip
        found = replayed(town, plan)
        assert told(found) == wanted
        record = plan_by_id(town.session, plan)
        assert record is not None and (record.base_edition, record.version) == (1, 4)
        assert told(replayed(town, plan, commit=True)) == wanted
        record = plan_by_id(town.session, plan)
        assert record is not None and (record.base_edition, record.version) == (2, 8)
        changed = {each.key: each.grid for each in plan_grids(town.session, plan) if not each.noding}
        assert set(changed) == {"01001004", "~1", "01001002"}
        assert changed["~1"] is not None and changed["~1"].name == "renamed"
        town.publish(town.approve(plan))
        assert town.grids()["01001007"].name == "grid 01001002"

    def test_again_and_again(self, town: Town) -> None:
        plan = town.plan(SPLIT, ("rename", {"grid": "~1", "name": "renamed"}))
        town.published(MERGE)
        replayed(town, plan, commit=True)
        town.published(WIDER)
        assert told(replayed(town, plan, commit=True)) == [("split", None), ("rename", None)]

    def test_of_a_grid_that_is_called_otherwise(self, town: Town) -> None:
        plan = town.plan(SPLIT, ("number", {"codes": {"01001004": "01001008"}}))
        town.published(("recode", {"grid": "01001004", "code": "01001009"}))
        found = replayed(town, plan, commit=True)
        assert told(found) == [("split", None), ("number", None)]
        town.publish(town.approve(plan))
        assert {"01001005", "01001008"} < set(town.grids())

    def test_only_a_draft_is_changed_and_nothing_that_is_over_is_tried(self, town: Town) -> None:
        plan = town.approve(town.plan(WIDER))
        with pytest.raises(Conflict, match="plan_not_draft"):
            replayed(town, plan, commit=True)
        town.publish(plan)
        with pytest.raises(Conflict, match="plan_over"):
            replayed(town, plan)


class TestRevert:
    def reverted(self, town: Town, plan: int) -> int:
        return revert(town.session, town.planner, plan, "back", "it was wrong")

    def test_everything_comes_back_byte_for_byte(self, town: Town) -> None:
        before = town.grids()
        plan = town.published(
            WIDER, INSIDE, MERGE,
            ("reparent", {"grid": "01001002", "to": "01002"}),
            ("recode", {"grid": "01002003", "code": "01002009"}),
            ("rename", {"grid": "01002004", "name": "x"}),
        )  # fmt: skip
        assert town.grids() != before
        town.publish(town.approve(self.reverted(town, plan)))
        after = town.grids()
        assert set(after) == set(before)
        for code, grid in before.items():
            assert shapely.to_wkb(after[code].geometry) == shapely.to_wkb(grid.geometry)
            assert replace(after[code], edition=0, geometry=None) == replace(
                grid, edition=0, geometry=None, valid_from=after[code].valid_from,
                area_m2=after[code].area_m2, label=after[code].label, hue=after[code].hue,
            )  # fmt: skip

    def test_vertices_on_the_outline_stay(self, town: Town) -> None:
        before = town.grids()
        plan = town.published(SPLIT)
        town.publish(town.approve(self.reverted(town, plan)))
        after = town.grids()
        assert set(after) == set(before)
        assert after["0"].edition == 2
        ended = after["01001004"].geometry
        assert ended is not None and shapely.equals(ended, before["01001004"].geometry)

    def test_what_only_got_a_vertex_since_is_brought_back_along(self, town: Town) -> None:
        plan = town.published(WIDER)
        line = [at(0, 3.5), at(2, 3.5)]
        town.published(("split", {"grid": "01001003", "line": line, "name": "b", "code": "01001006"}))
        town.publish(town.approve(self.reverted(town, plan)))
        assert town.grids()["01001006"].edition == 3

    def test_not_over_what_was_changed_since(self, town: Town) -> None:
        plan = town.published(WIDER)
        town.published(("rename", {"grid": "01001001", "name": "x"}))
        with pytest.raises(Conflict) as refused:
            self.reverted(town, plan)
        assert (refused.value.code, refused.value.params["grids"]) == ("plan_moved_since", ["01001001"])

    def test_only_what_was_published(self, town: Town) -> None:
        plan = town.plan(WIDER)
        with pytest.raises(Conflict, match="plan_state_wrong"):
            self.reverted(town, plan)
        set_state(town.session, plan, "withdrawn", "no", None)
        with pytest.raises(Conflict, match="plan_state_wrong"):
            self.reverted(town, plan)

    def test_it_can_be_undone_and_replayed_like_any_other(self, town: Town) -> None:
        plan = self.reverted(town, town.published(WIDER))
        town.published(MERGE)
        assert told(replayed(town, plan, commit=True)) == [("revert", None)]
        town.publish(town.approve(plan))
        assert town.grids()["01001001"].edition == 4
