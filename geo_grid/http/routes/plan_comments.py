"""/plans/{id}/comments: what is said of places in a plan"""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from geo_grid.http.address import API
from geo_grid.http.dependencies import After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import OnGround
from geo_grid.http.schemas.plan import PlanCommentIn, PlanCommentList, PlanCommentOut
from geo_grid.services.plans import commenting as service

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

_FAILURES = failures(401, 403, 404, 422, 503)


@router.get(
    "/{id}/comments",
    operation_id="listPlanComments",
    summary="Comments on a plan",
    response_model=PlanCommentList,
    responses=_FAILURES,
)
def list_comments(
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    resolved: Annotated[bool, Query(description="Those that are settled, too.")] = True,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> PlanCommentList:
    """By number, which is the order in which they were made."""
    start = key(after, int)
    with runtime.reading() as session:
        found = service.comments(
            session,
            by.actor,
            id,
            resolved=resolved,
            after=start[0] if start else 0,
            limit=limit + 1,
        )
    page = found[:limit]
    more = cursor(page[-1].number) if len(found) > limit else None
    return PlanCommentList(items=[PlanCommentOut.of(each) for each in page], next=more)


@router.post(
    "/{id}/comments",
    operation_id="commentOnPlan",
    summary="Comment on a place",
    response_model=PlanCommentOut,
    responses=_FAILURES,
)
def add_comment(runtime: RuntimeHere, by: OnGround, id: Id, body: PlanCommentIn) -> PlanCommentOut:
    """For everybody on the plan's ground."""
    with runtime.changing(by.origin, forget=False) as session:
        place = (body.lon, body.lat)
        return PlanCommentOut.of(service.add_comment(session, by.actor, id, body.text, place, body.grid))


@router.post(
    "/{id}/comments/{number}/resolve",
    operation_id="resolvePlanComment",
    summary="Settle a comment",
    response_model=PlanCommentOut,
    responses=_FAILURES,
)
def resolve_comment(
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    number: Annotated[int, Path(ge=1, le=2**31 - 1, description="The comment's number.")],
) -> PlanCommentOut:
    """One that is settled stays as it is."""
    with runtime.changing(by.origin, forget=False) as session:
        return PlanCommentOut.of(service.resolve_comment(session, by.actor, id, number))
