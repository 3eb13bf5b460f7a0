"""Writing what an edition does to duties."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

# Whoever holds the duty twice already, or a head who is there already, stays.
_CARRY = text(
    """
    INSERT INTO assignment (grid_id, person_id, role, valid, shift, hours, specialty, duties, office_id)
    SELECT pair.fresh, a.person_id, a.role, tstzrange(begins, upper(a.valid)),
           a.shift, a.hours, a.specialty, a.duties, a.office_id
    FROM unnest(CAST(:fresh AS bigint[]), CAST(:origin AS bigint[])) AS pair(fresh, origin)
    JOIN assignment a ON a.grid_id = pair.origin
    CROSS JOIN LATERAL (SELECT greatest(lower(a.valid), CAST(:at AS timestamptz)) AS begins) AS since
    JOIN person p ON p.id = a.person_id AND p.valid @> begins
    WHERE a.cancelled_at IS NULL AND (upper_inf(a.valid) OR upper(a.valid) > :at)
    ORDER BY pair.fresh, a.id
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)
_NAME_HEADLESS = text(
    """
    INSERT INTO edition_headless (edition, grid_id)
    SELECT e.number, r.grid_id FROM edition e JOIN grid_row r ON r.edition_from = e.number
    WHERE e.number = :edition AND r.level > 0 AND NOT r.noding AND NOT EXISTS (
        SELECT FROM assignment a JOIN person p ON p.id = a.person_id AND p.valid @> e.effective
        WHERE a.grid_id = r.grid_id AND a.role = 'head' AND a.cancelled_at IS NULL
          AND a.valid @> e.effective)
    """
)


def carry_duties(session: Session, pairs: Sequence[tuple[int, int]], at: datetime) -> list[int]:
    """Copy what is or will be a duty at an instant, by (new grid, grid that it came out of); their ids."""
    if not pairs:
        return []
    fresh, origin = (list(side) for side in zip(*pairs, strict=True))
    return list(session.scalars(_CARRY, {"fresh": fresh, "origin": origin, "at": at}))


def name_headless(session: Session, edition: int) -> int:
    """Note the grids that an edition opens without a head; how many."""
    named = session.execute(_NAME_HEADLESS, {"edition": edition})
    return named.rowcount if isinstance(named, CursorResult) else 0
