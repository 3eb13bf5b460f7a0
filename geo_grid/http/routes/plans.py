"""/plans: drafts of changed boundaries, and how they stand"""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from geo_grid.core.errors import Outdated
from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.conditional import version_seen
from geo_grid.http.dependencies import After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.plan import PlanChange, PlanIn, PlanList, PlanOut, PlanWhole
from geo_grid.services.plans import opening as service
from geo_grid.services.plans import reading
from geo_grid.store.plan_records import PlanState
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

Planner = Annotated[Visitor, Depends(Requires(Action.PLANS_DRAW))]
Approver = Annotated[Visitor, Depends(Requires(Action.PLANS_APPROVE))]
OnGround = Annotated[Visitor, Depends(Requires(Action.GROUND_SEE))]
#: Drafts are in nobody's cache.
PRIVATE = {"Cache-Control": "no-store"}


@router.get(
    "",
    operation_id="listPlans",
    summary="Plans",
    response_model=PlanList,
    responses=failures(401, 403, 422, 503),
)
def list_plans(
    runtime: RuntimeHere,
    by: OnGround,
    state: Annotated[PlanState | None, Query(description="Only those in this state.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> PlanList:
    """Those on one's ground, the newest first."""
    start = key(after, int)
    with runtime.reading() as session:
        found = reading.plans(
            session, by.actor, state=state, before=start[0] if start else None, limit=limit + 1
        )
    page = found[:limit]
    more = cursor(page[-1].id) if len(found) > limit else None
    return PlanList(items=[PlanOut.of(each) for each in page], next=more)


@router.post(
    "",
    operation_id="openPlan",
    summary="Open a plan",
    response_model=PlanWhole,
    responses=failures(401, 403, 404, 422, 503),
)
def open_plan(runtime: RuntimeHere, by: Planner, response: Response, body: PlanIn) -> PlanWhole:
    """For the ground of a grid. It starts from what is published now."""
    with runtime.changing(by.origin, forget=False) as session:
        opened = service.open_plan(session, by.actor, body.title, body.reason, body.under)
        return whole(session, by, response, opened)


@router.get(
    "/{id}",
    operation_id="getPlan",
    summary="A plan",
    response_model=PlanWhole,
    responses=failures(401, 403, 404, 422, 503),
)
def get_plan(runtime: RuntimeHere, by: OnGround, response: Response, id: Id) -> PlanWhole:
    """With its history, its unlocks, and who is drawing."""
    with runtime.reading() as session:
        return whole(session, by, response, id)


@router.patch(
    "/{id}",
    operation_id="changePlan",
    summary="Change what a plan is called, why it is made, and from when on it is to hold",
    response_model=PlanWhole,
    responses=failures(401, 403, 404, 409, 412, 422, 503),
)
def change_plan(
    runtime: RuntimeHere,
    by: Planner,
    response: Response,
    id: Id,
    body: PlanChange,
    if_match: Annotated[
        str | None, Header(alias="If-Match", max_length=100, description="`revision` in quotation marks.")
    ] = None,
) -> PlanWhole:
    """What is left out stays."""
    given = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name == "effective"}
    with runtime.changing(by.origin, forget=False) as session:
        revision = version_seen(if_match)
        now = reading.plan_now(session, by.actor, id).plan.revision
        if revision is not None and revision != now:
            raise Outdated("changed_meanwhile")
        service.change_plan(session, by.actor, id, changes)
        return whole(session, by, response, id)


def whole(session: Session, by: Visitor, response: Response, plan: int) -> PlanWhole:
    """A plan as it stands, with its tag."""
    found = reading.plan_now(session, by.actor, plan)
    response.headers.update({**PRIVATE, "ETag": f'"{found.plan.revision}"'})
    return PlanWhole.of_now(found)
