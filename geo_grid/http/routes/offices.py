"""/offices"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.office import (
    AreaIn,
    AreaOut,
    GroundIn,
    OfficeChange,
    OfficeIn,
    OfficeList,
    OfficeOut,
)
from geo_grid.services import office_area as areas
from geo_grid.services import offices as service

router = APIRouter(prefix=f"{API}/offices", tags=["offices"])

Administrator = Annotated[Visitor, Depends(Requires(Action.OFFICES_MANAGE))]


@router.get(
    "",
    operation_id="listOffices",
    summary="Offices",
    response_model=OfficeList,
    responses=failures(503),
)
@public
def list_offices(runtime: RuntimeHere) -> OfficeList:
    """All offices with hours, contact and ground, each after the one above it."""
    with runtime.reading() as session:
        return OfficeList(items=[OfficeOut.of(each) for each in service.list_offices(session)])


@router.post(
    "",
    operation_id="addOffice",
    summary="Open an office",
    response_model=OfficeOut,
    responses=failures(401, 403, 404, 422, 503),
)
def add_office(runtime: RuntimeHere, by: Administrator, body: OfficeIn) -> OfficeOut:
    """Towns are below the district, communities below towns, departments below any of them."""
    with runtime.changing(by.origin) as session:
        return OfficeOut.of(
            service.add_office(session, body.kind, _values(body.model_dump(exclude={"kind"}, by_alias=True)))
        )


@router.patch(
    "/{id}",
    operation_id="changeOffice",
    summary="Change or close an office",
    response_model=OfficeOut,
    responses=failures(401, 403, 404, 422, 503),
)
def change_office(
    runtime: RuntimeHere,
    by: Administrator,
    id: Id,
    body: OfficeChange,
) -> OfficeOut:
    """What is left out stays. A new kind must fit above and below. Grants of a closed office rest."""
    with runtime.changing(by.origin) as session:
        return OfficeOut.of(
            service.change_office(session, id, _values(body.model_dump(exclude_unset=True, by_alias=True)))
        )


@router.put(
    "/{id}/grids",
    operation_id="assignGrids",
    summary="Say what an office's ground is",
    response_model=OfficeOut,
    responses=failures(401, 403, 404, 422, 503),
)
def assign_grids(
    runtime: RuntimeHere,
    by: Administrator,
    id: Id,
    body: GroundIn,
) -> OfficeOut:
    """These grids with all below them, and no others."""
    with runtime.changing(by.origin) as session:
        return OfficeOut.of(service.assign_grids(session, id, body.codes))


@router.get(
    "/{id}/area",
    operation_id="getOfficeArea",
    summary="An office's service area of its own",
    response_model=AreaOut,
    responses=failures(404, 422, 503),
)
@public
def get_area(runtime: RuntimeHere, id: Id) -> AreaOut:
    """Where it serves besides its grids."""
    with runtime.reading() as session:
        return AreaOut.of(areas.area_of(session, id))


@router.put(
    "/{id}/area",
    operation_id="setOfficeArea",
    summary="Give an office a service area of its own",
    response_model=OfficeOut,
    responses=failures(401, 403, 404, 422, 503),
)
def set_area(runtime: RuntimeHere, by: Administrator, id: Id, body: AreaIn) -> OfficeOut:
    """It is told wherever the middle of a grid lies in it. What anybody may do follows from grids alone."""
    with runtime.changing(by.origin) as session:
        return OfficeOut.of(areas.set_area(session, id, body.area))


def _values(given: dict[str, Any]) -> dict[str, Any]:
    return {("parent_id" if name == "parent" else name): value for name, value in given.items()}
