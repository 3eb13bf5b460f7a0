"""/plans/{id}/snap, /path and /block: what the borders of a plan may follow"""

from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query

from geo_grid.core.edits.points import Box
from geo_grid.core.lattice import to_units
from geo_grid.http.address import API
from geo_grid.http.dependencies import PositionHere, RuntimeHere, box
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.plans import OnGround
from geo_grid.http.schemas.plan_streets import PathIn, PathOut, PieceOut, SnapLineOut, SnapOut
from geo_grid.services.plans.snap_lines import snap_lines
from geo_grid.services.plans.street_block import piece_at
from geo_grid.services.plans.street_path import Towards, street_path

router = APIRouter(prefix=f"{API}/plans/{{id}}", tags=["plans"])


@router.get(
    "/snap",
    operation_id="listSnapLines",
    summary="Streets, railways and waters to draw along",
    response_model=SnapOut,
    responses=failures(401, 403, 404, 422, 503),
)
def list_snap_lines(
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    bbox: Annotated[
        str,
        Query(
            description="West,south,east,north in degrees (EPSG:4326), at most 12 km wide and high.",
            examples=["120.39,23.44,120.45,23.50"],
        ),
    ],
) -> SnapOut:
    """Those whose bounds meet the window, each as a whole; of rivers given as areas the middle."""
    window = _units(*box(bbox))
    with runtime.reading() as session:
        return SnapOut(lines=[SnapLineOut.of(line) for line in snap_lines(session, by.actor, id, window)])


@router.post(
    "/path",
    operation_id="findPath",
    summary="The way along streets and waters",
    response_model=PathOut,
    responses=failures(401, 403, 404, 422, 503),
)
def find_path(runtime: RuntimeHere, by: OnGround, id: Id, body: PathIn) -> PathOut:
    """The shortest through these points, in their order; nothing is changed by it."""
    towards = None if body.grid is None else Towards(body.grid, body.use, body.within_m)
    with runtime.reading() as session:
        found = street_path(session, by.actor, id, body.points, layers=body.layers, towards=towards)
    return PathOut.of(found)


@router.get(
    "/block",
    operation_id="getBlock",
    summary="The street block or compound at a place",
    response_model=PieceOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_block(
    runtime: RuntimeHere,
    by: OnGround,
    id: Id,
    position: PositionHere,
    kind: Annotated[
        Literal["block", "compound"],
        Query(description="Ground between streets, railways and waters, or an estate, school …"),
    ] = "block",
) -> PieceOut:
    """As far as it is ground of the plan."""
    west, south, _, _ = _units(*position, *position)
    with runtime.reading() as session:
        return PieceOut.of(piece_at(session, by.actor, id, (west, south), kind))


def _units(west: float, south: float, east: float, north: float) -> Box:
    a, b, c, d = to_units(np.array([west, south, east, north])).tolist()
    return a, b, c, d
