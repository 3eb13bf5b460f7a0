"""/plans/{id}/…: what a plan changes, what stands in its way, and publishing it"""

from fastapi import APIRouter, Request, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.problems import request_language
from geo_grid.http.responses import failures
from geo_grid.http.routes.grids import GEOJSON
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import PRIVATE, Approver, OnGround, Planner
from geo_grid.http.schemas.plan import PlanOut, plan_fields
from geo_grid.http.schemas.plan_publishing import (
    ComparisonOut,
    ConflictsOut,
    MovedGridOut,
    NumberedGridOut,
    NumberingIn,
    NumberingOut,
    NumberOperation,
    PieceCollection,
    PieceFeature,
    PlanPublished,
    PublishIn,
    ReplayedStepOut,
    ReplayIn,
    ReplayOut,
    RevertIn,
)
from geo_grid.services.plans.code_table import codes_csv
from geo_grid.services.plans.comparison import comparison
from geo_grid.services.plans.conflicts import conflicts
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.numbering import numbering
from geo_grid.services.plans.publish_plan import publish_plan
from geo_grid.services.plans.replay import replay
from geo_grid.services.plans.revert import revert

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

_CODES = (
    "level,old_code,old_name,new_code,new_name,share_of_old\r\n"
    "3,110105001001003,三网格,110105001001009,九网格,0.412\r\n"
)
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
    with runtime.changing(by.origin, forget=False) as session:
        edition = publish_plan(
            session,
            by.actor,
            id,
            body.why,
            runtime.settings,
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


@router.post(
    "/{id}/replay",
    operation_id="replayPlan",
    summary="Make the steps of a plan again on what is published now",
    response_model=ReplayOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def replay_plan(request: Request, runtime: RuntimeHere, by: Planner, id: Id, body: ReplayIn) -> ReplayOut:
    """One by one, with what no longer fits; kept only with `commit`, and then drafts only."""
    language = request_language(request.scope)
    opened = runtime.changing(by.origin, forget=False) if body.commit else runtime.reading()
    with opened as session:
        found = replay(session, by.actor, id, runtime.settings, commit=body.commit, holder=body.holder)
    return ReplayOut(
        version=found.plan.version,
        base_edition=found.base_edition,
        kept=found.kept,
        steps=[ReplayedStepOut.of(each, language) for each in found.steps],
    )


@router.post(
    "/{id}/revert",
    operation_id="revertPlan",
    summary="Open a plan that brings back what a published one has changed",
    response_model=PlanOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def revert_plan(runtime: RuntimeHere, by: Planner, id: Id, body: RevertIn) -> PlanOut:
    """A draft with one step; 409 `plan_moved_since` where grids are not as the plan left them."""
    with runtime.changing(by.origin, forget=False) as session:
        opened = revert(session, by.actor, id, body.title, body.reason)
        return PlanOut.of(found_plan(session, by.actor, opened))


@router.post(
    "/{id}/numbering",
    operation_id="numberPlan",
    summary="Codes by the scheme for all below a grid",
    response_model=NumberingOut,
    responses=failures(401, 403, 404, 422, 503),
)
def number_plan(
    runtime: RuntimeHere, by: Planner, response: Response, id: Id, body: NumberingIn
) -> NumberingOut:
    """Grids that keep most of their ground keep their codes. Nothing is written: `operation` does that."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        plan, found = numbering(session, by.actor, id, body.under, runtime.settings, body.scheme)
    codes = {each.key: each.new for each in found if each.new != each.old}
    return NumberingOut(
        version=plan.version,
        grids=[
            NumberedGridOut(key=each.key, level=each.level, name=each.name, old=each.old, new=each.new)
            for each in found
        ],
        operation=NumberOperation(arguments={"codes": codes}) if codes else None,
    )


@router.get(
    "/{id}/codes.csv",
    operation_id="getPlanCodes",
    summary="Which code leads to which",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}, "example": _CODES}}},
        **_READING,
    },
)
def get_codes(runtime: RuntimeHere, by: OnGround, id: Id) -> Response:
    """Old grids that the plan changes and who has their ground, for a spreadsheet."""
    with runtime.reading() as session:
        made = codes_csv(session, by.actor, id)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="plan-{id}-codes.csv"'}
    return Response(made, media_type="text/csv; charset=utf-8", headers=headers)
