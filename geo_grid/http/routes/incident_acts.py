"""/incidents/{number}/acts and what belongs to acting: who could get it, who reported it"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Held
from geo_grid.core.permissions.roles import Role
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere, check_position
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.incidents import Concerned, Number, shown
from geo_grid.http.routes.reports import PRIVATE
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.incident import IncidentOut
from geo_grid.http.schemas.incident_act import ActIn, CandidatesOut, ReporterOut, WorkOut
from geo_grid.http.schemas.incident_row import IncidentRow
from geo_grid.services.incidents.acting import act, can
from geo_grid.services.incidents.asked import Asked
from geo_grid.services.incidents.candidates import candidates
from geo_grid.services.incidents.one import whole
from geo_grid.services.incidents.reading_reporter import read_reporter
from geo_grid.services.incidents.work import work_of
from geo_grid.store.incident_held import seen_incident
from geo_grid.store.queries.scope import grid_in_force
from geo_grid.store.session import Session

router = APIRouter(prefix=API, tags=["incidents"])

Me = Annotated[Visitor, Depends(Requires(Action.SELF))]


@router.post(
    "/incidents/{number}/acts",
    operation_id="actOnIncident",
    summary="Act on an incident",
    response_model=IncidentOut,
    responses=failures(401, 403, 404, 409, 410, 422, 429, 503),
)
def act_on_incident(
    response: Response, runtime: RuntimeHere, by: Concerned, number: Number, body: ActIn
) -> IncidentOut:
    """What is possible and what it takes, `can` of the incident says; the answer is how it stands then.

    409 says `incident_moved_on` where others were faster, and `transition_impossible` with what is possible.
    """
    if body.at is not None:
        check_position(body.at.lon, body.at.lat)
    with runtime.changing(by.origin, forget=False) as session:
        act(session, by.actor, number, _asked(session, body), runtime.desk)
        return _shown(runtime, session, by, response, number)


@router.get(
    "/incidents/{number}/candidates",
    operation_id="listIncidentCandidates",
    summary="Who could be given an incident",
    response_model=CandidatesOut,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def list_candidates(response: Response, runtime: RuntimeHere, by: Concerned, number: Number) -> CandidatesOut:
    """People of its grids and of those around, the nearest first, and the offices that have to do with it."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        return CandidatesOut.of(candidates(session, by.actor, number, runtime.desk))


@router.get(
    "/incidents/{number}/reporter",
    operation_id="getIncidentReporter",
    summary="Who reported an incident",
    response_model=ReporterOut,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def get_reporter(response: Response, runtime: RuntimeHere, by: Concerned, number: Number) -> ReporterOut:
    """For whoever deals with it. Each look is written into the audit."""
    response.headers.update(PRIVATE)
    with runtime.changing(by.origin, forget=False) as session:
        return ReporterOut.of(read_reporter(session, by.actor, number, runtime.desk))


@router.get(
    "/me/work",
    operation_id="listMyWork",
    summary="What waits for me",
    response_model=WorkOut,
    responses=failures(401, 403, 422, 429, 503),
)
def list_my_work(response: Response, runtime: RuntimeHere, me: Me) -> WorkOut:
    """Incidents in one's hands or one's grids, to be verified, and drawn for a sample."""
    response.headers.update(PRIVATE)
    zone = runtime.settings.zone
    with runtime.reading() as session:
        found = work_of(session, me.actor, runtime.desk)
    return WorkOut(
        mine=[IncidentRow.of(row, found.names, zone) for row in found.mine],
        to_verify=[IncidentRow.of(row, found.names, zone) for row in found.to_verify],
        to_sample=[IncidentRow.of(row, found.names, zone) for row in found.to_sample],
    )


def _asked(session: Session, body: ActIn) -> Asked:
    grid = None
    if body.to is not None and body.to.grid is not None:
        grid = grid_in_force(session, body.to.grid)
        if grid is None:
            raise InputError("target_unknown")
    return body.asked(grid)


def _shown(runtime: Runtime, session: Session, by: Visitor, response: Response, number: str) -> IncidentOut:
    """As it stands, once more also for whoever saw it only because it was theirs until now."""
    try:
        return shown(runtime, session, by, response, number)
    except NotFound:
        everything = replace(by.actor, grants=(*by.actor.grants, Held(Role.DISPATCHER)), limit=None)
        found = whole(session, everything, number, runtime.desk, None)
        held = seen_incident(session, number)
        left = replace(
            found,
            linked=(),
            near=(),
            can=() if held is None else can(session, by.actor, held, runtime.desk),
        )
        response.headers.update({**PRIVATE, "ETag": f'"{found.row.version}"'})
        return IncidentOut.of_whole(left, runtime.settings.zone, ())
