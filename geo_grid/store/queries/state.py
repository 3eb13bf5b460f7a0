"""Which editions count at an instant, and until when that stays so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class State:
    """What was, is or will be in force at an instant.

    Parameters
    ----------
    edition
        Number of the edition that took effect last; None before the first.
    key
        Equal for two instants if and only if the same editions count at both. (Editions need not take effect
        in the order of their numbers; those that count are a prefix in the order of taking effect, so the
        highest number and the count name the set.)
    until
        When the next published edition takes effect; None if none is waiting.
    """

    edition: int | None
    key: tuple[int, int]
    until: datetime | None


_STATE = text(
    """
    SELECT (SELECT number FROM edition WHERE effective <= :at ORDER BY effective DESC, number DESC LIMIT 1),
           coalesce(max(number) FILTER (WHERE effective <= :at), 0),
           count(*) FILTER (WHERE effective <= :at),
           min(effective) FILTER (WHERE effective > :at)
    FROM edition
    """
)


def state(session: Session, at: datetime) -> State:
    """The editions in force at an instant.

    Parameters
    ----------
    at
        Aware instant.
    """
    edition, highest, count, until = session.execute(_STATE, {"at": at}).one()
    return State(edition, (highest, count), until)
