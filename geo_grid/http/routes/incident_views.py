"""/incident-views: filters of the desk with a name"""

from fastapi import APIRouter

from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.responses import failures
from geo_grid.http.routes.incidents import Concerned
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.incident_view import ViewIn, ViewList, ViewOut
from geo_grid.services.incidents import views

router = APIRouter(prefix=f"{API}/incident-views", tags=["incidents"])


@router.get(
    "",
    operation_id="listIncidentViews",
    summary="One's saved filters",
    response_model=ViewList,
    responses=failures(401, 403, 422, 429, 503),
)
def list_incident_views(runtime: RuntimeHere, by: Concerned) -> ViewList:
    """By name."""
    with runtime.reading() as session:
        found = views.views(session, by.account)
    return ViewList(views=[ViewOut.of(each) for each in found])


@router.post(
    "",
    operation_id="saveIncidentView",
    summary="Save a filter",
    response_model=ViewOut,
    responses=failures(401, 403, 422, 429, 503),
)
def save_incident_view(runtime: RuntimeHere, by: Concerned, body: ViewIn) -> ViewOut:
    """In place of one of the same name."""
    with runtime.changing(by.origin, forget=False) as session:
        return ViewOut.of(views.save(session, by.account, body.name, body.query))


@router.delete(
    "/{id}",
    operation_id="dropIncidentView",
    summary="Let go of a saved filter",
    response_model=ViewList,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def drop_incident_view(runtime: RuntimeHere, by: Concerned, id: Id) -> ViewList:
    """What is left is answered."""
    with runtime.changing(by.origin, forget=False) as session:
        views.drop(session, by.account, id)
        return ViewList(views=[ViewOut.of(each) for each in views.views(session, by.account)])
