"""Who had incidents that went to somebody else just now?"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

#: Seconds within which somebody is told that an incident is theirs no more.
_JUST_NOW_S = 60

_BEFORE = text(
    f"""
    SELECT t.incident_id, t.from_grid, t.from_person, t.from_office FROM incident_transfer t
    WHERE t.incident_id = ANY(:incidents) AND t.at > now() - make_interval(secs => {_JUST_NOW_S})
    """  # noqa: S608 - a constant of this module
)


@dataclass(frozen=True, slots=True)
class Before:
    """An incident, with the grid, person and office that it went from."""

    incident: int
    grid: int | None
    person: int | None
    office: int | None


def held_before(session: Session, incidents: Collection[int]) -> list[Before]:
    """Who had some incidents until just now, of those that went from one to another."""
    rows = session.execute(_BEFORE, {"incidents": list(incidents)})
    return [Before(*row) for row in rows]
