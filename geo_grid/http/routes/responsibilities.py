"""/responsibilities: which office leads, acts along and decides, by category and ground"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import PositionHere, RuntimeHere, SessionHere
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.category import Code
from geo_grid.http.schemas.responsibility import (
    ResponsibilityIn,
    ResponsibilityList,
    ResponsibilityOut,
    ResponsibleOut,
)
from geo_grid.services.current import now
from geo_grid.services.incidents.responsibility import (
    list_responsibilities,
    remove_responsibility,
    responsibility_for,
    set_responsibility,
)
from geo_grid.services.locate import locate_in_database
from geo_grid.store.queries.incident_rules import serving_offices
from geo_grid.store.queries.state import state

router = APIRouter(prefix=f"{API}/responsibilities", tags=["incidents"])

Setter = Annotated[Visitor, Depends(Requires(Action.RULES_SET))]


@router.get(
    "",
    operation_id="listResponsibilities",
    summary="The responsibility matrix",
    response_model=ResponsibilityList,
    responses=failures(503),
)
@public
def list_all(session: SessionHere) -> ResponsibilityList:
    """The rows in force. The most special category goes first, and of its rows that of the deepest grid."""
    offices = serving_offices(session)
    return ResponsibilityList(
        items=[ResponsibilityOut.of(line, offices) for line in list_responsibilities(session)]
    )


@router.get(
    "/find",
    operation_id="findResponsible",
    summary="Who has to act at a place",
    response_model=ResponsibleOut,
    responses=failures(422, 503),
)
@public
def find(
    runtime: RuntimeHere,
    session: SessionHere,
    position: PositionHere,
    category: Annotated[Code, Query(description="A category, or a class.")],
) -> ResponsibleOut:
    """The grids there, and the offices that the matrix names for the category."""
    lon, lat = position
    index = runtime.current.index() if runtime.current is not None else None
    if index is None:
        at = now()
        located = locate_in_database(session, lon, lat, at, state(session, at))
    else:
        located = index.locate(lon, lat)
    chain = [grid.id for grid in located.chain]
    found = responsibility_for(session, category, chain, lon, lat)
    return ResponsibleOut.of(category, located.chain, found, serving_offices(session))


@router.post(
    "",
    operation_id="setResponsibility",
    summary="Say who is responsible",
    status_code=201,
    response_model=ResponsibilityOut,
    responses=failures(401, 403, 404, 422, 503),
)
def add(runtime: RuntimeHere, by: Setter, body: ResponsibilityIn) -> ResponsibilityOut:
    """For a category on some ground, in the place of the row that said so until now."""
    with runtime.changing(by.origin, forget=False) as session:
        line = set_responsibility(session, by.actor, body.asked())
        return ResponsibilityOut.of(line, serving_offices(session))


@router.delete(
    "/{id}",
    operation_id="removeResponsibility",
    summary="Take a row out of the matrix",
    status_code=204,
    responses=failures(401, 403, 404, 422, 503),
)
def remove(runtime: RuntimeHere, by: Setter, id: Id) -> None:
    """It ends now; what it said until now is kept."""
    with runtime.changing(by.origin, forget=False) as session:
        remove_responsibility(session, by.actor, id)
