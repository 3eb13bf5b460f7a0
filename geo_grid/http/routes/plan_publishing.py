"""/plans/{id}/…: what a plan changes, what stands in its way, and publishing it"""

from fastapi import APIRouter, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.responses import failures
from geo_grid.http.routes.grids import GEOJSON
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import PRIVATE, Approver, OnGround
from geo_grid.http.schemas.plan import plan_fields
from geo_grid.http.schemas.plan_publishing import (
    ComparisonOut,
    ConflictsOut,
    MovedGridOut,
    PieceCollection,
    PieceFeature,
    PlanPublished,
    PublishIn,
)
from geo_grid.services.plans.comparison import comparison
from geo_grid.services.plans.conflicts import conflicts
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.publish_plan import publish_plan

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

_READING = failures(401, 403, 404, 422, 503)


@router.post(
    "/{id}/publish",
    operation_id="publishPlan",
    summary="Publish an approved plan",
    response_model=PlanPublished,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def publish(runtime: RuntimeHere, by: Approver, id: Id, body: PublishIn) -> PlanPublished:
    """It becomes the next edition, proved anew; 409 `plan_base_moved` where the ground has moved under it."""
    name = by.known.name if by.known is not None else ""
    with runtime.changing(by.origin, forget=False) as session:
        edition = publish_plan(
            session,
            by.actor,
            id,
            body.why,
            runtime.settings,
            by=name,
            effective=body.effective,
            carry_duties=body.carry_duties,
        )
        plan = found_plan(session, by.actor, id)
    return PlanPublished(**plan_fields(plan), holds_from=edition.effective, without_head=edition.without_head)


@router.get(
    "/{id}/comparison",
    operation_id="comparePlan",
    summary="What a plan changes, grid by grid",
    response_model=ComparisonOut,
    responses=_READING,
)
def compare(runtime: RuntimeHere, by: OnGround, response: Response, id: Id) -> ComparisonOut:
    """Area, households, people, streets before and after, counted over what is loaded now."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        return ComparisonOut.of(comparison(session, by.actor, id))


@router.get(
    "/{id}/comparison.geojson",
    operation_id="comparePlanOnMap",
    summary="The ground that a plan moves",
    response_model=PieceCollection,
    responses={
        200: {"content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/PieceCollection"}}}},
        **_READING,
    },
)
def compare_on_map(runtime: RuntimeHere, by: OnGround, id: Id) -> Response:
    """Pieces with who had them and who gets them, as GeoJSON."""
    with runtime.reading() as session:
        found = comparison(session, by.actor, id)
    body = PieceCollection(features=[PieceFeature.of(piece) for piece in found.pieces])
    return Response(body.model_dump_json(by_alias=True), media_type=GEOJSON, headers=PRIVATE)


@router.get(
    "/{id}/conflicts",
    operation_id="listPlanConflicts",
    summary="Which grids moved under a plan",
    response_model=ConflictsOut,
    responses=_READING,
)
def list_conflicts(runtime: RuntimeHere, by: OnGround, response: Response, id: Id) -> ConflictsOut:
    """Grids that it changes and that editions have changed since its base; vertices on edges aside."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        plan, moved = conflicts(session, by.actor, id, runtime.settings)
    return ConflictsOut(base_edition=plan.base_edition, grids=[MovedGridOut.of(each) for each in moved])
