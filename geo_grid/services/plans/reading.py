"""Reading plans: lists, one with its history, its steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.holding import live_hold
from geo_grid.store.plan_records import (
    HoldRecord,
    PlanRecord,
    PlanState,
    PlanUnlockRecord,
    StateChangeRecord,
    StepRecord,
)
from geo_grid.store.queries.plan_notes import unlocks
from geo_grid.store.queries.plan_steps import steps_after, steps_before
from geo_grid.store.queries.plans import list_plans, state_changes


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A plan with its history, its unlocks, and who is drawing."""

    plan: PlanRecord
    states: Sequence[StateChangeRecord]
    unlocks: Sequence[PlanUnlockRecord]
    hold: HoldRecord | None


def plans(
    session: Session,
    actor: Actor | None,
    *,
    state: PlanState | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[PlanRecord]:
    """Plans on the actor's ground, the newest first."""
    return list_plans(session, reach_of(actor, Action.GROUND_SEE), state=state, before=before, limit=limit)


def plan_now(session: Session, actor: Actor | None, plan: int) -> PlanNow:
    """One plan.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    return PlanNow(record, state_changes(session, plan), unlocks(session, plan), live_hold(session, plan))


def steps(
    session: Session,
    actor: Actor | None,
    plan: int,
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[StepRecord]:
    """Steps of a plan: those after one in order, else the last first.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    if after is not None:
        return steps_after(session, plan, after, limit)
    return steps_before(session, plan, record.version + 1 if before is None else before, limit)
