"""The states of a plan: draft, submitted, approved, published or withdrawn, each with who, when and why."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, Denied, Refusal
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.plans.found import held_plan
from geo_grid.services.plans.opening import MOST_REASON, checked_text
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import PlanRecord, PlanState
from geo_grid.store.plan_writing import set_state
from geo_grid.store.queries.plan_scope import ground_of_changes, has_changes
from geo_grid.store.queries.plans import has_drawn

DRAW, APPROVE = Action.PLANS_DRAW, Action.PLANS_APPROVE


def submit(session: Session, actor: Actor | None, plan: int, why: str) -> None:
    """Hand a draft in; the caller commits.

    Raises
    ------
    Refusal
        ``plan_without_effect``.
    Conflict
        ``plan_state_wrong``.
    InputError
        ``plan_text_invalid``.
    NotFound, Denied
        As `found_plan`.
    """
    record = held_plan(session, actor, plan, DRAW)
    _require(record, ("draft",), "submitted")
    if not has_changes(session, plan):
        raise Refusal("plan_without_effect")
    _set(session, actor, record, "submitted", why)
    note(session, "plan.submit", f"plan:{plan}", after={"version": record.version, "why": why})


def give_back(session: Session, actor: Actor | None, plan: int, why: str) -> None:
    """Make a draft again of what was submitted or approved; the caller commits.

    Raises
    ------
    Conflict, InputError, NotFound, Denied
        As `submit`.
    """
    record = held_plan(session, actor, plan, APPROVE)
    _require(record, ("submitted", "approved"), "draft")
    _set(session, actor, record, "draft", why)
    note(session, "plan.return", f"plan:{plan}", after={"version": record.version, "why": why})


def approve(session: Session, actor: Actor | None, plan: int, why: str) -> None:
    """Approve what was submitted; the caller commits.

    Raises
    ------
    Denied
        ``plan_approved_by_maker``; ``not_on_this_ground``, also where the plan changes grids that are not on
        the approver's ground.
    Conflict, InputError, NotFound
        As `submit`.
    """
    record = held_plan(session, actor, plan, APPROVE)
    _require(record, ("submitted",), "approved")
    require_not_own(session, actor, plan)
    require_on(session, actor, APPROVE, *ground_of_changes(session, record.base))
    _set(session, actor, record, "approved", why)
    note(session, "plan.approve", f"plan:{plan}", after={"version": record.version, "why": why})


def withdraw(session: Session, actor: Actor | None, plan: int, why: str) -> None:
    """Give a plan up for good; the caller commits.

    Raises
    ------
    Conflict, InputError, NotFound, Denied
        As `submit`.
    """
    record = held_plan(session, actor, plan, DRAW)
    _require(record, ("draft", "submitted", "approved"), "withdrawn")
    _set(session, actor, record, "withdrawn", why)
    note(session, "plan.withdraw", f"plan:{plan}", after={"version": record.version, "why": why})


def require_not_own(session: Session, actor: Actor | None, plan: int) -> None:
    """Refuse those who opened the plan or drew in it.

    Raises
    ------
    Denied
        ``plan_approved_by_maker``.
    """
    if actor is not None and actor.account is not None and has_drawn(session, plan, actor.account):
        raise Denied("plan_approved_by_maker")


def _require(plan: PlanRecord, states: tuple[PlanState, ...], wanted: PlanState) -> None:
    if plan.state not in states:
        raise Conflict("plan_state_wrong", state=plan.state, wanted=wanted)


def _set(session: Session, actor: Actor | None, plan: PlanRecord, state: PlanState, why: str) -> None:
    account = None if actor is None else actor.account
    set_state(session, plan.id, state, checked_text(why, "why", MOST_REASON), account)
