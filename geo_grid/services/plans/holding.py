"""One planner draws in a plan at a time, in one tab; taking over is an act of its own."""

from uuid import UUID

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.found import found_plan, held_plan, require_draft
from geo_grid.store import plan_notes_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import HoldRecord
from geo_grid.store.queries.plan_notes import hold_of

#: Seconds without a sign of life after which a plan is free again.
HOLD_S = 60


def live_hold(session: Session, plan: int) -> HoldRecord | None:
    """Who is drawing; None where nobody is, or was not seen for a minute."""
    return hold_of(session, plan, HOLD_S)


def keep_hold(session: Session, plan: int, account: int, holder: UUID) -> None:
    """Be the one who draws, where nobody else is; the plan's row is locked.

    Raises
    ------
    Conflict
        ``plan_held``: somebody else is, or oneself in another tab.
    """
    if writing.keep_hold(session, plan, account, holder, HOLD_S):
        return
    now = hold_of(session, plan, HOLD_S)
    if now is None:
        raise LookupError(plan)
    raise Conflict(
        "plan_held", by=now.by.name, login=now.by.login, since=now.since.isoformat(),
        own=now.by.id == account,
    )  # fmt: skip


def hold_plan(
    session: Session, actor: Actor, account: int, plan: int, holder: UUID, *, take_over: bool = False
) -> HoldRecord | None:
    """Begin to draw, or say that one still does; the caller commits.

    Parameters
    ----------
    holder
        Names the tab.
    take_over
        Also where somebody else is drawing; they are told by their next step.

    Raises
    ------
    Conflict
        ``plan_held``, ``plan_not_draft``.
    NotFound, Denied
        As `found_plan`.
    """
    require_draft(held_plan(session, actor, plan, Action.PLANS_DRAW))
    former = live_hold(session, plan)
    if take_over and former is not None and (former.by.id, former.holder) != (account, holder):
        writing.set_hold(session, plan, account, holder)
        note(session, "plan.take_over", f"plan:{plan}", before={"by": former.by.login})
    else:
        keep_hold(session, plan, account, holder)
    return live_hold(session, plan)


def let_go(session: Session, actor: Actor, account: int, plan: int, holder: UUID) -> None:
    """Stop drawing; nothing where somebody else draws by now. The caller commits.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    found_plan(session, actor, plan, Action.PLANS_DRAW)
    writing.end_hold(session, plan, account, holder)
