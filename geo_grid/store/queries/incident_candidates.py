"""Who could be given an incident, and which incidents wait for somebody?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Place
from geo_grid.store.queries.standing_ground import GRID_NAME


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with a duty for a grid, who is in the service and not away."""

    person: int
    name: str
    post: str | None
    phone: str | None
    role: str
    grid: int
    code: str
    grid_name: str
    level: int


def people_of(session: Session, grids: Collection[int], at: datetime) -> list[Candidate]:
    """Heads and members of some grids, in the order of the grids, heads first."""
    rows = session.execute(
        text(
            f"""
            SELECT p.id AS person, p.name, p.post, coalesce(p.phone, p.mobile) AS phone, a.role,
                   a.grid_id AS grid, g.code, g.name AS grid_name, g.level
            FROM assignment a
            JOIN person p ON p.id = a.person_id AND p.valid @> :at
            JOIN {GRID_NAME.format("a.grid_id", "g")} ON true
            WHERE a.grid_id = ANY(:grids) AND a.role IN ('head', 'member') AND a.cancelled_at IS NULL
              AND a.valid @> :at
              AND NOT EXISTS (SELECT FROM leave l WHERE l.person_id = p.id AND l.cancelled_at IS NULL
                              AND l.valid @> :at)
            ORDER BY array_position(CAST(:grids AS bigint[]), a.grid_id), a.role, a.id
            """  # noqa: S608 - constants of the store
        ),
        {"grids": list(grids), "at": at},
    )
    return [Candidate(**row._mapping) for row in rows]


def incidents_in_hand(
    session: Session, person: int | None, offices: Collection[int], grids: Collection[int], limit: int
) -> list[int]:
    """Incidents to be dealt with: of a person, of offices and not yet anybody's, of grids; due next first."""
    return list(
        session.scalars(
            text(
                """
                SELECT id FROM incident
                WHERE is_open AND state IN ('dispatched', 'handling', 'suspended') AND (
                    assignee_person = :person
                    OR (assignee_person IS NULL AND assignee_office = ANY(:offices))
                    OR (grid_id = ANY(:grids) AND level = cardinality(grids)))
                ORDER BY assignee_person IS NOT DISTINCT FROM :person DESC, stage_due_at NULLS LAST, id
                LIMIT :limit
                """
            ),
            {"person": person, "offices": list(offices), "grids": list(grids), "limit": limit},
        )
    )


def incidents_to_verify(
    session: Session, grids: Collection[int] | None, account: int, limit: int
) -> list[int]:
    """Incidents to be verified, on some ground or all, by who has not handled them; due next first."""
    return list(
        session.scalars(
            text(
                """
                SELECT i.id FROM incident i
                WHERE i.is_open AND i.state = 'handled'
                  AND (:everything OR i.grids && CAST(:grids AS bigint[]))
                  AND NOT EXISTS (
                    SELECT FROM incident_entry e WHERE e.incident_id = i.id AND e.by_account = :account
                      AND e.act IN ('take', 'arrive', 'finish', 'log'))
                ORDER BY i.stage_due_at NULLS LAST, i.id LIMIT :limit
                """
            ),
            {"grids": list(grids or ()), "everything": grids is None, "account": account, "limit": limit},
        )
    )


def incidents_to_sample(
    session: Session,
    grids: Collection[int] | None,
    account: int,
    share: float,
    since: datetime,
    limit: int,
) -> list[int]:
    """General matters that were closed by whoever dealt with them and drawn for a sample, not yet looked at.

    Drawn by the number alone, so that everybody draws the same and nobody can know before.
    """
    return list(
        session.scalars(
            text(
                """
                SELECT i.id FROM incident i
                WHERE i.state = 'closed' AND i.kind = 'general' AND i.closed_at >= :since
                  AND (:everything OR i.grids && CAST(:grids AS bigint[]))
                  AND ('x' || substr(md5(i.number), 1, 6))::bit(24)::int < :share * 16777216
                  AND NOT EXISTS (
                    SELECT FROM incident_entry e WHERE e.incident_id = i.id AND (e.act = 'sample' OR (
                        e.by_account = :account AND e.act IN ('take', 'arrive', 'finish', 'log'))))
                ORDER BY i.closed_at DESC, i.id LIMIT :limit
                """
            ),
            {
                "grids": list(grids or ()),
                "everything": grids is None,
                "account": account,
                "share": share,
                "since": since,
                "limit": limit,
            },
        )
    )


def offices_serving(session: Session, place: Place) -> list[tuple[int, str, str]]:
    """Open offices whose ground holds a place, and those above them: (id, name, kind)."""
    rows = session.execute(
        text(
            "SELECT id, name_zh, kind FROM office WHERE id = ANY(:ids) AND closed_at IS NULL ORDER BY id DESC"
        ),
        {"ids": list(place.offices)},
    )
    return [(row.id, row.name_zh, row.kind) for row in rows]
