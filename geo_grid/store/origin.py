"""Who acts in a transaction, and from where: what the audit writes down beside the deed."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    # Commands that need no database name who types too, and need not load it for that.
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Origin:
    """Who, by what way, from where.

    Parameters
    ----------
    actor
        ``account:3 wang``, ``cli:root`` or ``system``.
    via
        How they come.
    address
        Of the client, where there is one.
    request
        Id of the request, as in the logs.
    """

    actor: str
    via: Literal["session", "token", "cli", "system"]
    address: str | None = None
    request: str | None = None


#: Where nobody in particular acts.
SYSTEM = Origin("system", "system")

#: Who acts in this process where a session does not say; the command line sets it once.
acting: ContextVar[Origin] = ContextVar("acting", default=SYSTEM)

_KEY = "geo_grid_origin"


def act_as(session: "Session", origin: Origin) -> None:
    """From now on this session's deeds are this one's."""
    session.info[_KEY] = origin


def origin_of(session: "Session") -> Origin:
    """Who acts in this session."""
    found = session.info.get(_KEY)
    return found if isinstance(found, Origin) else acting.get()
