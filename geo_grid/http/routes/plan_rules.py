"""/plans/{id}/grids/{key}/bounds and /plans/{id}/problems: what the rules say of a plan"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, RuntimeHere
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.bounds import BoundsOut
from geo_grid.services.plans.plan_bounds import plan_bounds

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

Reader = Annotated[Visitor, Depends(Requires(Action.GROUND_SEE))]
Key = Annotated[
    str,
    Path(
        min_length=1,
        max_length=100,
        pattern=NO_NUL,
        description="Key of the grid within the plan.",
        examples=["~3"],
    ),
]


@router.get(
    "/{id}/grids/{key}/bounds",
    operation_id="getPlanBounds",
    summary="The four bounds that a grid would have",
    response_model=BoundsOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_plan_bounds(runtime: RuntimeHere, by: Reader, id: Id, key: Key) -> BoundsOut:
    """The same for a grid as the plan has it."""
    with runtime.reading() as session:
        _, grid, told = plan_bounds(session, by.actor, id, key, runtime.settings.border_within_m)
    return BoundsOut.of(grid.code or grid.key, grid.name, told)
