"""How often do incidents go back and forth, over which borders and between which offices?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

#: Ways in which somebody gets rid of an incident.
ACTS = ("return", "hand_on", "dispute", "move")


@dataclass(frozen=True, slots=True)
class Passed:
    """Incidents that went between two, either way.

    Parameters
    ----------
    one, other
        Identities of grids or offices; `other` None where it only went back.
    acts, reasons
        What was done, and why → how often.
    """

    one: int | None
    other: int | None
    acts: Mapping[str, int]
    reasons: Mapping[str, int]
    count: int
    last_at: datetime


# Who returns an incident near a border does not say whose it is: it is then the grid on the other side.
_BORDERS = text(
    """
    WITH passed AS (
        SELECT coalesce(went.from_grid, it.grid_id) AS here,
               coalesce(nullif(went.to_grid, coalesce(went.from_grid, it.grid_id)), it.border_grid) AS there,
               went.act, coalesce(went.reason_code, '') AS reason, went.at
        FROM incident_transfer AS went JOIN incident AS it ON it.id = went.incident_id
        WHERE went.at >= :first AND went.at < :until AND went.act = ANY(:acts)
    ), counted AS (
        SELECT least(here, there) AS one, greatest(here, there) AS other, act, reason,
               count(*)::int AS n, max(at) AS last_at
        FROM passed WHERE here <> there GROUP BY 1, 2, 3, 4
    )
    SELECT one, other, array_agg(act), array_agg(reason), array_agg(n), max(last_at)
    FROM counted GROUP BY one, other ORDER BY sum(n) DESC, one, other LIMIT :limit
    """
)

_OFFICES = text(
    """
    WITH counted AS (
        SELECT from_office AS one, nullif(to_office, from_office) AS other, act,
               coalesce(reason_code, '') AS reason, count(*)::int AS n, max(at) AS last_at
        FROM incident_transfer
        WHERE at >= :first AND at < :until AND act = ANY(:acts) AND from_office IS NOT NULL
        GROUP BY 1, 2, 3, 4
    )
    SELECT one, other, array_agg(act), array_agg(reason), array_agg(n), max(last_at)
    FROM counted GROUP BY one, other ORDER BY sum(n) DESC, one, other LIMIT :limit
    """
)


def passed_over_borders(session: Session, first: datetime, until: datetime, *, limit: int) -> list[Passed]:
    """By the two grids, most often first; the smaller identity is `one`."""
    return _passed(session, _BORDERS, first, until, limit)


def passed_by_offices(session: Session, first: datetime, until: datetime, *, limit: int) -> list[Passed]:
    """By the office that passed it on and the one that got it, most often first."""
    return _passed(session, _OFFICES, first, until, limit)


def _passed(
    session: Session, statement: TextClause, first: datetime, until: datetime, limit: int
) -> list[Passed]:
    asked = {"first": first, "until": until, "acts": list(ACTS), "limit": limit}
    found = []
    for one, other, acts, reasons, counts, last_at in session.execute(statement, asked):
        by_act: dict[str, int] = {}
        by_reason: dict[str, int] = {}
        for act, reason, count in zip(acts, reasons, counts, strict=True):
            by_act[act] = by_act.get(act, 0) + count
            by_reason[reason] = by_reason.get(reason, 0) + count
        found.append(Passed(one, other, by_act, by_reason, sum(counts), last_at))
    return found
