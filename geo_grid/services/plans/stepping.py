"""Steps of a plan: drawing, undoing and doing again, each once, in order, by one planner at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.errors import Conflict
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import apply_change
from geo_grid.services.plans.drawing import drawn, operation_of
from geo_grid.services.plans.found import held_plan, require_draft
from geo_grid.services.plans.holding import keep_hold
from geo_grid.services.plans.own_ground import OwnGround, require_own
from geo_grid.services.plans.scene import with_all_above
from geo_grid.settings import Settings
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import Maker, PlanRecord, StepRecord
from geo_grid.store.plan_writing import NewStep, add_step
from geo_grid.store.queries.plan_scene import grids_named
from geo_grid.store.queries.plan_steps import (
    change_of,
    hues_of,
    pointers_at,
    step_by_client,
    step_by_number,
    steps_after,
)

#: Steps that are told to whom the plan has moved on under.
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """Who wants to make a step, and what they have seen.

    Parameters
    ----------
    version
        Number of the last step that they know.
    client_id
        What they call the step; sent twice, it is made once.
    holder
        Their tab.
    """

    account: int
    version: int
    client_id: UUID
    holder: UUID


@dataclass(frozen=True, slots=True)
class StepMade:
    """A step as it was made, by this request or by the same one before.

    Parameters
    ----------
    plan
        As it stands after it.
    keys
        Grids that it touched.
    """

    plan: PlanRecord
    step: StepRecord


def make_step(
    session: Session,
    actor: Actor,
    plan: int,
    turn: Turn,
    verb: str,
    arguments: Mapping[str, Any],
    name: str | None,
    settings: Settings,
) -> StepMade:
    """Draw; the caller commits.

    Raises
    ------
    Refusal
        The operation cannot be done; `core.edits.editing.edit` has the codes.
    Conflict
        ``plan_not_draft``, ``plan_held``, ``plan_moved_on``, ``plan_step_id_taken``.
    NotFound, Denied
        As `found_plan`; ``outside_ground``.
    """
    record = held_plan(session, actor, plan, Action.PLANS_DRAW)
    known = _made_before(session, record, turn, "do", verb)
    if known is not None:
        return known
    operation = operation_of(verb, arguments)
    found = drawn(session, actor, record, operation, settings)
    number = record.version + 1
    hues = apply_change(session, record.base, found.scene, found.change, number)
    step = NewStep(
        number, "do", turn.client_id, done_top=number, redo_top=None,
        verb=verb, arguments=operation.arguments, name=name, change=found.change, hues=hues,
    )  # fmt: skip
    made = add_step(session, plan, step, turn.account)
    note(session, "plan.step", f"plan:{plan}", after={"step": number, "verb": verb, "name": name})
    return _made(record, step, found.change, made)


def undo(session: Session, actor: Actor, plan: int, turn: Turn) -> StepMade:
    """Undo the last step that holds; the caller commits.

    Raises
    ------
    Conflict
        ``plan_nothing_to_undo``, and as `make_step`.
    NotFound, Denied
        As `make_step`.
    """
    record = held_plan(session, actor, plan, Action.PLANS_DRAW)
    known = _made_before(session, record, turn, "undo")
    if known is not None:
        return known
    top = record.done_top
    if top is None:
        raise Conflict("plan_nothing_to_undo")
    below, _ = pointers_at(session, plan, top - 1)
    number = record.version + 1
    step = NewStep(number, "undo", turn.client_id, done_top=below, redo_top=number, of_step=top)
    made = _again(session, actor, record, turn, step)
    note(session, "plan.undo", f"plan:{plan}", after={"step": top})
    return made


def redo(session: Session, actor: Actor, plan: int, turn: Turn) -> StepMade:
    """Do again what was undone last; the caller commits.

    Raises
    ------
    Conflict
        ``plan_nothing_to_redo``, and as `make_step`.
    NotFound, Denied
        As `make_step`.
    """
    record = held_plan(session, actor, plan, Action.PLANS_DRAW)
    known = _made_before(session, record, turn, "redo")
    if known is not None:
        return known
    undoing = None if record.redo_top is None else step_by_number(session, plan, record.redo_top)
    if undoing is None or undoing.of_step is None:
        raise Conflict("plan_nothing_to_redo")
    top = undoing.of_step
    _, earlier = pointers_at(session, plan, undoing.number - 1)
    number = record.version + 1
    step = NewStep(number, "redo", turn.client_id, done_top=top, redo_top=earlier, of_step=top)
    made = _again(session, actor, record, turn, step)
    note(session, "plan.redo", f"plan:{plan}", after={"step": top})
    return made


def _again(session: Session, actor: Actor, plan: PlanRecord, turn: Turn, step: NewStep) -> StepMade:
    """Write a step that does or undoes what is known already, on the actor's ground alone."""
    of_step = step_by_number(session, plan.id, step.of_step or 0)
    if of_step is None:
        raise LookupError(step.of_step)
    done = change_of(session, plan.id, of_step.number)
    scene = with_all_above(session, plan.base, grids_named(session, plan.base, done.keys))
    # Judged as it was done: vertices that it put on the border of others may go again with it.
    require_own(session, OwnGround.of(session, actor), scene, done)
    change = done.inverse if step.kind == "undo" else done
    made = add_step(session, plan.id, step, turn.account)
    hues = hues_of(session, plan.id, change.after)
    apply_change(session, plan.base, scene, change, step.number, hues)
    # Told as the step that it is of.
    return _made(plan, replace(step, verb=of_step.verb, name=of_step.name), change, made)


def _made_before(
    session: Session, plan: PlanRecord, turn: Turn, kind: str, verb: str | None = None
) -> StepMade | None:
    """The step, where this request came before; None where it is its turn now."""
    known = step_by_client(session, plan.id, turn.client_id)
    if known is not None:
        if known.kind != kind or verb not in (None, known.verb):
            raise Conflict("plan_step_id_taken")
        return StepMade(plan, known)
    require_draft(plan)
    keep_hold(session, plan.id, turn.account, turn.holder)
    if turn.version != plan.version:
        raise moved_on(session, plan, turn.version)
    return None


def moved_on(session: Session, plan: PlanRecord, seen: int) -> Conflict:
    """What to tell to somebody who has not seen the last steps."""
    steps = steps_after(session, plan.id, max(0, seen), MOST_TOLD)
    keys = sorted({key for step in steps for key in step.keys})
    told = [
        {
            "number": step.number, "kind": step.kind, "of_step": step.of_step, "verb": step.verb,
            "name": step.name, "by": None if step.made_by is None else step.made_by.name,
            "at": step.made_at.isoformat(), "grids": list(step.keys),
        }
        for step in steps
    ]  # fmt: skip
    return Conflict("plan_moved_on", version=plan.version, steps=told, grids=keys)


def _made(
    plan: PlanRecord, step: NewStep, change: GridsChange, made: tuple[datetime, Maker | None]
) -> StepMade:
    """The plan after a step, and the step, as the database has them now."""
    made_at, made_by = made
    record = StepRecord(
        number=step.number,
        kind=step.kind,
        of_step=step.of_step,
        verb=step.verb,
        arguments=None if step.arguments is None else dict(step.arguments),
        name=step.name,
        done_top=step.done_top,
        redo_top=step.redo_top,
        client_id=step.client_id,
        made_by=made_by,
        made_at=made_at,
        keys=tuple(sorted(change.keys)),
    )
    now = replace(
        plan, version=step.number, done_top=step.done_top, redo_top=step.redo_top, changed_at=made_at
    )
    return StepMade(now, record)
