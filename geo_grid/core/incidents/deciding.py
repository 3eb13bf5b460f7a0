"""The one function that decides whether an action on an incident is possible, and what it leads to.

Refusals are errors of geo_grid.core.errors: ``transition_impossible`` and ``asked_already`` a Conflict,
``not_yours`` and ``own_work`` a Denied, the rest a Refusal.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from geo_grid.core.errors import Conflict, Denied, GeoGridError, Refusal
from geo_grid.core.incidents.actions import Act, Capacity, Requirement
from geo_grid.core.incidents.case import Case, Clock, Given, Outcome
from geo_grid.core.incidents.states import OPEN, STAGE_OF, Kind, State
from geo_grid.core.incidents.table import ROW_FOR, Transition, Where

_NOTHING = Given()
_COUNTS: dict[Act, Literal["returned", "escalated", "reopened", "extended", "reworked"]] = {
    Act.RETURN: "returned",
    Act.ESCALATE: "escalated",
    Act.REOPEN: "reopened",
    Act.GRANT_EXTENSION: "extended",
    Act.REWORK: "reworked",
}
_ASKS: dict[Act, Literal["extension", "suspension"]] = {
    Act.ASK_EXTENSION: "extension",
    Act.ASK_SUSPENSION: "suspension",
}
_ANSWERS: dict[Act, Literal["extension", "suspension"]] = {
    Act.GRANT_EXTENSION: "extension",
    Act.REFUSE_EXTENSION: "extension",
    Act.GRANT_SUSPENSION: "suspension",
    Act.REFUSE_SUSPENSION: "suspension",
}
#: Acts that judge what somebody did or wants.
_JUDGES = frozenset({Act.VERIFY, Act.SAMPLE})
_GRANTS = frozenset({Act.GRANT_EXTENSION, Act.GRANT_SUSPENSION})
#: Acts by which somebody gets rid of an incident.
_PASSES_ON = frozenset({Act.RETURN, Act.DISPUTE, Act.HAND_ON})


def decide(case: Case, act: Act, by: frozenset[Capacity], given: Given) -> Outcome:
    """Decide one action.

    Parameters
    ----------
    by
        As what whoever acts may act on this incident.
    given
        What comes with it.

    Raises
    ------
    GeoGridError
        ``transition_impossible`` {state, act, possible}; ``not_yours`` {act, able}; ``own_work``,
        ``ruled_already``, ``rated_already``, ``reopen_late``, ``not_general``, ``must_be_reported``,
        ``asked_already``, ``nothing_asked``; ``arrive_first``; ``requires`` {act, what}.
    """
    row = ROW_FOR.get((act, case.state))
    if row is None:
        can = [str(each) for each in possible(case, by, given)]
        raise Conflict(
            "transition_impossible", state=case.state and str(case.state), act=str(act), possible=can
        )
    if not row.who & by:
        raise Denied("not_yours", act=str(act), able=sorted(row.who))
    for refusal in _refusals(case, row, by, given):
        raise refusal
    lacking = [need for need in requirements(case, act, by, given) if not _is_given(need, given)]
    if lacking:
        raise Refusal("requires", act=str(act), what=[str(need) for need in lacking])
    return _outcome(case, row, given)


def possible(case: Case, by: frozenset[Capacity], given: Given = _NOTHING) -> list[Act]:
    """What may be done, provided that what it requires comes along; in the order of `Act`.

    Parameters
    ----------
    given
        Only `account`, `at` and the settings are looked at, as far as they are known.
    """
    found = []
    for act in Act:
        row = ROW_FOR.get((act, case.state))
        if row is not None and row.who & by and next(_refusals(case, row, by, given), None) is None:
            found.append(act)
    return found


def requirements(
    case: Case, act: Act, by: frozenset[Capacity], given: Given = _NOTHING
) -> tuple[Requirement, ...]:
    """What must come with an action on this incident, in the order of `Requirement`."""
    row = ROW_FOR.get((act, case.state))
    wanted = set() if row is None else set(row.requires)
    if act is Act.FINISH and case.photo_on_finish:
        wanted.add(Requirement.PHOTO)
    if act is Act.VERIFY and case.verify_on_site:
        wanted.add(Requirement.ON_SITE)
    if act is Act.LOG and case.must_visit:
        wanted.add(Requirement.ON_SITE)
    if act is Act.LOG and case.photo_on_finish:
        wanted.add(Requirement.PHOTO)
    # Who says that it lies on somebody else's ground passes it on, and says why.
    is_desk = bool(by & {Capacity.RECEIVER, Capacity.DISPATCHER})
    if act is Act.MOVE and given.other_ground and not is_desk:
        wanted.add(Requirement.REASON)
    if act is Act.SAMPLE and given.solved is False:
        wanted.add(Requirement.REASON)
    return tuple(need for need in Requirement if need in wanted)


def _refusals(case: Case, row: Transition, by: frozenset[Capacity], given: Given) -> Iterator[GeoGridError]:
    """What the rules say beside the table; the first one is told."""
    yield from _own_work(case, row.act, given)
    yield from _asked_and_ruled(case, row.act, by, given)
    yield from _kind(case, row.act)
    yield from _last_word(case, row.act, by, given)


def _own_work(case: Case, act: Act, given: Given) -> Iterator[GeoGridError]:
    """Nobody judges what they did, or grants what they asked for."""
    if given.account is None:
        return
    is_handler = given.account in case.handlers
    if (act in _JUDGES and is_handler) or (act in _GRANTS and (is_handler or given.account == case.asked_by)):
        yield Denied("own_work", act=str(act))


def _asked_and_ruled(case: Case, act: Act, by: frozenset[Capacity], given: Given) -> Iterator[GeoGridError]:
    """What an arbiter ruled is final; one thing is asked for at a time, and answered once."""
    if act in _PASSES_ON and _is_ruled(case, act, by, given):
        yield Refusal("ruled_already")
    if act in _ASKS and case.pending is not None:
        yield Conflict("asked_already", asked=case.pending)
    if act in _ANSWERS and case.pending != _ANSWERS[act]:
        yield Refusal("nothing_asked", asked=_ANSWERS[act])


def _kind(case: Case, act: Act) -> Iterator[GeoGridError]:
    """Only what is general ends with whoever dealt with it; what must be visited is visited first."""
    if act in (Act.LOG, Act.SAMPLE) and case.kind is not Kind.GENERAL:
        yield Refusal("not_general", kind=str(case.kind))
    if act is Act.LOG and case.must_report:
        yield Refusal("must_be_reported")
    if act is Act.FINISH and case.must_visit and not case.arrived:
        yield Refusal("arrive_first")


def _last_word(case: Case, act: Act, by: frozenset[Capacity], given: Given) -> Iterator[GeoGridError]:
    """A reporter rates once for each closing, and has an incident opened again while it is fresh."""
    if act is Act.RATE and case.ratings >= case.closings:
        yield Refusal("rated_already")
    if act is Act.REOPEN and Capacity.DISPATCHER not in by and _is_late(case, given):
        yield Refusal("reopen_late", days=given.reopen_days)


def _is_ruled(case: Case, act: Act, by: frozenset[Capacity], given: Given) -> bool:
    """Whether somebody passes on what an arbiter gave them; within the same office it may wander."""
    if case.ruled_for is None or case.ruled_for != case.assigned:
        return False
    if act is Act.DISPUTE and Capacity.HANDLER not in by:
        return False
    office = case.ruled_for.office
    if act is Act.HAND_ON and office is not None:
        # Which target is meant is not known as long as only the buttons are asked for.
        return given.target is not None and given.target.office != office
    return True


def _is_late(case: Case, given: Given) -> bool:
    if case.closed_at is None or given.at is None:
        return False
    return given.at > case.closed_at + timedelta(days=given.reopen_days)


def _is_given(need: Requirement, given: Given) -> bool:
    match need:
        case Requirement.REASON:
            return bool(given.reason and given.reason.strip())
        case Requirement.TEXT:
            return bool(given.text and given.text.strip())
        case Requirement.TEXT_OR_PHOTO:
            return bool(given.photos or (given.text and given.text.strip()))
        case Requirement.PHOTO:
            return given.photos > 0
        case Requirement.ON_SITE:
            return given.distance_m is not None and given.distance_m <= given.on_site_m
        case Requirement.PLACE:
            return given.place
        case Requirement.RATING:
            return given.rating is not None and 1 <= given.rating <= 5
        case Requirement.UNTIL:
            return given.until is not None and (given.at is None or given.until > given.at)
        case _:
            return getattr(given, need.value) is not None


def _outcome(case: Case, row: Transition, given: Given) -> Outcome:
    to = _to(case, row, given)
    return Outcome(
        act=row.act,
        from_state=case.state,
        to_state=to,
        clock=_clock(case, row, to, given),
        stage=STAGE_OF.get(to),
        pending=_pending(case, row, to, given),
        counts=_COUNTS.get(row.act),
        level=max(1, case.level - 1) if row.act is Act.ESCALATE else case.level,
        is_final_for=given.target if row.act is Act.RULE else None,
    )


def _to(case: Case, row: Transition, given: Given) -> State:
    if isinstance(row.to, State):
        return row.to
    if row.to is Where.FINISHED:
        is_done = case.kind is Kind.GENERAL and not case.must_report
        return State.CLOSED if is_done else State.HANDLED
    if row.to is Where.SAMPLED and given.solved is False:
        return State.HANDLING
    is_at_work = case.state in (State.DISPATCHED, State.HANDLING, State.SUSPENDED)
    if row.to is Where.MOVED and given.other_ground and is_at_work:
        return State.DISPATCHED
    if case.state is None:
        raise AssertionError(row)
    return case.state


def _clock(case: Case, row: Transition, to: State, given: Given) -> Clock:
    if to not in OPEN:
        return Clock.KEEPS if case.state is to else Clock.ENDS
    if to is State.SUSPENDED:
        return Clock.KEEPS if case.state is to else Clock.STOPS
    if row.act is Act.CLASSIFY:
        return Clock.RECKONED
    if row.act is Act.RESUME:
        return Clock.GOES_ON
    # Whoever is given it has the whole time of their stage.
    return Clock.STARTS if to is not case.state or _is_given_away(row, to, given) else Clock.KEEPS


def _is_given_away(row: Transition, to: State, given: Given) -> bool:
    is_moved_away = row.to is Where.MOVED and given.other_ground
    return to is State.DISPATCHED and (row.to is State.DISPATCHED or is_moved_away)


def _pending(
    case: Case, row: Transition, to: State, given: Given
) -> Literal["extension", "suspension"] | None:
    if row.act in _ASKS:
        return _ASKS[row.act]
    if row.act in _ANSWERS or to not in (State.DISPATCHED, State.HANDLING):
        return None
    # What somebody asked for ends with them.
    return None if _is_given_away(row, to, given) else case.pending
