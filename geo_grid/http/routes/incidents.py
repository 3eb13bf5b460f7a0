"""/incidents: for those who receive, dispatch, handle and inspect them"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.actions import Capacity
from geo_grid.core.incidents.states import Channel
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.roles import Role
from geo_grid.http.address import API
from geo_grid.http.conditional import is_held
from geo_grid.http.dependencies import PositionHere, RuntimeHere, check_position
from geo_grid.http.paging import cursor, key
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.problems import request_language
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.routes.incident_filter import Asked
from geo_grid.http.routes.reports import PRIVATE, CategoryWanted, Key, said
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.incident import IncidentOut
from geo_grid.http.schemas.incident_row import (
    IncidentCounts,
    IncidentList,
    NearIncident,
    row_fields,
)
from geo_grid.http.schemas.incident_where import DeskWhere, NearIncidents
from geo_grid.http.schemas.report import IncidentIn
from geo_grid.services.current import now
from geo_grid.services.incidents.chain import answerers
from geo_grid.services.incidents.index.ordering import Sort
from geo_grid.services.incidents.likely import likely_same
from geo_grid.services.incidents.listing import counts_of, names_in, page_of
from geo_grid.services.incidents.one import seen, whole
from geo_grid.services.incidents.placing import on_lattice, place
from geo_grid.services.incidents.reporting import By, report
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.incidents import names_of_offices
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/incidents", tags=["incidents"])

#: Rows of a page at most, and where the client does not say.
MOST_ROWS, ROWS = 200, 50
_INSTANT = TypeAdapter(AwareDatetime)


Concerned = Annotated[Visitor, Depends(Requires(Action.INCIDENTS_SEE))]
Receiver = Annotated[Visitor, Depends(Requires(Action.INCIDENTS_RECEIVE))]
Number = Annotated[
    str,
    Path(
        pattern=r"^[0-9]{8}-[0-9]{6,12}$", description="Number of the incident.", examples=["20261122-000123"]
    ),
]


@router.get(
    "",
    operation_id="listIncidents",
    summary="Incidents",
    response_model=IncidentList,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def list_incidents(
    runtime: RuntimeHere,
    by: Concerned,
    asked: Asked,
    sort: Annotated[
        Sort, Query(description="The newest, those due next, or those changed last first.")
    ] = "newest",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of the page.")] = ROWS,
    after: Annotated[
        str | None, Query(max_length=500, description="`next` of the page before; opaque.")
    ] = None,
) -> Response:
    """Those on one's ground, assigned to oneself or one's office, and those one has reported."""
    start = _start(after)
    zone = runtime.settings.zone
    with runtime.reading() as session:
        wanted, sight = asked.filter(runtime, session), sight_of(session, by.actor)
        found = page_of(session, runtime.incident_index.look(session), wanted, sight, sort, start, limit)
    more = None if found.next is None else cursor(found.next[0].isoformat(), found.next[1])
    body = {
        "incidents": [row_fields(row, found.names, zone) for row in found.rows],
        "next": more,
        "seen": str(found.seen),
    }
    return Response(orjson.dumps(body), media_type="application/json", headers=PRIVATE)


@router.get(
    "/counts",
    operation_id="countIncidents",
    summary="How many incidents there are",
    response_model=IncidentCounts,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def count_incidents(runtime: RuntimeHere, by: Concerned, response: Response, asked: Asked) -> IncidentCounts:
    """By state, due, category and urgency, with the filters of the list."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        wanted, sight = asked.filter(runtime, session), sight_of(session, by.actor)
        return IncidentCounts.of(counts_of(runtime.incident_index.look(session), wanted, sight))


@router.get(
    "/where",
    operation_id="whereIncident",
    summary="Whose an incident at a place would be",
    response_model=DeskWhere,
    responses=failures(401, 403, 410, 422, 429, 503),
)
def where_incident(
    runtime: RuntimeHere,
    _: Concerned,
    response: Response,
    position: PositionHere,
    category: CategoryWanted = None,
) -> DeskWhere:
    """The grids, who answers, a border that is near, and the offices that would have to act."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        index = runtime.index(session, None)
        placed = place(index, *on_lattice(*position), runtime.settings.border_m)
        chains = [index.chain_of(grid) for grid in placed.others]
        grids = list({grid.id for each in (placed.chain, *chains) for grid in each})
        duty = runtime.current.duty() if runtime.current is not None else None
        people = answerers(session, duty, grids, now(), runtime.settings.zone) if grids else {}
        chain = [grid.id for grid in placed.chain]
        found = None if category is None else runtime.desk.rules(session).responsible(category, chain)
        offices = [] if found is None else [found.lead, found.arbiter, *found.co]
        names = names_of_offices(session, [each for each in offices if each is not None])
        return DeskWhere.of(placed, runtime.settings.border_m, chains, people, found, names)


@router.get(
    "/near",
    operation_id="listIncidentsNear",
    summary="Incidents that may be the same",
    response_model=NearIncidents,
    responses=failures(401, 403, 422, 429, 503),
)
def list_incidents_near(
    runtime: RuntimeHere,
    by: Concerned,
    response: Response,
    position: PositionHere,
    category: CategoryWanted = None,
) -> NearIncidents:
    """Open ones near by that one may see, the most alike first."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        sight = sight_of(session, by.actor)
        found = [each for each in likely_same(session, position, category, now()) if sight.sees(each.row)]
        names = names_in(session, [each.row for each in found])
    zone = runtime.settings.zone
    return NearIncidents(incidents=[NearIncident.of(each, names, zone) for each in found])


@router.post(
    "",
    operation_id="receiveIncident",
    summary="Report an incident for somebody",
    response_model=IncidentOut,
    status_code=201,
    responses={
        200: {"model": IncidentOut, "description": "It was sent before; this is how it stands."},
        **failures(401, 403, 409, 410, 413, 422, 429, 503),
    },
)
def receive_incident(
    request: Request,
    response: Response,
    runtime: RuntimeHere,
    by: Receiver,
    body: IncidentIn,
    key: Key = None,
) -> IncidentOut:
    """By the hotline, for a caller; or by a member of a grid, of what they have seen themselves."""
    check_position(body.lon, body.lat)
    told = _told(request, by, body, key)
    with runtime.changing(by.origin, forget=False) as session:
        index = runtime.index(session, None)
        found = report(session, runtime.desk, index, told, By(Capacity.RECEIVER, by.account))
        if found.is_new:
            note(
                session,
                "incident.report",
                f"incident:{found.number}",
                after={"category": told.category, "channel": told.channel.value},
            )
        response.status_code = 201 if found.is_new else 200
        return shown(runtime, session, by, response, found.number)


@router.get(
    "/{number}",
    operation_id="getIncident",
    summary="An incident",
    response_model=IncidentOut,
    responses={**NOT_MODIFIED, **failures(401, 403, 404, 422, 429, 503)},
)
def get_incident(
    request: Request, response: Response, runtime: RuntimeHere, by: Concerned, number: Number
) -> Any:
    """With its history and clocks, who answers, and what one may do with it now."""
    with runtime.reading() as session:
        row = seen(session, sight_of(session, by.actor), number)
        if is_held(request, f'"{row.version}"'):
            return Response(status_code=304, headers={**PRIVATE, "ETag": f'"{row.version}"'})
        return shown(runtime, session, by, response, number)


def shown(runtime: Runtime, session: Session, by: Visitor, response: Response, number: str) -> IncidentOut:
    """An incident as it stands for somebody, with its tag."""
    duty = runtime.current.duty() if runtime.current is not None else None
    found = whole(session, by.actor, number, runtime.desk, duty)
    response.headers.update({**PRIVATE, "ETag": f'"{found.row.version}"'})
    viewers = runtime.incident_watch().viewers(found.row.number, without=by.account)
    return IncidentOut.of_whole(found, runtime.settings.zone, viewers)


def _told(request: Request, by: Visitor, body: IncidentIn, name: str | None) -> Any:
    language = body.language or request_language(request.scope)
    roles = {held.role for held in by.actor.grants}
    usual = Channel.MEMBER if roles & {Role.GRID_MEMBER, Role.GRID_HEAD} else Channel.HOTLINE
    told = said(body, language, Channel(body.channel) if body.channel else usual, name)
    return replace(
        told,
        title=body.title,
        urgency=None if body.urgency is None else body.urgency.value,
        dispatch=body.dispatch,
        is_done=body.log,
    )


def _start(after: str | None) -> tuple[datetime, int] | None:
    found = key(after, str, int)
    if found is None:
        return None
    try:
        return _INSTANT.validate_python(found[0]), found[1]
    except ValidationError as error:
        raise InputError("cursor_invalid", given=after) from error
