"""/plans/{id}/grids: the ground as a plan has it"""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Response

from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, Box, RuntimeHere
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import PRIVATE, OnGround
from geo_grid.http.schemas.plan_grid import PlanGridOut, PlanGridsOut, family_json, grids_json
from geo_grid.services.plans import looking as service

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
#: All of the world, in degrees.
_WORLD = (-180.0, -90.0, 180.0, 90.0)


@router.get(
    "/{id}/grids",
    operation_id="listPlanGrids",
    summary="The grids of a plan",
    response_model=PlanGridsOut,
    responses=failures(401, 403, 404, 422, 503),
)
def list_grids(
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    bbox: Box,
    levels: Annotated[
        str,
        Query(pattern=r"^[0-3](,[0-3]){0,3}$", description="Of these levels.", examples=["2,3"]),
    ] = "0,1,2,3",
    keys: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=20_000,
            pattern=NO_NUL,
            description="Keys, separated by commas: these grids alone, wherever they are; a grid that "
            "ended is left out.",
        ),
    ] = None,
) -> Response:
    """All levels in a window, published or changed. Nobody's cache keeps them."""
    with runtime.reading() as session:
        if keys is not None:
            found = service.grids_by_key(session, by.actor, id, keys.split(","))
        else:
            wanted = sorted({int(level) for level in levels.split(",")})
            found = service.grids_in_window(session, by.actor, id, units(bbox or _WORLD), wanted)
    return plain(grids_json(found))


@router.get(
    "/{id}/grids/{key}",
    operation_id="getPlanGrid",
    summary="A grid of a plan",
    response_model=PlanGridOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_grid(runtime: RuntimeHere, by: OnGround, id: Id, key: Key) -> Response:
    """With what is above it and directly below."""
    with runtime.reading() as session:
        return plain(family_json(service.grid_with_family(session, by.actor, id, key)))


def plain(body: dict[str, Any]) -> Response:
    """JSON that nobody keeps; not built of models, since it is long."""
    return Response(orjson.dumps(body), media_type="application/json", headers=PRIVATE)


def units(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """A window in degrees in lattice units, no smaller."""
    west, south, east, north = box
    return (
        int(west * UNITS_PER_DEGREE // 1),
        int(south * UNITS_PER_DEGREE // 1),
        int(-(-east * UNITS_PER_DEGREE // 1)),
        int(-(-north * UNITS_PER_DEGREE // 1)),
    )
