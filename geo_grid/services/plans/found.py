"""Finding a plan on the actor's ground."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.plans import ground_of_plan, locked_plan, plan_by_id


def found_plan(
    session: Session, actor: Actor | None, plan: int, action: Action = Action.GROUND_SEE
) -> PlanRecord:
    """A plan, where the actor may do this on its ground.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself.

    Raises
    ------
    NotFound
        ``plan_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    _require(session, actor, plan, action)
    return _there(plan_by_id(session, plan), plan)


def held_plan(session: Session, actor: Actor | None, plan: int, action: Action) -> PlanRecord:
    """The same, and nobody else changes it until the transaction ends.

    Raises
    ------
    As `found_plan`.
    """
    # Asked before the lock is taken: who may not change it makes nobody wait. The ground stays the same.
    _require(session, actor, plan, action)
    return _there(locked_plan(session, plan), plan)


def require_draft(plan: PlanRecord) -> None:
    """Refuse to change what is no draft.

    Raises
    ------
    Conflict
        ``plan_not_draft``.
    """
    if plan.state != "draft":
        raise Conflict("plan_not_draft", state=plan.state)


def _require(session: Session, actor: Actor | None, plan: int, action: Action) -> None:
    ground = ground_of_plan(session, plan)
    if ground is None:
        raise NotFound("plan_not_found", given=plan)
    require_on(session, actor, action, ground)


def _there(found: PlanRecord | None, plan: int) -> PlanRecord:
    if found is None:
        raise NotFound("plan_not_found", given=plan)
    return found
