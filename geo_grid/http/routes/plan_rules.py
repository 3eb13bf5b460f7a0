"""/plans/{id}/grids/{key}/bounds and /plans/{id}/problems: what the rules say of a plan"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from geo_grid.core.plan_rules.checking import RULES
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, Box, RuntimeHere
from geo_grid.http.problems import request_language
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plan_grids import units
from geo_grid.http.routes.plans import OnGround
from geo_grid.http.schemas.bounds import BoundsOut
from geo_grid.http.schemas.plan_problems import PlanProblemsOut
from geo_grid.services.plans.plan_bounds import plan_bounds
from geo_grid.services.plans.plan_problems import plan_problems

#: What rules are called in a pattern.
_NAMES = "|".join(RULES)

router = APIRouter(prefix=f"{API}/plans", tags=["plans"])

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
def get_plan_bounds(runtime: RuntimeHere, by: OnGround, id: Id, key: Key) -> BoundsOut:
    """The same for a grid as the plan has it."""
    with runtime.reading() as session:
        _, grid, told = plan_bounds(session, by.actor, id, key, runtime.settings.border_within_m)
    return BoundsOut.of(grid.code or grid.key, grid.name, told)


@router.get(
    "/{id}/problems",
    operation_id="getPlanProblems",
    summary="What the rules say of a plan",
    response_model=PlanProblemsOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_problems(
    request: Request,
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    bbox: Box,
    everything: Annotated[
        bool, Query(alias="all", description="Also of the grids that the plan leaves as they are.")
    ] = False,
    grid: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=NO_NUL,
            description="Key of the only grid to look at, with all the cures that can be found.",
            examples=["~3"],
        ),
    ] = None,
    rules: Annotated[
        str | None,
        Query(
            pattern=f"^({_NAMES})(,({_NAMES})){{0,20}}$",
            description=f"Only these, separated by commas: {', '.join(RULES)}. Without it all; of many "
            "grids those that look at each border by itself, border_share and bounds, are left out.",
            examples=["sizes,cut_features"],
        ),
    ] = None,
) -> PlanProblemsOut:
    """Faults, size, shape, borders, buildings cut in two, heads and codes of the grids that the plan touches.

    Each item says where, and offers edits that cure it.
    """
    with runtime.reading() as session:
        found = plan_problems(
            session,
            by.actor,
            id,
            runtime.settings,
            box=None if bbox is None else units(bbox),
            everything=everything,
            grid=grid,
            rules=None if rules is None else rules.split(","),
        )
    return PlanProblemsOut.of(found, request_language(request.scope))
