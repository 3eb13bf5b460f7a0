"""The table of all transitions: from where, to where, by whom, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from geo_grid.core.incidents.actions import Act, Capacity, Requirement
from geo_grid.core.incidents.states import OPEN, State


class Where(StrEnum):
    """Where a transition leads that does not always lead to the same state."""

    SAME = "same"
    #: Closed where the matter is general, else to be verified.
    FINISHED = "finished"
    #: Handled again where a sample found it unsolved.
    SAMPLED = "sampled"
    #: To be taken by somebody else where it turns out to lie on other ground.
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    Parameters
    ----------
    from_states
        Empty where the action makes the incident.
    to
        The next state, or the rule that tells it.
    who
        Each of these capacities is enough.
    requires
        What always has to come with it; `deciding.requirements` adds what the case asks for.
    """

    act: Act
    from_states: frozenset[State]
    to: State | Where
    who: frozenset[Capacity]
    requires: frozenset[Requirement] = frozenset()


_S, _C, _R = State, Capacity, Requirement

_NONE: frozenset[State] = frozenset()
#: Somebody has been told to go, or is at it.
_AT_WORK = frozenset({_S.DISPATCHED, _S.HANDLING})
_DESK = frozenset({_C.RECEIVER, _C.DISPATCHER})
_REPORTS = _DESK | {_C.REPORTER, _C.HANDLER, _C.SYSTEM}
_PEOPLE = frozenset(Capacity) - {_C.SYSTEM}


def _row(
    act: Act,
    from_states: frozenset[State] | set[State] | State,
    to: State | Where,
    who: frozenset[Capacity] | set[Capacity] | Capacity,
    *requires: Requirement,
) -> Transition:
    states = frozenset({from_states}) if isinstance(from_states, State) else frozenset(from_states)
    capacities = frozenset({who}) if isinstance(who, Capacity) else frozenset(who)
    return Transition(act, states, to, capacities, frozenset(requires))


TRANSITIONS: tuple[Transition, ...] = (
    # In, and to somebody.
    _row(Act.REPORT, _NONE, _S.REPORTED, _REPORTS, _R.TEXT_OR_PHOTO),
    _row(Act.LOG, _NONE, _S.CLOSED, {_C.HANDLER, _C.RECEIVER}, _R.TEXT),
    _row(Act.ACCEPT, _S.REPORTED, _S.ACCEPTED, _DESK | {_C.SYSTEM}),
    _row(Act.DECLINE, {_S.REPORTED, _S.ACCEPTED}, _S.DECLINED, _C.DISPATCHER, _R.REASON),
    _row(Act.DISPATCH, _S.ACCEPTED, _S.DISPATCHED, {_C.DISPATCHER, _C.SYSTEM}, _R.TARGET),
    # On the ground.
    _row(Act.TAKE, _S.DISPATCHED, _S.HANDLING, _C.HANDLER),
    _row(Act.ARRIVE, _S.HANDLING, _S.HANDLING, _C.HANDLER, _R.ON_SITE),
    _row(Act.NOTE, OPEN, Where.SAME, _PEOPLE, _R.TEXT_OR_PHOTO),
    _row(Act.FINISH, _S.HANDLING, Where.FINISHED, _C.HANDLER, _R.TEXT),
    # Not here, not ours, not alone.
    _row(Act.HAND_ON, _AT_WORK, _S.DISPATCHED, _C.HANDLER, _R.TARGET, _R.REASON),
    _row(Act.RETURN, _AT_WORK, _S.ACCEPTED, _C.HANDLER, _R.REASON),
    _row(Act.DISPUTE, {_S.ACCEPTED, _S.DISPATCHED}, _S.DISPUTED, {_C.HANDLER, _C.DISPATCHER}, _R.REASON),
    _row(Act.RULE, _S.DISPUTED, _S.DISPATCHED, _C.ARBITER, _R.TARGET, _R.REASON),
    _row(
        Act.ESCALATE,
        _AT_WORK | {_S.ACCEPTED, _S.DISPUTED},
        _S.DISPATCHED,
        {_C.DISPATCHER, _C.HANDLER, _C.SYSTEM},
        _R.REASON,
    ),
    _row(
        Act.REASSIGN,
        _AT_WORK | {_S.SUSPENDED},
        _S.DISPATCHED,
        {_C.DISPATCHER, _C.SUPERVISOR, _C.SYSTEM},
        _R.TARGET,
    ),
    # Seen again by somebody else.
    _row(Act.VERIFY, _S.HANDLED, _S.CLOSED, {_C.INSPECTOR, _C.DISPATCHER}),
    _row(Act.REWORK, _S.HANDLED, _S.HANDLING, {_C.INSPECTOR, _C.DISPATCHER}, _R.REASON),
    _row(Act.SAMPLE, _S.CLOSED, Where.SAMPLED, _C.INSPECTOR, _R.SOLVED),
    # What it is, and where.
    _row(Act.MOVE, OPEN, Where.MOVED, _DESK | {_C.HANDLER}, _R.PLACE),
    _row(Act.CLASSIFY, OPEN, Where.SAME, _DESK, _R.CATEGORY),
    _row(Act.LINK, OPEN, Where.SAME, _DESK, _R.DUPLICATE_OF),
    _row(Act.UNLINK, OPEN, Where.SAME, _DESK, _R.DUPLICATE_OF),
    _row(Act.MARK_DUPLICATE, OPEN, _S.DUPLICATE, _C.DISPATCHER, _R.DUPLICATE_OF),
    # More time.
    _row(Act.ASK_EXTENSION, _AT_WORK, Where.SAME, _C.HANDLER, _R.REASON, _R.UNTIL),
    _row(Act.GRANT_EXTENSION, _AT_WORK, Where.SAME, _C.SUPERVISOR),
    _row(Act.REFUSE_EXTENSION, _AT_WORK, Where.SAME, _C.SUPERVISOR, _R.REASON),
    _row(Act.ASK_SUSPENSION, _S.HANDLING, Where.SAME, _C.HANDLER, _R.REASON, _R.UNTIL),
    _row(Act.GRANT_SUSPENSION, _S.HANDLING, _S.SUSPENDED, _C.SUPERVISOR),
    _row(Act.REFUSE_SUSPENSION, _S.HANDLING, Where.SAME, _C.SUPERVISOR, _R.REASON),
    _row(Act.RESUME, _S.SUSPENDED, _S.HANDLING, {_C.HANDLER, _C.DISPATCHER, _C.SYSTEM}),
    # Who reported it has the last word.
    _row(Act.WITHDRAW, {_S.REPORTED, _S.ACCEPTED, _S.DISPATCHED}, _S.WITHDRAWN, _C.REPORTER),
    _row(Act.RATE, _S.CLOSED, Where.SAME, _C.REPORTER, _R.SOLVED, _R.RATING),
    _row(Act.REOPEN, {_S.CLOSED, _S.DECLINED}, _S.ACCEPTED, {_C.REPORTER, _C.DISPATCHER}, _R.REASON),
    # What was taken back or joined by mistake is not lost.
    _row(Act.REOPEN, {_S.WITHDRAWN, _S.DUPLICATE}, _S.ACCEPTED, _C.DISPATCHER, _R.REASON),
    # The clock speaks.
    _row(Act.WARN, OPEN, Where.SAME, _C.SYSTEM),
    _row(Act.ALARM, OPEN, Where.SAME, _C.SYSTEM),
    _row(Act.RECKON, OPEN, Where.SAME, _C.SYSTEM),
)  # fmt: skip


def _by_state(rows: tuple[Transition, ...]) -> Mapping[tuple[Act, State | None], Transition]:
    found: dict[tuple[Act, State | None], Transition] = {}
    for row in rows:
        for state in row.from_states or (None,):
            found[row.act, state] = row
    return MappingProxyType(found)


#: The row for an action in a state; None is the state of what is not reported yet.
ROW_FOR: Mapping[tuple[Act, State | None], Transition] = _by_state(TRANSITIONS)
