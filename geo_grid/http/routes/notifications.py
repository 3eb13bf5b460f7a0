"""/me/notification-routes, /me/quiet-hours, /notifications: how people are told, and whether they were"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from geo_grid.core.errors import TooMany
from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.routes.reports import PRIVATE
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.notification import (
    QuietIn,
    RouteIn,
    RouteList,
    RouteOut,
    RouteTested,
    SentList,
    SentOut,
)
from geo_grid.services.notifying import routes as service
from geo_grid.services.notifying.sending import deliver
from geo_grid.services.notifying.trying import begin_trial
from geo_grid.store.notification_routes import RouteRecord
from geo_grid.store.session import Session

router = APIRouter(prefix=API, tags=["me"])

Me = Annotated[Visitor, Depends(Requires(Action.SELF))]


@router.get(
    "/me/notification-routes",
    operation_id="listMyNotificationRoutes",
    summary="How I am notified",
    response_model=RouteList,
    responses=failures(401, 403, 429, 503),
)
def list_my_routes(runtime: RuntimeHere, me: Me, response: Response) -> RouteList:
    """One's own ways, and those of the offices that one works for."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        return _listed(runtime, session, me, service.my_routes(session, me.actor))


@router.post(
    "/me/notification-routes",
    operation_id="addMyNotificationRoute",
    summary="Be notified somewhere",
    response_model=RouteOut,
    responses=failures(401, 403, 422, 429, 503),
)
def add_my_route(runtime: RuntimeHere, me: Me, body: RouteIn) -> RouteOut:
    """The address is sealed and never told again."""
    quiet = None if body.quiet is None else body.quiet.times()
    with runtime.changing(me.origin, forget=False) as session:
        made = service.add_my_route(
            session,
            me.actor,
            runtime.settings,
            body.address.get_secret_value(),
            body.label,
            body.language,
            body.office,
            quiet,
        )
        return RouteOut.of(made, runtime.settings.zone)


@router.delete(
    "/me/notification-routes/{id}",
    operation_id="removeMyNotificationRoute",
    summary="Be notified there no more",
    response_model=RouteList,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def remove_my_route(runtime: RuntimeHere, me: Me, id: Id) -> RouteList:
    """What was sent there stays in the log."""
    with runtime.changing(me.origin, forget=False) as session:
        service.remove_my_route(session, me.actor, id)
        return _listed(runtime, session, me, service.my_routes(session, me.actor))


@router.post(
    "/me/notification-routes/{id}/test",
    operation_id="testMyNotificationRoute",
    summary="Send a test message there",
    response_model=RouteTested,
    responses=failures(401, 403, 404, 422, 429, 503),
)
def test_my_route(runtime: RuntimeHere, me: Me, id: Id, response: Response) -> RouteTested:
    """At once, and in quiet hours too: whether it was taken is told. The attempt is in the audit."""
    response.headers.update(PRIVATE)
    taken = runtime.route_tests.take(str(me.account))
    if not taken.is_enough:
        raise TooMany("too_many_requests", seconds=taken.wait_s)
    with runtime.changing(me.origin, forget=False) as session:
        trial = begin_trial(session, me.actor, runtime.settings, id)
    # Nothing is held while another machine takes its time.
    return RouteTested(taken=deliver(trial.address, trial.notice))


@router.put(
    "/me/quiet-hours",
    operation_id="setMyQuietHours",
    summary="Set my quiet hours",
    response_model=RouteList,
    responses=failures(401, 403, 422, 429, 503),
)
def set_my_quiet_hours(runtime: RuntimeHere, me: Me, body: QuietIn) -> RouteList:
    """Of all of one's own ways. What comes meanwhile is sent when they end; emergencies break through."""
    quiet = None if body.quiet is None else body.quiet.times()
    with runtime.changing(me.origin, forget=False) as session:
        return _listed(runtime, session, me, service.keep_quiet(session, me.actor, quiet))


@router.get(
    "/notifications",
    operation_id="listNotifications",
    summary="What was sent to whom",
    response_model=SentList,
    responses=failures(401, 403, 422, 429, 503),
)
def list_notifications(
    runtime: RuntimeHere,
    me: Me,
    response: Response,
    incident: Annotated[
        str | None, Query(pattern=r"^[0-9]{8}-[0-9]{6,12}$", description="Number of an incident.")
    ] = None,
    state: Annotated[
        Literal["waiting", "sent", "failed", "quiet", "skipped"] | None, Query(description="Only these.")
    ] = None,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="`next` of the page before.")] = None,
    limit: Limit = DEFAULT_LIMIT,
) -> SentList:
    """The newest first: one's own, and those of incidents on the ground that one dispatches on."""
    response.headers.update(PRIVATE)
    with runtime.reading() as session:
        found = service.delivery_log(session, me.actor, incident, state, before, limit + 1)
    page = found[:limit]
    zone = runtime.settings.zone
    return SentList(
        items=[SentOut.of(each, zone) for each in page], next=page[-1].id if len(found) > limit else None
    )


def _listed(runtime: Runtime, session: Session, me: Visitor, routes: list[RouteRecord]) -> RouteList:
    settings = runtime.settings
    kinds = [each for each in settings.notification_schemes.split(",") if each]
    if settings.mail_url is not None:
        kinds.insert(0, "mail")
    return RouteList(
        routes=[RouteOut.of(each, settings.zone) for each in routes],
        kinds=kinds,
        offices=sorted(service.my_offices(session, me.actor)),
        is_ready=settings.sealing_key is not None,
    )
