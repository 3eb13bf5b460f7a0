"""Ways by which somebody has notifications sent to them, or to an office that they work for."""

from collections.abc import Collection
from datetime import time

from sqlalchemy.orm import Session

from geo_grid.core.errors import Denied, InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.ground import reach_of
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.services.notifying.sealed import Seal
from geo_grid.services.notifying.sending import check_address, scheme_of
from geo_grid.settings import Settings
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_held import seen_incident
from geo_grid.store.notification_routes import (
    RouteRecord,
    SentRecord,
    add_route,
    remove_route,
    routes_of,
    sent_to,
    set_quiet,
)
from geo_grid.store.queries.incident_people import own_person

#: Ways that one account, or one office, may have.
MOST_ROUTES = 20
_OF_AN_OFFICE = frozenset({Role.DEPARTMENT_OFFICER, Role.DISPATCHER})


def my_routes(session: Session, actor: Actor) -> list[RouteRecord]:
    """An account's own ways, and those of the offices that it works for."""
    if actor.account is None:
        return []
    return routes_of(session, actor.account, my_offices(session, actor))


def my_offices(session: Session, actor: Actor) -> set[int]:
    """Offices that an account works for: by a grant, or by its record among the people."""
    able = [held for held in actor.grants if held.role in _OF_AN_OFFICE]
    offices = {held.office for held in able if held.office is not None}
    me = None if actor.account is None else own_person(session, actor.account)
    if able and me is not None and me.office is not None:
        offices.add(me.office)
    return offices


def add_my_route(
    session: Session,
    actor: Actor,
    settings: Settings,
    address: str,
    label: str,
    language: str,
    office: int | None,
    quiet: tuple[time, time] | None,
) -> RouteRecord:
    """Have notifications sent somewhere; the caller commits.

    Raises
    ------
    InputError
        ``route_scheme_closed``, ``route_address_wrong``, ``routes_too_many``.
    Denied
        ``not_permitted``: the office is not one's own.
    Unavailable
        ``sealing_key_missing``.
    """
    if actor.account is None or (office is not None and office not in my_offices(session, actor)):
        raise Denied("not_permitted", action="incidents.handle", who=[str(role) for role in _OF_AN_OFFICE])
    schemes = frozenset(each for each in settings.notification_schemes.split(",") if each)
    address = address.strip()
    check_address(address, schemes)
    known = [each for each in my_routes(session, actor) if each.office_id == office]
    if len(known) >= MOST_ROUTES:
        raise InputError("routes_too_many", most=MOST_ROUTES)
    sealed = Seal(settings.sealing_key).sealed(address)
    account = actor.account if office is None else None
    made = add_route(session, account, office, scheme_of(address), label, sealed, language, quiet)
    note(session, "notification_route.add", f"notification_route:{made.id}")
    return made


def remove_my_route(session: Session, actor: Actor, route: int) -> None:
    """Have nothing sent there any more; the caller commits.

    Raises
    ------
    NotFound
        ``route_not_found``.
    """
    if route not in {each.id for each in my_routes(session, actor)}:
        raise NotFound("route_not_found")
    remove_route(session, route)
    note(session, "notification_route.remove", f"notification_route:{route}")


def keep_quiet(session: Session, actor: Actor, quiet: tuple[time, time] | None) -> list[RouteRecord]:
    """Set the hours in which nothing but emergencies comes by one's own ways; the caller commits."""
    if actor.account is not None:
        set_quiet(session, actor.account, quiet)
    return my_routes(session, actor)


def delivery_log(
    session: Session, actor: Actor, number: str | None, state: str | None, before: int | None, limit: int
) -> list[SentRecord]:
    """What was sent to oneself, and to whomever of incidents on the ground that one dispatches on."""
    if actor.account is None:
        return []
    incidents: Collection[int] | None = None
    if number is not None:
        held = seen_incident(session, number)
        if held is None:
            return []
        incidents = [held.id]
    reach = reach_of(actor, Action.INCIDENTS_DISPATCH)
    grids: Collection[int] | None = ()
    if reach.everything or reach.grids or reach.offices:
        sight = sight_of(session, Actor(actor.account, _dispatching(actor), actor.limit))
        grids = None if sight.everything else sight.grids
    return sent_to(session, actor.account, incidents, grids, state, before, limit)


def _dispatching(actor: Actor) -> tuple[Held, ...]:
    return tuple(held for held in actor.grants if held.role is Role.DISPATCHER)
