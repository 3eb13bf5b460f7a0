"""A new plan that brings back what a published plan has changed."""

from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

from sqlalchemy.orm import Session

from geo_grid.core.edits.carrying import Given, points_given, with_points
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.locks import stays
from geo_grid.core.edits.points import Edge, Point
from geo_grid.core.errors import Conflict
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import apply_change, on_base
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.opening import MOST_TITLE, open_plan
from geo_grid.services.plans.own_ground import OwnGround, require_own
from geo_grid.services.plans.scene import with_all_above
from geo_grid.services.plans.since_base import brought_together
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import Base, ChangedGrid, PlannedGrid, PlanRecord
from geo_grid.store.plan_writing import NewStep, add_step
from geo_grid.store.queries.codes_at import codes_at
from geo_grid.store.queries.plan_base import base_code_of, key_of
from geo_grid.store.queries.plan_scene import changed_grids, grids_below, grids_named
from geo_grid.store.queries.plans import plan_by_id
from geo_grid.store.queries.touched import owners_of

#: The verb of the step that brings everything back.
REVERT = "revert"
#: How many grids a refusal names.
_NAMED = 20


def revert(session: Session, actor: Actor, plan: int, title: str, reason: str) -> int:
    """Open a plan with one step: the inverse of everything that a published plan changed; the caller commits.

    A grid that only got vertices since, or whose border followed those below it elsewhere, keeps that.

    Returns
    -------
    Id of the new plan.

    Raises
    ------
    Conflict
        ``plan_state_wrong``: it is not published; ``plan_moved_since``: grids are not as it left them, and
        somebody has to draw.
    InputError, NotFound, Denied
        As `open_plan`; ``outside_ground``.
    """
    former = found_plan(session, actor, plan, Action.PLANS_DRAW)
    if former.state != "published" or former.published_edition is None:
        raise Conflict("plan_state_wrong", state=former.state, wanted="reverted")
    opened = open_plan(session, actor, title[:MOST_TITLE], reason, former.ground[0])
    record = plan_by_id(session, opened)
    if record is None:
        raise LookupError(opened)
    change = _Reverting(session, former, record).change()
    scene = with_all_above(session, record.base, grids_named(session, record.base, change.keys))
    require_own(session, OwnGround.of(session, actor), scene, change)
    hues = apply_change(session, record.base, scene, change, 1)
    step = NewStep(
        1, "do", uuid4(), done_top=1, redo_top=None,
        verb=REVERT, arguments={"plan": plan}, name=former.title, change=change, hues=hues,
    )  # fmt: skip
    add_step(session, opened, step, actor.account)
    note(session, "plan.revert", f"plan:{opened}", after={"plan": plan, "edition": former.published_edition})
    return opened


class _Reverting:
    """The grids of a published plan: before it, as it left them, and as they are by now."""

    def __init__(self, session: Session, former: PlanRecord, opened: PlanRecord) -> None:
        self.session, self.base = session, opened.base
        self.changes = {each.key: each for each in changed_grids(session, former.id)}
        published = on_base(session, former.base, list(self.changes))
        self.before = {key: each.grid for key, each in published.items()}
        self.names = self._names()
        alone = Base(0, self.base.edition, self.base.at)
        wanted = [self.names[key] for key in self.changes if key in self.names]
        self.now = {each.grid.key: each for each in grids_named(session, alone, wanted)}
        self._name_voids(alone)

    def change(self) -> GridsChange:
        """From what is now to what was."""
        self._call_what_comes_back()
        kept = self._kept_points()
        before: dict[str, Grid] = {}
        after: dict[str, Grid] = {}
        moved: list[str] = []
        for key, change in sorted(self.changes.items()):
            name = self.names[key]
            now = self.now.get(name)
            was = None if key not in self.before else self._named(self.before[key], name, kept)
            left = None if change.grid is None else self._named(change.grid, name)
            restored, fits = self._restored(change, now, left, was)
            if not fits:
                moved.append((left or self.before[key]).code or name)
                continue
            if now is not None:
                before[name] = now.grid
            if restored is not None:
                after[name] = restored
        if moved:
            raise Conflict("plan_moved_since", grids=sorted(moved)[:_NAMED], count=len(moved))
        same = {name for name in before if after.get(name) == before[name]}
        return GridsChange(
            {name: grid for name, grid in before.items() if name not in same},
            {name: grid for name, grid in after.items() if name not in same},
        )

    def _restored(
        self, change: ChangedGrid, now: PlannedGrid | None, left: Grid | None, was: Grid | None
    ) -> tuple[Grid | None, bool]:
        if left is None:
            return was, now is None
        if now is None:
            return None, False
        if was is not None and change.noding and _is_locked(now.grid):
            return now.grid, True
        divided = now.has_children
        found, happened = brought_together(left, now.grid, was, noding=change.noding, divided=divided)
        return found, happened is None

    def _names(self) -> dict[str, str]:
        """Key in the former plan → key in the new one, of grids that are there by now."""
        keys = {*self.changes, *(grid.parent for grid in self.before.values() if grid.parent is not None)}
        keys |= {each.grid.parent for each in self.changes.values() if each.grid and each.grid.parent}
        codes = {key: base_code_of(key) for key in keys}
        # What the plan made is known by the code that it was published under.
        codes |= {
            key: each.grid.code
            for key, each in self.changes.items()
            if each.grid is not None and each.grid_id is None and not each.grid.is_void
        }
        owners = owners_of(self.session, [code for code in codes.values() if code])
        called = codes_at(self.session, [owner for owner, _ in owners.values()], self.base.at)
        return {
            key: key_of(called[owners[code][0]])
            for key, code in codes.items()
            if code and code in owners and owners[code][0] in called
        }

    def _name_voids(self, alone: Base) -> None:
        """A void that the plan redrew is another one by now: the one of its name, where it left it."""
        redrawn = {
            key: each.grid
            for key, each in self.changes.items()
            if each.grid is not None and each.grid.is_void
        }
        above = [self.names[grid.parent] for grid in redrawn.values() if grid.parent in self.names]
        for each in grids_below(self.session, alone, grids_named(self.session, alone, above)):
            for key, grid in redrawn.items():
                if (
                    each.grid.is_void
                    and each.grid.name == grid.name
                    and stays(grid.geometry, each.grid.geometry)
                ):
                    self.names[key] = each.grid.key
                    self.now[each.grid.key] = each

    def _call_what_comes_back(self) -> None:
        """What is not there by now is called as what the first step makes."""
        missing = sorted(key for key in self.changes if key not in self.names)
        for number, key in enumerate(missing, start=1):
            self.names[key] = "~1" if number == 1 else f"~1.{number}"

    def _kept_points(self) -> Given:
        """Vertices that the plan put on borders which nobody may move: all beside them keep these too."""
        kept: dict[Edge, tuple[Point, ...]] = {}
        for key, change in self.changes.items():
            now = self.now.get(self.names[key])
            if change.noding and change.grid is not None and now is not None and _is_locked(now.grid):
                kept |= points_given(self.before[key].geometry, change.grid.geometry)
        return kept

    def _named(self, grid: Grid, name: str, kept: Given = MappingProxyType({})) -> Grid:
        parent = grid.parent if grid.parent is None else self.names.get(grid.parent, grid.parent)
        return replace(grid, key=name, parent=parent, geometry=with_points(grid.geometry, kept))


def _is_locked(grid: Grid) -> bool:
    return grid.level == 0 or grid.statutory or grid.is_void
