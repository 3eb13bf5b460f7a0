"""Acting on an incident: once, on what was seen, by whom it may be done."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, Denied, NotFound
from geo_grid.core.incidents.actions import Act, Requirement
from geo_grid.core.incidents.case import Given
from geo_grid.core.incidents.deciding import possible, requirements
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.incidents.asked import Asked, Doer
from geo_grid.services.incidents.capacities import capacities
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.reported import advance
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_held import Entry, Held, entries_of, entry_called, held_incident
from geo_grid.store.queries.incident_people import own_person

#: What others may have done meanwhile without changing what somebody sees and decides by.
_HARMLESS = frozenset({Act.WARN, Act.ALARM, Act.RECKON, Act.NOTE, Act.LINK, Act.UNLINK})
#: After these an incident may go on by itself.
_GOES_ON_AFTER = frozenset({Act.REOPEN, Act.MOVE})
#: Entries that are told to whom the incident has moved on under.
_MOST_TOLD = 20


def act(session: Session, actor: Actor, number: str, asked: Asked, desk: Desk) -> int:
    """Do one act; the caller commits.

    Returns
    -------
    The incident's id.

    Raises
    ------
    NotFound
        ``incident_not_found``.
    Conflict
        ``incident_moved_on`` {version, state, entries}: something was done since the version that was seen;
        ``transition_impossible`` {state, act, possible}; ``idempotency_conflict``: another act was called so.
    GeoGridError
        As `Doing.do`.
    """
    incident = held_incident(session, number)
    if incident is None:
        raise NotFound("incident_not_found", given=number)
    doing = Doing(session, desk)
    doer = doer_of(session, actor, incident, doing)
    if not doer.capacities:
        raise Denied("incident_not_yours")
    if was_done(session, incident, asked):
        return incident.id
    _require_seen(session, incident, asked)
    after = doing.do(incident, doer, asked)
    if asked.act in _GOES_ON_AFTER:
        advance(doing, after)
    note(session, "incident.act", f"incident:{number}", after={"act": str(asked.act), "state": after.state})
    return incident.id


def can(
    session: Session, actor: Actor, incident: Held, desk: Desk
) -> list[tuple[Act, tuple[Requirement, ...]]]:
    """What an account may do with an incident now, each with what has to come along."""
    doing = Doing(session, desk)
    doer = doer_of(session, actor, incident, doing)
    case = doing.case(incident)
    given = Given(account=doer.account, at=doing.now, reopen_days=desk.settings.reopen_days)
    return [
        (each, requirements(case, each, doer.capacities, given))
        for each in possible(case, doer.capacities, given)
    ]


def doer_of(session: Session, actor: Actor, incident: Held, doing: Doing) -> Doer:
    """Who acts, and as what they may on this incident."""
    if actor.account is None:
        return Doer(frozenset())
    arbiter = doing.rules.responsible(incident.category, incident.grids, (incident.lon, incident.lat)).arbiter
    me = own_person(session, actor.account)
    return Doer(
        capacities(session, actor, incident, arbiter), actor.account, None if me is None else me.person
    )


def was_done(session: Session, incident: Held, asked: Asked) -> bool:
    """Whether this act came before.

    Raises
    ------
    Conflict
        ``idempotency_conflict``.
    """
    known = None if asked.client_id is None else entry_called(session, asked.client_id)
    if known is None:
        return False
    if known[0] != incident.id or known[1].client_hash != asked.digest():
        raise Conflict("idempotency_conflict")
    return True


def _require_seen(session: Session, incident: Held, asked: Asked) -> None:
    # What was done without a connection was done on what was seen then: it is judged by what is possible.
    if asked.version is None or asked.made_at is not None or asked.version >= incident.version:
        return
    since = [
        entry
        for entry in entries_of(session, incident.id)
        if entry.version > asked.version and entry.act not in _HARMLESS
    ]
    if since:
        raise Conflict(
            "incident_moved_on",
            number=incident.number,
            version=incident.version,
            state=incident.state,
            entries=[_told(entry) for entry in since[-_MOST_TOLD:]],
        )


def _told(entry: Entry) -> dict[str, object]:
    return {"n": entry.n, "act": entry.act, "state": entry.to_state, "at": entry.at.isoformat()}
