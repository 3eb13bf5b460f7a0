"""The states of an incident, and the clock that runs in each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where an incident stands; there is no other."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    HANDLED = "handled"
    DISPUTED = "disputed"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


#: States in which something is still to be done.
OPEN: frozenset[State] = frozenset(State) - {
    State.CLOSED,
    State.DECLINED,
    State.WITHDRAWN,
    State.DUPLICATE,
}


class Stage(StrEnum):
    """What is timed; ``total`` runs from the report until the incident ends."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    TAKE = "take"
    HANDLE = "handle"
    VERIFY = "verify"
    ARBITRATE = "arbitrate"
    TOTAL = "total"


#: The clock that runs in each state; none runs while an incident is suspended or after it has ended.
STAGE_OF: Mapping[State, Stage] = MappingProxyType(
    {
        State.REPORTED: Stage.ACCEPT,
        State.ACCEPTED: Stage.DISPATCH,
        State.DISPATCHED: Stage.TAKE,
        State.HANDLING: Stage.HANDLE,
        State.HANDLED: Stage.VERIFY,
        State.DISPUTED: Stage.ARBITRATE,
    }
)


class Kind(StrEnum):
    """How an incident is to be handled."""

    GENERAL = "general"
    COORDINATION = "coordination"
    EMERGENCY = "emergency"
    APPROVAL = "approval"


class Urgency(StrEnum):
    """How much it presses."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


class Channel(StrEnum):
    """How an incident came in."""

    RESIDENT = "resident"
    OPEN311 = "open311"
    MEMBER = "member"
    HOTLINE = "hotline"
    HIGHER_OFFICE = "higher_office"
    MEDIA = "media"
    SENSOR = "sensor"
    BATCH = "batch"
