"""/plans/{id}/…: handing plans in, approving them, and who is drawing"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import Approver, Planner, whole
from geo_grid.http.schemas.plan import HoldIn, HoldNow, PlanWhole, UnlockIn, WhyIn
from geo_grid.services.plans import moving_on
from geo_grid.services.plans.holding import hold_plan, let_go, live_hold
from geo_grid.services.plans.unlocking import unlock

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

_MOVING = failures(401, 403, 404, 409, 422, 503)


@router.post(
    "/{id}/submit",
    operation_id="submitPlan",
    summary="Hand a draft in",
    response_model=PlanWhole,
    responses=_MOVING,
)
def submit(runtime: RuntimeHere, by: Planner, response: Response, id: Id, body: WhyIn) -> PlanWhole:
    """From now on nobody draws in it, unless it is returned."""
    with runtime.changing(by.origin, forget=False) as session:
        moving_on.submit(session, by.actor, id, body.why)
        return whole(session, by, response, id)


@router.post(
    "/{id}/return",
    operation_id="returnPlan",
    summary="Make a draft again of what was submitted or approved",
    response_model=PlanWhole,
    responses=_MOVING,
)
def give_back(runtime: RuntimeHere, by: Approver, response: Response, id: Id, body: WhyIn) -> PlanWhole:
    """With what is still to be done."""
    with runtime.changing(by.origin, forget=False) as session:
        moving_on.give_back(session, by.actor, id, body.why)
        return whole(session, by, response, id)


@router.post(
    "/{id}/approve",
    operation_id="approvePlan",
    summary="Approve a plan",
    response_model=PlanWhole,
    responses=_MOVING,
)
def approve(runtime: RuntimeHere, by: Approver, response: Response, id: Id, body: WhyIn) -> PlanWhole:
    """Nobody approves a plan that they opened or drew in."""
    with runtime.changing(by.origin, forget=False) as session:
        moving_on.approve(session, by.actor, id, body.why)
        return whole(session, by, response, id)


@router.post(
    "/{id}/withdraw",
    operation_id="withdrawPlan",
    summary="Give a plan up",
    response_model=PlanWhole,
    responses=_MOVING,
)
def withdraw(runtime: RuntimeHere, by: Planner, response: Response, id: Id, body: WhyIn) -> PlanWhole:
    """For good; it can still be read."""
    with runtime.changing(by.origin, forget=False) as session:
        moving_on.withdraw(session, by.actor, id, body.why)
        return whole(session, by, response, id)


@router.post(
    "/{id}/unlocks",
    operation_id="unlockPlanGrid",
    summary="Unlock a statutory border for a plan",
    response_model=PlanWhole,
    responses=_MOVING,
)
def unlock_grid(runtime: RuntimeHere, by: Approver, response: Response, id: Id, body: UnlockIn) -> PlanWhole:
    """By whoever approves plans on the ground of the grid above; recorded."""
    with runtime.changing(by.origin, forget=False) as session:
        unlock(session, by.actor, id, body.grid, body.reason)
        return whole(session, by, response, id)


@router.post(
    "/{id}/hold",
    operation_id="holdPlan",
    summary="Begin to draw, or say that one still does",
    response_model=HoldNow,
    responses=_MOVING,
)
def hold(runtime: RuntimeHere, by: Planner, id: Id, body: HoldIn) -> HoldNow:
    """One tab of one planner draws at a time. Say it again within a minute; each step says it too."""
    with runtime.changing(by.origin, forget=False) as session:
        held = hold_plan(session, by.actor, by.account, id, body.holder, take_over=body.take_over)
        return HoldNow.of_hold(held)


@router.delete(
    "/{id}/hold",
    operation_id="letGoOfPlan",
    summary="Stop drawing",
    response_model=HoldNow,
    responses=failures(401, 403, 404, 422, 503),
)
def stop(
    runtime: RuntimeHere,
    by: Planner,
    id: Id,
    holder: Annotated[UUID, Query(description="The tab, as in `hold`.")],
) -> HoldNow:
    """Nothing happens where somebody else draws by now."""
    with runtime.changing(by.origin, forget=False) as session:
        let_go(session, by.actor, by.account, id, holder)
        return HoldNow.of_hold(live_hold(session, id))
