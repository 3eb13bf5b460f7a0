"""Which duties do people have, had or will have for grids, and when are they away?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.people_records import AssignmentRecord, LeaveRecord
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

_STATE = """CASE
    WHEN {0}.cancelled_at IS NOT NULL THEN 'cancelled'
    WHEN lower({0}.valid) > now() THEN 'future'
    WHEN upper_inf({0}.valid) OR upper({0}.valid) > now() THEN 'in_force'
    ELSE 'ended' END"""

_SELECT = f"""
    SELECT a.id, a.grid_id, g.code, g.name, g.level, a.person_id, p.name, a.role, lower(a.valid),
           upper(a.valid), a.shift, a.hours, a.specialty, a.duties, a.office_id, o.name_zh,
           {_STATE.format("a")}
    FROM assignment a
    JOIN person p ON p.id = a.person_id
    JOIN {GRID_NAME.format("a.grid_id", "g")} ON true
    LEFT JOIN office o ON o.id = a.office_id
"""  # noqa: S608 - constants of this module

_LIST = text(
    f"""
    WITH RECURSIVE {REACH}, asked AS (
        SELECT grid_id FROM grid_code WHERE code = :grid
        UNION
        SELECT r.grid_id FROM asked JOIN grid_row r ON r.parent_id = asked.grid_id AND r.valid @> now()
    )
    {_SELECT}
    WHERE a.id > :after AND (:everything OR a.grid_id IN (SELECT grid_id FROM reach))
      AND (CAST(:grid AS text) IS NULL OR a.grid_id IN (SELECT grid_id FROM asked))
      AND (CAST(:person AS bigint) IS NULL OR a.person_id = :person)
      AND (CAST(:role AS text) IS NULL OR a.role = :role)
      AND CASE CAST(:state AS text)
          WHEN 'all' THEN true
          WHEN 'current' THEN {_STATE.format("a")} IN ('in_force', 'future')
          ELSE {_STATE.format("a")} = :state END
    ORDER BY a.id LIMIT :limit
    """  # noqa: S608 - constants of this module
)
_BY_ID = text(f"{_SELECT} WHERE a.id = :id")
_CURRENT = text(
    f"{_SELECT} WHERE a.person_id = ANY(:persons) AND a.cancelled_at IS NULL "
    "AND (upper_inf(a.valid) OR upper(a.valid) > coalesce(CAST(:at AS timestamptz), now())) ORDER BY a.id"
)
_MEETING = text(
    f"{_SELECT} WHERE a.grid_id = :grid AND a.role = :role AND a.cancelled_at IS NULL "
    "AND (CAST(:person AS bigint) IS NULL OR a.person_id = :person) "
    "AND a.valid && tstzrange(:since, :until) ORDER BY lower(a.valid) LIMIT 1"
)
_LEAVES = f"""
    SELECT l.id, l.person_id, l.kind, lower(l.valid), upper(l.valid), l.stand_in_id, s.name,
           {_STATE.format("l")}
    FROM leave l LEFT JOIN person s ON s.id = l.stand_in_id
"""  # noqa: S608 - constants of this module
_LEAVE_BY_ID = text(f"{_LEAVES} WHERE l.id = :id")
_CURRENT_LEAVES = text(
    f"{_LEAVES} WHERE l.person_id = ANY(:persons) AND l.cancelled_at IS NULL "
    "AND (upper_inf(l.valid) OR upper(l.valid) > now()) ORDER BY lower(l.valid)"
)
_LEAVE_MEETING = text(
    f"{_LEAVES} WHERE l.person_id = :person AND l.cancelled_at IS NULL "
    "AND l.valid && tstzrange(:since, :until) ORDER BY lower(l.valid) LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class DutySearch:
    """Which duties.

    Parameters
    ----------
    grid
        Code: of it and of those below it.
    state
        ``in_force``, ``future``, ``ended``, ``cancelled``, ``current`` (in force or to come), ``all``.
    """

    grid: str | None = None
    person: int | None = None
    role: str | None = None
    state: str = "current"


def list_assignments(
    session: Session, reach: Reach, search: DutySearch, after: int, limit: int
) -> list[AssignmentRecord]:
    """Duties for grids of some ground, by id."""
    params = {
        **reach.params(),
        "grid": search.grid,
        "person": search.person,
        "role": search.role,
        "state": search.state,
        "after": after,
        "limit": limit,
    }
    return [_record(row) for row in session.execute(_LIST, params)]


def assignment_by_id(session: Session, assignment: int) -> AssignmentRecord | None:
    """One duty."""
    row = session.execute(_BY_ID, {"id": assignment}).one_or_none()
    return None if row is None else _record(row)


def duties_of(
    session: Session, persons: Collection[int], at: datetime | None = None
) -> list[AssignmentRecord]:
    """Duties of some people that are not over at an instant, now where none is given, by id."""
    rows = session.execute(_CURRENT, {"persons": list(persons), "at": at})
    return [_record(row) for row in rows]


def duty_meeting(
    session: Session,
    grid: int,
    role: str,
    since: datetime,
    until: datetime | None,
    person: int | None = None,
) -> AssignmentRecord | None:
    """The first duty of this role for the grid, of anybody or of one person, that meets a period."""
    params = {"grid": grid, "role": role, "person": person, "since": since, "until": until}
    row = session.execute(_MEETING, params).one_or_none()
    return None if row is None else _record(row)


def had_duties(session: Session, person: int) -> bool:
    """Whether anything ever was entrusted to somebody, or is remembered of them."""
    return bool(
        session.scalar(
            text(
                "SELECT EXISTS (SELECT FROM assignment WHERE person_id = :person) "
                "OR EXISTS (SELECT FROM leave WHERE person_id = :person OR stand_in_id = :person)"
            ),
            {"person": person},
        )
    )


def leave_by_id(session: Session, leave: int) -> LeaveRecord | None:
    """One leave."""
    row = session.execute(_LEAVE_BY_ID, {"id": leave}).one_or_none()
    return None if row is None else LeaveRecord(*row)


def leaves_of(session: Session, persons: Collection[int]) -> list[LeaveRecord]:
    """Leaves of some people that are not over, the earliest first."""
    return [LeaveRecord(*row) for row in session.execute(_CURRENT_LEAVES, {"persons": list(persons)})]


def leave_meeting(
    session: Session, person: int, since: datetime, until: datetime | None
) -> LeaveRecord | None:
    """The first leave of somebody that meets a period."""
    params = {"person": person, "since": since, "until": until}
    row = session.execute(_LEAVE_MEETING, params).one_or_none()
    return None if row is None else LeaveRecord(*row)


def _record(row: Row[Any]) -> AssignmentRecord:
    values: tuple[Any, ...] = tuple(row)
    fields: tuple[Any, ...] = (*values[:2], values[2:5], *values[5:])
    return AssignmentRecord(*fields)
