"""/assignments, leaves and AB posts: who has which duty, when they are away, and who stands in"""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, After, Code, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.persons import PRIVATE, Manager
from geo_grid.http.schemas.assignment import (
    AssignmentIn,
    AssignmentList,
    AssignmentOut,
    DutyState,
    EndIn,
    LeaveIn,
    LeaveOut,
    PartnerIn,
    PartnerOut,
)
from geo_grid.http.schemas.people import Role
from geo_grid.services.people import leaves
from geo_grid.services.people.assign import assign
from geo_grid.services.people.end_assignment import cancel_assignment as cancel
from geo_grid.services.people.end_assignment import end_assignment as end
from geo_grid.services.people.pair_grids import pair_grids
from geo_grid.services.people.read_assignments import read_assignments
from geo_grid.store.origin import act_as
from geo_grid.store.queries.assignments import DutySearch

router = APIRouter(prefix=API, tags=["persons"])


@router.get(
    "/assignments",
    operation_id="listAssignments",
    summary="Duties for grids of one's ground",
    response_model=AssignmentList,
    responses=failures(401, 403, 422, 503),
)
def list_assignments(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    grid: Annotated[
        str | None,
        Query(min_length=1, max_length=100, pattern=NO_NUL, description="Code: of it and of those below it."),
    ] = None,
    person: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Only of this person.")] = None,
    role: Annotated[Role | None, Query(description="Only of this role.")] = None,
    state: Annotated[DutyState, Query(description="`current`: in force or to come.")] = "current",
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> AssignmentList:
    """By id. It is written down who looked."""
    start = key(after, int)
    search = DutySearch(grid, person, role, state)
    with runtime.reading() as session:
        act_as(session, by.origin)
        page, more = read_assignments(session, by.actor, search, start[0] if start else 0, limit)
    response.headers.update(PRIVATE)
    items = [AssignmentOut.of(each, runtime.settings.zone) for each in page]
    return AssignmentList(items=items, next=cursor(page[-1].id) if more else None)


@router.post(
    "/assignments",
    operation_id="addAssignment",
    summary="Give somebody a duty",
    response_model=AssignmentOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def add_assignment(runtime: RuntimeHere, by: Manager, body: AssignmentIn) -> AssignmentOut:
    """A grid has one head at a time: name in `replaces` the duty that ends when this one begins."""
    given = body.model_dump(by_alias=True)
    person, grid, role = given.pop("person"), given.pop("grid"), given.pop("role")
    with runtime.changing(by.origin) as session:
        return AssignmentOut.of(assign(session, by.actor, person, grid, role, given), runtime.settings.zone)


@router.post(
    "/assignments/{id}/end",
    operation_id="endAssignment",
    summary="End a duty",
    response_model=AssignmentOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def end_assignment(
    runtime: RuntimeHere,
    by: Manager,
    id: Id,
    body: EndIn,
) -> AssignmentOut:
    """One whose end is known may be given a later one."""
    with runtime.changing(by.origin) as session:
        return AssignmentOut.of(end(session, by.actor, id, body.at), runtime.settings.zone)


@router.delete(
    "/assignments/{id}",
    operation_id="cancelAssignment",
    summary="Cancel a duty that has not begun",
    response_model=AssignmentOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def cancel_assignment(runtime: RuntimeHere, by: Manager, id: Id) -> AssignmentOut:
    """What has begun is ended instead."""
    with runtime.changing(by.origin) as session:
        return AssignmentOut.of(cancel(session, by.actor, id), runtime.settings.zone)


@router.post(
    "/persons/{id}/leaves",
    operation_id="addLeave",
    summary="Say when somebody is away",
    response_model=LeaveOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def add_leave(
    runtime: RuntimeHere,
    by: Manager,
    id: Id,
    body: LeaveIn,
) -> LeaveOut:
    """Never why. Without a stand-in the AB post answers for a short leave, and the leaders for a long one."""
    with runtime.changing(by.origin) as session:
        given = leaves.give_leave(
            session,
            by.actor,
            id,
            body.kind,
            since=body.valid_from,
            until=body.valid_until,
            stand_in=body.stand_in,
        )
        return LeaveOut.of(given, runtime.settings.zone)


@router.post(
    "/leaves/{id}/end",
    operation_id="endLeave",
    summary="End a leave",
    response_model=LeaveOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def end_leave(
    runtime: RuntimeHere,
    by: Manager,
    id: Id,
    body: EndIn,
) -> LeaveOut:
    """Somebody is back, or will be at another time."""
    with runtime.changing(by.origin) as session:
        return LeaveOut.of(leaves.end_leave(session, by.actor, id, body.at), runtime.settings.zone)


@router.delete(
    "/leaves/{id}",
    operation_id="cancelLeave",
    summary="Cancel a leave that has not begun",
    response_model=LeaveOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def cancel_leave(runtime: RuntimeHere, by: Manager, id: Id) -> LeaveOut:
    """What has begun is ended instead."""
    with runtime.changing(by.origin) as session:
        return LeaveOut.of(leaves.cancel_leave(session, by.actor, id), runtime.settings.zone)


@router.put(
    "/grids/{code}/partner",
    operation_id="setPartner",
    summary="Let two grids stand in for each other",
    response_model=PartnerOut,
    responses=failures(401, 403, 404, 422, 503),
)
def set_partner(runtime: RuntimeHere, by: Manager, code: Code, body: PartnerIn) -> PartnerOut:
    """Both ways, from now on; null ends the AB post. Grids that are no neighbours are told, not refused."""
    with runtime.changing(by.origin) as session:
        return PartnerOut.of(pair_grids(session, by.actor, code, body.partner))
