"""Making the steps of a plan again on what is published by now, one by one, with what no longer fits."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geo_grid.core.edits.called_otherwise import called_otherwise
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.editing import VERBS
from geo_grid.core.edits.operation import Operation
from geo_grid.core.errors import Conflict, GeoGridError
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import apply_change
from geo_grid.services.plans.drawing import drawn
from geo_grid.services.plans.found import found_plan, held_plan, require_draft
from geo_grid.services.plans.holding import keep_hold, live_hold
from geo_grid.services.plans.own_ground import OwnGround, require_own
from geo_grid.services.plans.scene import Scene, with_all_above
from geo_grid.settings import Settings
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import PlanRecord, StepRecord
from geo_grid.store.plan_writing import NewStep, add_step, forget_all_grids, set_base
from geo_grid.store.queries.codes_at import codes_at
from geo_grid.store.queries.plan_base import base_code_of, key_of
from geo_grid.store.queries.plan_scene import grids_named
from geo_grid.store.queries.plan_steps import done_numbers, steps_with_changes
from geo_grid.store.queries.plans import base_of_ground, plan_by_id
from geo_grid.store.queries.touched import owners_of

#: What a step made: its number, and which of several it was.
_MADE = re.compile(r"~(\d+)(?:\.\d+)?$")
#: The verb of the step that gives a plan another base.
REBASE = "rebase"


@dataclass(frozen=True, slots=True)
class ReplayedStep:
    """A step as it was made again.

    Parameters
    ----------
    refusal
        Why it could not be; None where it could.
    """

    step: StepRecord
    refusal: GeoGridError | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A plan on a new base.

    Parameters
    ----------
    plan
        As it stands, on the new base where that was kept.
    base_edition
        The new base's.
    steps
        All that held, in order.
    """

    plan: PlanRecord
    base_edition: int
    steps: Sequence[ReplayedStep]
    kept: bool


def replay(
    session: Session,
    actor: Actor | None,
    plan: int,
    settings: Settings,
    *,
    commit: bool = False,
    holder: UUID | None = None,
) -> Replay:
    """Make the steps again on what is published now; steps that cannot be made are left out.

    What a step made keeps its key. Where it is kept, the plan gets a step that says so, and its steps again
    after it: these can be undone, what came before no more.

    Parameters
    ----------
    commit
        Keep it; the caller commits. Otherwise nothing is written.
    holder
        The tab that draws.

    Raises
    ------
    Conflict
        ``plan_not_draft``, ``plan_held``; without `commit` only ``plan_over``.
    NotFound, Denied
        As `found_plan`.
    """
    if commit:
        record = held_plan(session, actor, plan, Action.PLANS_DRAW)
        require_draft(record)
        _hold(session, actor, plan, holder)
    else:
        record = found_plan(session, actor, plan)
        if record.state in ("published", "withdrawn"):
            raise Conflict("plan_over", state=record.state)
    trying = session.begin_nested()
    found = _Replaying(session, actor, record, settings, commit=commit).run()
    if not commit:
        trying.rollback()
        session.expire_all()
        return found
    trying.commit()
    note(
        session,
        "plan.replay",
        f"plan:{plan}",
        before={"edition": record.base_edition},
        after={
            "edition": found.base_edition,
            "steps": len(found.steps),
            "steps_refused": [each.step.number for each in found.steps if each.refusal is not None],
        },
    )
    return found


class _Replaying:
    """One walk through the steps."""

    def __init__(
        self, session: Session, actor: Actor | None, plan: PlanRecord, settings: Settings, *, commit: bool
    ) -> None:
        self.session, self.actor, self.plan, self.commit = session, actor, plan, commit
        self.settings = settings
        self.account = None if actor is None else actor.account
        self.own = OwnGround.of(session, actor)
        self.edition, self.at = base_of_ground(session, plan.ground_id)
        self.moved = replace(plan, base_edition=self.edition, base_at=self.at)
        self.base = self.moved.base
        self.number = plan.version

    def run(self) -> Replay:
        """All steps."""
        numbers = done_numbers(self.session, self.plan.id, self.plan.done_top)
        names = self._names(change for _, change in self._steps(numbers))
        set_base(self.session, self.plan.id, self.edition, self.at)
        forget_all_grids(self.session, self.plan.id)
        if self.commit:
            self._say_so()
        replayed = [
            ReplayedStep(step, self._again(step, change, names)) for step, change in self._steps(numbers)
        ]
        now = plan_by_id(self.session, self.plan.id)
        return Replay(now or self.plan, self.edition, replayed, self.commit)

    def _steps(self, numbers: Sequence[int]) -> Iterator[tuple[StepRecord, GridsChange]]:
        return steps_with_changes(self.session, self.plan.id, numbers)

    def _names(self, changes: Iterable[GridsChange]) -> dict[str, str]:
        """Key on the old base → key on the new one, of grids that are called otherwise by now."""
        keys: set[str] = set()
        for change in changes:
            keys |= change.keys | {grid.parent for grid in change.before.values() if grid.parent}
        codes = {key: code for key in keys if (code := base_code_of(key)) is not None}
        owners = owners_of(self.session, list(codes.values()))
        called = codes_at(self.session, [owner for owner, _ in owners.values()], self.at)
        return {
            key: key_of(called[owners[code][0]])
            for key, code in codes.items()
            if code in owners and called.get(owners[code][0], code) != code
        }

    def _say_so(self) -> None:
        self.number += 1
        told = {"edition": self.edition, "from": self.plan.base_edition}
        step = NewStep(
            self.number, "rebase", uuid4(), done_top=None, redo_top=None,
            verb=REBASE, arguments=told, change=GridsChange({}, {}),
        )  # fmt: skip
        add_step(self.session, self.plan.id, step, self.account)

    def _again(self, step: StepRecord, change: GridsChange, names: Mapping[str, str]) -> GeoGridError | None:
        operation = called_otherwise(Operation(step.verb or "", step.arguments or {}), names)
        try:
            with self.session.begin_nested():
                scene, found = self._tried(step, operation, change)
                self._keep(step, operation, scene, found)
        except GeoGridError as error:
            return error
        return None

    def _tried(
        self, step: StepRecord, operation: Operation, change: GridsChange
    ) -> tuple[Scene, GridsChange]:
        if operation.verb not in VERBS:
            # Nothing that could be asked for again: it fits as it is or not at all.
            here = grids_named(self.session, self.base, change.keys)
            scene = with_all_above(self.session, self.base, here)
            scene.hierarchy.after(change)
            require_own(self.session, self.own, scene, change)
            return scene, change
        # What it made keeps the name that later steps and comments have for it.
        drawn_again = drawn(
            self.session, self.actor, self.moved, operation, self.settings, _maker(change) or step.number
        )
        return drawn_again.scene, drawn_again.change

    def _keep(self, step: StepRecord, operation: Operation, scene: Scene, found: GridsChange) -> None:
        number = self.number + 1
        hues = apply_change(self.session, self.base, scene, found, number)
        if not self.commit:
            return
        again = NewStep(
            number, "do", uuid4(), done_top=number, redo_top=None,
            verb=operation.verb, arguments=operation.arguments, name=step.name, change=found, hues=hues,
        )  # fmt: skip
        add_step(self.session, self.plan.id, again, self.account)
        self.number = number


def _maker(change: GridsChange) -> int | None:
    """Number of the step by which what a change makes is called; None where it makes nothing."""
    made = (_MADE.match(key) for key in sorted(change.after) if key not in change.before)
    return next((int(found[1]) for found in made if found is not None), None)


def _hold(session: Session, actor: Actor | None, plan: int, holder: UUID | None) -> None:
    """Be the one who draws; whoever works at the machine itself waits for nobody's tab."""
    now = live_hold(session, plan)
    if actor is None or actor.account is None or now is None:
        return
    keep_hold(session, plan, actor.account, holder or uuid4())
