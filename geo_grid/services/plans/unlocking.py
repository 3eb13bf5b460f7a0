"""Leave to move a statutory border in one plan: an act of the office above."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, NotFound, Refusal
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.plans.found import held_plan
from geo_grid.services.plans.moving_on import require_not_own
from geo_grid.services.plans.opening import MOST_REASON, checked_text
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_notes_writing import add_unlock
from geo_grid.store.queries.plan_notes import unlocks
from geo_grid.store.queries.plan_scene import grids_named

APPROVE = Action.PLANS_APPROVE


def unlock(session: Session, actor: Actor | None, plan: int, grid: str, reason: str) -> None:
    """Unlock the border of a statutory grid for a plan; the caller commits.

    The border between two statutory grids moves once both are unlocked.

    Parameters
    ----------
    grid
        Its key.

    Raises
    ------
    Denied
        ``not_on_this_ground``: it takes leave on the ground of the grid above; ``plan_approved_by_maker``.
    Refusal
        ``plan_unlock_not_needed``, ``outline_locked``.
    Conflict
        ``plan_over``, ``plan_unlock_given``.
    NotFound
        ``plan_not_found``, ``grid_not_found``.
    InputError
        ``plan_text_invalid``.
    """
    record = held_plan(session, actor, plan, APPROVE)
    if record.state in ("published", "withdrawn"):
        raise Conflict("plan_over", state=record.state)
    found = next(iter(grids_named(session, record.base, [grid])), None)
    if found is None:
        raise NotFound("grid_not_found", grid=grid)
    if found.grid.parent is None:
        raise Refusal("outline_locked", grid=grid)
    above = next(iter(grids_named(session, record.base, [found.grid.parent])), None)
    if above is not None and above.grid_id is not None:
        require_on(session, actor, APPROVE, above.grid_id)
    require_not_own(session, actor, plan)
    if not found.grid.statutory or found.grid_id is None:
        raise Refusal("plan_unlock_not_needed", grid=grid)
    if any(each.grid == grid for each in unlocks(session, plan)):
        raise Conflict("plan_unlock_given", grid=grid)
    text = checked_text(reason, "reason", MOST_REASON)
    account = None if actor is None else actor.account
    add_unlock(session, plan, grid, found.grid_id, text, account)
    note(session, "plan.unlock", f"plan:{plan}", after={"grid": grid, "reason": text})
