"""/plans/{id}/steps: drawing in a plan, undoing and doing again"""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT
from geo_grid.http.permission import Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plan_grids import plain
from geo_grid.http.routes.plans import OnGround, Planner
from geo_grid.http.schemas.plan_grid import (
    BackIn,
    OperationIn,
    PreviewOut,
    StepIn,
    StepList,
    StepMadeOut,
    StepOut,
    grid_json,
    preview_json,
)
from geo_grid.services.plans import reading, stepping
from geo_grid.services.plans.looking import seen
from geo_grid.services.plans.previewing import preview
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

#: The largest number of a step.
_LAST = 2**31 - 1
_DRAWING = failures(401, 403, 404, 409, 422, 503)


@router.get(
    "/{id}/steps",
    operation_id="listPlanSteps",
    summary="What was done in a plan",
    response_model=StepList,
    responses=failures(401, 403, 404, 422, 503),
)
def list_steps(
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    after: Annotated[
        int | None,
        Query(ge=0, le=_LAST, description="Number of a step: those that follow it, in order; 0: all."),
    ] = None,
    before: Annotated[
        int | None,
        Query(ge=0, le=_LAST, description="Number of a step: those that precede it, the last first."),
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
) -> StepList:
    """The last first, unless `after` is given."""
    with runtime.reading() as session:
        found = reading.steps(session, by.actor, id, after=after, before=before, limit=limit + 1)
    page = found[:limit]
    more = page[-1].number if len(found) > limit else None
    return StepList(items=[StepOut.of(each) for each in page], next=more)


@router.post(
    "/{id}/steps",
    operation_id="makePlanStep",
    summary="Draw in a plan",
    response_model=StepMadeOut,
    responses=_DRAWING,
)
def make_step(runtime: RuntimeHere, by: Planner, id: Id, body: StepIn) -> Response:
    """One operation, proved before it is written. A stale `version` is refused with what was done since."""
    with runtime.changing(by.origin, forget=False) as session:
        made = stepping.make_step(
            session, by.actor, id, _turn(by, body), body.verb, body.arguments, body.name, runtime.settings
        )
        return _made(session, by, made)


@router.post(
    "/{id}/preview",
    operation_id="previewPlanStep",
    summary="What drawing would do",
    response_model=PreviewOut,
    responses=_DRAWING,
)
def preview_step(runtime: RuntimeHere, by: Planner, id: Id, body: OperationIn) -> Response:
    """The grids as they would be, with area, households and people before and after; nothing is written."""
    with runtime.reading() as session:
        found = preview(session, by.actor, id, body.verb, body.arguments, runtime.settings)
        return plain(preview_json(found))


@router.post(
    "/{id}/undo",
    operation_id="undoPlanStep",
    summary="Undo",
    response_model=StepMadeOut,
    responses=_DRAWING,
)
def undo_step(runtime: RuntimeHere, by: Planner, id: Id, body: BackIn) -> Response:
    """The last step that holds, back to the first."""
    with runtime.changing(by.origin, forget=False) as session:
        return _made(session, by, stepping.undo(session, by.actor, id, _turn(by, body)))


@router.post(
    "/{id}/redo",
    operation_id="redoPlanStep",
    summary="Do again what was undone",
    response_model=StepMadeOut,
    responses=_DRAWING,
)
def redo_step(runtime: RuntimeHere, by: Planner, id: Id, body: BackIn) -> Response:
    """Until something else is drawn."""
    with runtime.changing(by.origin, forget=False) as session:
        return _made(session, by, stepping.redo(session, by.actor, id, _turn(by, body)))


def _turn(by: Visitor, body: StepIn | BackIn) -> stepping.Turn:
    return stepping.Turn(by.account, body.version, body.id or uuid4(), body.holder)


def _made(session: Session, by: Visitor, made: stepping.StepMade) -> Response:
    grids = seen(session, by.actor, made.plan, made.step.keys)
    there = {each.planned.grid.key for each in grids}
    body: dict[str, Any] = {
        "version": made.plan.version,
        "step": StepOut.of(made.step).model_dump(mode="json"),
        "changed": [grid_json(each) for each in grids],
        "ended": [each for each in made.step.keys if each not in there],
    }
    return plain(body)
