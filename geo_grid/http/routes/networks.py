"""/networks: professional networks (专业网格) over the grids"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.conditional import version_seen
from geo_grid.http.dependencies import IfMatch, Instant, RuntimeHere
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.network import (
    CellsIn,
    NetworkChange,
    NetworkIn,
    NetworkList,
    NetworkOut,
    NetworkProof,
    NetworkWhole,
)
from geo_grid.services.current import now
from geo_grid.services.networks import drawing, reading
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/networks", tags=["networks"])

Planner = Annotated[Visitor, Depends(Requires(Action.PLANS_DRAW))]
OnGround = Annotated[Visitor, Depends(Requires(Action.GROUND_SEE))]
_PRIVATE = {"Cache-Control": "no-store"}


@router.get(
    "",
    operation_id="listNetworks",
    summary="Professional networks",
    response_model=NetworkList,
    responses=failures(401, 403, 422, 503),
)
def list_networks(
    runtime: RuntimeHere,
    by: OnGround,
    closed: Annotated[bool, Query(description="Those that are closed, too.")] = False,
) -> NetworkList:
    """Those on one's ground, and those on ground that it is a part of, by id."""
    with runtime.reading() as session:
        found = reading.networks(session, by.actor, closed=closed)
    return NetworkList(items=[NetworkOut.of(each) for each in found])


@router.post(
    "",
    operation_id="openNetwork",
    summary="Open a network",
    response_model=NetworkWhole,
    responses=failures(401, 403, 404, 422, 503),
)
def open_network(runtime: RuntimeHere, by: Planner, response: Response, body: NetworkIn) -> NetworkWhole:
    """On the ground of a grid on which one draws plans; without cells."""
    values = body.model_dump(exclude={"under"})
    with runtime.changing(by.origin, forget=False) as session:
        opened = drawing.open_network(session, by.actor, body.under, values)
        return _whole(session, response, opened)


@router.get(
    "/{id}",
    operation_id="getNetwork",
    summary="A network with its cells",
    response_model=NetworkWhole,
    responses=failures(401, 403, 404, 422, 503),
)
def get_network(runtime: RuntimeHere, _: OnGround, response: Response, id: Id, at: Instant) -> NetworkWhole:
    """The ground of cells made of grids is theirs at that instant, joined."""
    with runtime.reading() as session:
        found = reading.network_then(session, id, at)
    response.headers.update({**_PRIVATE, "ETag": f'"{found.network.version}"'})
    return NetworkWhole.of(found)


@router.patch(
    "/{id}",
    operation_id="changeNetwork",
    summary="Rename, close or open a network again",
    response_model=NetworkWhole,
    responses=failures(401, 403, 404, 412, 422, 503),
)
def change_network(
    runtime: RuntimeHere,
    by: Planner,
    response: Response,
    id: Id,
    body: NetworkChange,
    if_match: IfMatch = None,
) -> NetworkWhole:
    """What is left out stays."""
    given = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name == "name_en"}
    with runtime.changing(by.origin, forget=False) as session:
        drawing.change_network(session, by.actor, id, version_seen(if_match), changes)
        return _whole(session, response, id)


@router.put(
    "/{id}/cells",
    operation_id="replaceCells",
    summary="Say what the cells of a network are",
    response_model=NetworkWhole,
    responses=failures(401, 403, 404, 412, 422, 503),
)
def replace_cells(
    runtime: RuntimeHere, by: Planner, response: Response, id: Id, body: CellsIn, if_match: IfMatch = None
) -> NetworkWhole:
    """These and no others, from now on. Refused where they are no coverage; prove them first to see where."""
    given = [cell.given() for cell in body.cells]
    with runtime.changing(by.origin, forget=False) as session:
        drawing.replace_cells(session, by.actor, id, version_seen(if_match), given)
        return _whole(session, response, id)


@router.get(
    "/{id}/proof",
    operation_id="proveNetwork",
    summary="Whether a network is a coverage of its ground",
    response_model=NetworkProof,
    responses=failures(401, 403, 404, 422, 503),
)
def prove_network(runtime: RuntimeHere, _: OnGround, id: Id, at: Instant) -> NetworkProof:
    """Grids move and drawn cells do not, so a network may have faults that it had not when it was drawn."""
    with runtime.reading() as session:
        return NetworkProof.of(*reading.proved(session, id, at))


@router.post(
    "/{id}/proof",
    operation_id="proveCells",
    summary="Whether some cells would be a coverage",
    response_model=NetworkProof,
    responses=failures(401, 403, 404, 422, 503),
)
def prove_cells(runtime: RuntimeHere, _: OnGround, id: Id, body: CellsIn) -> NetworkProof:
    """The same as saving them, without saving."""
    given = [cell.given() for cell in body.cells]
    with runtime.reading() as session:
        return NetworkProof.of(*reading.proved(session, id, now(), given))


def _whole(session: Session, response: Response, network: int) -> NetworkWhole:
    found = reading.network_now(session, network)
    response.headers.update({**_PRIVATE, "ETag": f'"{found.network.version}"'})
    return NetworkWhole.of(found)
