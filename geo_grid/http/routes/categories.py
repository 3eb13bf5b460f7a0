"""/categories, /catalogue and /task-lists: what can be reported, and what each kind of grid does"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from geo_grid.core.incidents.catalogue import GROUNDS, Ground
from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.conditional import version_seen
from geo_grid.http.dependencies import NO_NUL, IfMatch, RuntimeHere, SessionHere
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.schemas.category import CatalogueIn, CatalogueOut, CategoryList, GridName, TaskLists
from geo_grid.services.incidents.catalogue import catalogue_in_force, catalogue_version, set_catalogue
from geo_grid.services.incidents.task_grid import task_grid

router = APIRouter(prefix=API, tags=["incidents"])


@router.get(
    "/categories",
    operation_id="listCategories",
    summary="What can be reported",
    response_model=CategoryList,
    responses=failures(503),
)
@public
def list_categories(session: SessionHere, response: Response) -> CategoryList:
    """Classes and categories of the catalogue in force, without what is retired."""
    catalogue = catalogue_in_force(session)
    response.headers.update({"ETag": f'"{catalogue.version}"', "Cache-Control": "no-cache"})
    return CategoryList.of(catalogue)


@router.get(
    "/task-lists",
    operation_id="listTasks",
    summary="What grids do",
    response_model=TaskLists,
    responses=failures(404, 422, 503),
)
@public
def list_tasks(
    session: SessionHere,
    grid: Annotated[
        str | None,
        Query(max_length=100, pattern=NO_NUL, description="Code of a grid; without it, every kind of grid."),
    ] = None,
) -> TaskLists:
    """Categories that are laid down for a kind of grid (规定), and those it may take on (自选)."""
    grounds: tuple[Ground, ...] = GROUNDS
    named = None
    if grid is not None:
        found = task_grid(session, grid)
        grounds, named = (found.ground,), GridName(code=found.code, name=found.name)
    return TaskLists.of(catalogue_in_force(session), grounds, named)


@router.get(
    "/catalogue",
    operation_id="getCatalogue",
    summary="The catalogue of incidents",
    response_model=CatalogueOut,
    responses=failures(404, 422, 503),
)
@public
def get_catalogue(
    session: SessionHere,
    response: Response,
    version: Annotated[
        int | None, Query(ge=0, le=2**31 - 1, description="A version; without it, the one in force.")
    ] = None,
) -> CatalogueOut:
    """With limits, tasks, and what is retired; every version is kept."""
    found = catalogue_in_force(session) if version is None else catalogue_version(session, version)
    response.headers.update({"ETag": f'"{found.version}"', "Cache-Control": "no-cache"})
    return CatalogueOut.of(found)


@router.put(
    "/catalogue",
    operation_id="setCatalogue",
    summary="Set the catalogue of incidents",
    response_model=CatalogueOut,
    responses=failures(401, 403, 412, 422, 503),
)
def put_catalogue(
    runtime: RuntimeHere,
    by: Annotated[Visitor, Depends(Requires(Action.RULES_SET))],
    response: Response,
    body: CatalogueIn,
    if_match: IfMatch = None,
) -> CatalogueOut:
    """For all ground, in the place of the one in force. Categories are retired, never taken out."""
    with runtime.changing(by.origin, forget=False) as session:
        now = set_catalogue(session, by.actor, body.content(), version_seen(if_match))
    response.headers["ETag"] = f'"{now.version}"'
    return CatalogueOut.of(now)
