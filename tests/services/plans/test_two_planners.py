"""Two planners of neighbouring communities draw at once: the ground of each plan stays tiled."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, text

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import edges_of, join, sum_chain
from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import Conflict, Denied, GeoGridError, Refusal
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account
from geo_grid.services.plans.opening import open_plan
from geo_grid.services.plans.scene import plan_grids
from geo_grid.services.plans.stepping import Turn, make_step, redo, undo
from geo_grid.settings import Settings
from geo_grid.store.plan_records import PlannedGrid
from geo_grid.store.queries.plan_scene import grids_in_box
from geo_grid.store.queries.plans import plan_by_id
from geo_grid.store.session import session_scope
from tests.http.city import publish_city

pytestmark = pytest.mark.database

_WORLD = (-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000)
_SETTINGS = Settings(database_url=None)


@dataclass
class Drawing:
    """A planner's plan, with what it was after each step that holds and that could be done again."""

    actor: Actor
    plan: int
    community: str
    version: int = 0
    holder: UUID = field(default_factory=uuid4)
    done: list[dict[str, bytes]] = field(default_factory=list)
    undone: list[dict[str, bytes]] = field(default_factory=list)


def _bytes(grids: list[PlannedGrid]) -> dict[str, bytes]:
    return {
        each.grid.key: shapely.to_wkb(each.grid.geometry) + repr((each.grid.name, each.hue)).encode()
        for each in grids
    }


def _left_over(grids: dict[str, Grid]) -> int:
    """Edges that are left of Σ∂(children) − ∂(parent), over all parents."""
    parents = sorted({grid.parent for grid in grids.values() if grid.parent is not None})
    place = {key: number for number, key in enumerate(parents)}
    children = [grid for grid in grids.values() if grid.parent is not None]
    parts = [
        edges_of(as_array([grid.geometry for grid in these]), np.array(under, dtype=np.int32), weight)
        for these, under, weight in (
            (children, [place[str(grid.parent)] for grid in children], 1),
            ([grids[key] for key in parents], list(place.values()), -1),
        )
    ]
    return len(sum_chain(join(parts)).remains)


class TwoPlanners(RuleBasedStateMachine):
    """Each step is asked for as any client would; what is refused must leave no trace."""

    engine: Engine
    account: int
    communities: tuple[tuple[str, int], tuple[str, int]]

    @initialize()
    def open(self) -> None:
        self.drawings = []
        with session_scope(self.engine) as session:
            for code, grid in self.communities:
                actor = Actor(self.account, (Held(Role.PLANNER, grid),))
                self.drawings.append(Drawing(actor, open_plan(session, actor, "x", "x", code), code))
        for drawing in self.drawings:
            drawing.done.append(_bytes(self.grids(drawing)))
            self._split(drawing, 0, 50, own=True)

    def grids(self, drawing: Drawing) -> list[PlannedGrid]:
        with session_scope(self.engine) as session:
            record = plan_by_id(session, drawing.plan)
            assert record is not None
            return grids_in_box(session, record.base, _WORLD)

    def step(self, drawing: Drawing, how: Any, *more: Any) -> None:
        turn = Turn(self.account, drawing.version, uuid4(), drawing.holder)
        with session_scope(self.engine) as session:
            drawing.version = how(session, drawing.actor, drawing.plan, turn, *more).plan.version

    def draw(self, drawing: Drawing, verb: str, arguments: dict[str, Any]) -> None:
        try:
            self.step(drawing, make_step, verb, arguments, None, _SETTINGS)
        except (Refusal, Denied):
            return
        drawing.done.append(_bytes(self.grids(drawing)))
        drawing.undone.clear()

    def leaves(self, drawing: Drawing, *, own: bool = True) -> list[Grid]:
        found = [each.grid for each in self.grids(drawing) if each.grid.level == 3]
        return [grid for grid in found if (grid.parent == drawing.community) is own]

    @rule(who=st.booleans(), which=st.integers(0, 999), share=st.integers(20, 80), own=st.integers(0, 9))
    def split(self, who: bool, which: int, share: int, own: int) -> None:
        self._split(self.drawings[who], which, share, own=own > 0)

    def _split(self, drawing: Drawing, which: int, share: int, *, own: bool) -> None:
        leaves = self.leaves(drawing, own=own)
        grid = leaves[which % len(leaves)]
        west, south, east, north = (int(each) for each in grid.geometry.bounds)
        x = west + (east - west) * share // 100
        line = [[x, south - 100], [x + which % 7, north + 100]]
        self.draw(drawing, "split", {"grid": grid.key, "line": line})

    @rule(who=st.booleans(), which=st.integers(0, 999), other=st.integers(0, 999))
    def merge(self, who: bool, which: int, other: int) -> None:
        drawing = self.drawings[who]
        leaves = self.leaves(drawing)
        grid = leaves[which % len(leaves)]
        beside = [each for each in leaves if each.geometry.touches(grid.geometry)]
        if beside:
            into = beside[other % len(beside)]
            self.draw(drawing, "merge", {"grids": [grid.key, into.key], "into": into.key})

    @rule(who=st.booleans(), times=st.integers(1, 3))
    def back(self, who: bool, times: int) -> None:
        drawing = self.drawings[who]
        for _ in range(min(times, len(drawing.done) - 1)):
            self.step(drawing, undo)
            drawing.undone.append(drawing.done.pop())

    @rule(who=st.booleans())
    def again(self, who: bool) -> None:
        drawing = self.drawings[who]
        if drawing.undone:
            self.step(drawing, redo)
            drawing.done.append(drawing.undone.pop())
        else:
            with pytest.raises(Conflict, match="plan_nothing_to_redo"):
                self.step(drawing, redo)

        self._come_late(drawing)

    def _come_late(self, drawing: Drawing) -> None:
        late = Turn(self.account, drawing.version + 1, uuid4(), drawing.holder)
        with pytest.raises(GeoGridError, match="plan_moved_on"), session_scope(self.engine) as session:
            undo(session, drawing.actor, drawing.plan, late)

    @invariant()
    def each_is_as_its_steps_left_it_and_tiled(self) -> None:
        for drawing in self.drawings:
            grids = self.grids(drawing)
            assert _bytes(grids) == drawing.done[-1]
            by_key = {each.grid.key: each.grid for each in grids}
            assert all(shapely.is_valid(grid.geometry) for grid in by_key.values())
            assert _left_over(by_key) == 0

    def teardown(self) -> None:
        for drawing in self.drawings:
            for _ in range(len(drawing.done) - 1):
                self.step(drawing, undo)
            with session_scope(self.engine) as session:
                assert plan_grids(session, drawing.plan) == []
            assert _bytes(self.grids(drawing)) == drawing.done[0]


def test_whatever_two_planners_draw_and_undo(engine: Engine) -> None:
    publish_city(engine)
    with session_scope(engine) as session:
        TwoPlanners.account = add_account(session, "planner", "Planner").id
        rows = session.execute(
            text(
                "SELECT a.code, a.grid_id, b.code, b.grid_id FROM grid_row a JOIN grid_row b"
                " ON a.level = 2 AND b.level = 2 AND a.code < b.code AND ST_Touches(a.geom, b.geom)"
                " ORDER BY a.code, b.code LIMIT 1"
            )
        ).one()
    TwoPlanners.engine = engine
    TwoPlanners.communities = ((rows[0], rows[1]), (rows[2], rows[3]))
    run_state_machine_as_test(
        TwoPlanners,
        settings=settings(
            max_examples=4,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
