"""Which incidents are there? Some of them, one by one, and what changed since."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.incident_records import MOST_CHANGES, IncidentRecord
from geo_grid.store.queries.incident_filter import OVERDUE

#: Of the alias i, with the joins below.
_COLUMNS = f"""
    i.id, i.number, i.version, i.state, i.stage, i.kind, i.urgency, i.channel, i.category, i.title, i.place,
    ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat, i.grids, i.nearest_grid, i.level, i.assignee_person AS person,
    p.name AS person_name, i.assignee_office AS office, o.name_zh AS office_name, i.co_offices,
    i.reporter_account, i.reported_at, i.changed_at, i.closed_at, i.due_at, i.stage_due_at,
    {OVERDUE} AS overdue, i.escalated, i.returned, i.reopened,
    (SELECT count(*) FROM incident_photo f WHERE f.incident_id = i.id) AS photos, i.made_up
"""  # noqa: S608 - constants of the store
_JOINS = "LEFT JOIN person p ON p.id = i.assignee_person LEFT JOIN office o ON o.id = i.assignee_office"


def incidents_by_id(session: Session, ids: Collection[int]) -> list[IncidentRecord]:
    """Some incidents, by identity."""
    statement = f"SELECT {_COLUMNS} FROM incident i {_JOINS} WHERE i.id = ANY(:ids) ORDER BY i.id"  # noqa: S608
    return [_record(row) for row in session.execute(text(statement), {"ids": list(ids)})]


def incident_numbered(session: Session, number: str) -> IncidentRecord | None:
    """The incident with this number."""
    statement = f"SELECT {_COLUMNS} FROM incident i {_JOINS} WHERE i.number = :number"  # noqa: S608
    row = session.execute(text(statement), {"number": number}).one_or_none()
    return None if row is None else _record(row)


def changed_so_far(session: Session) -> int:
    """Whatever happened in a transaction before this one is seen by this session."""
    found: int = session.execute(
        text("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
    ).scalar_one()
    return found


def changed_since(session: Session, since: int) -> list[IncidentRecord] | None:
    """What changed in this transaction and later, nothing missed; None where it is too much to tell.

    Parameters
    ----------
    since
        As `changed_so_far` said it. A database that was read back from a dump counts anew; what it held
        before is not taken for a change, and whoever has seen more than has happened has to look afresh.
    """
    if since > changed_so_far(session):
        return None
    ids = session.scalars(
        text(
            "SELECT i.id FROM incident i WHERE i.changed_in >= CAST(CAST(:since AS text) AS xid8) "
            "AND i.changed_in < pg_snapshot_xmax(pg_current_snapshot()) "
            "ORDER BY i.changed_in, i.id LIMIT :limit"
        ),
        {"since": str(since), "limit": MOST_CHANGES + 1},
    ).all()
    return None if len(ids) > MOST_CHANGES else incidents_by_id(session, ids)


def names_of_grids(session: Session, grids: Collection[int]) -> dict[int, tuple[str, str, int]]:
    """Code, name and level of some grids, as they are called now or were called last, by identity."""
    rows = session.execute(
        text(
            "SELECT DISTINCT ON (r.grid_id) r.grid_id, r.code, r.name, r.level FROM grid_row r "
            "WHERE r.grid_id = ANY(:grids) "
            "ORDER BY r.grid_id, r.valid @> now() DESC, upper(r.valid) DESC NULLS FIRST"
        ),
        {"grids": list(grids)},
    )
    return {row.grid_id: (row.code, row.name, row.level) for row in rows}


def names_of_offices(session: Session, offices: Collection[int]) -> dict[int, str]:
    """Names of some offices by identity."""
    rows = session.execute(
        text("SELECT id, name_zh FROM office WHERE id = ANY(:offices)"), {"offices": list(offices)}
    )
    return {row.id: row.name_zh for row in rows}


def grids_in_row(rows: Sequence[IncidentRecord]) -> set[int]:
    """All grids that some incidents speak of."""
    found = {grid for row in rows for grid in row.grids}
    return found | {row.nearest_grid for row in rows if row.nearest_grid is not None}


def _record(row: Row[Any]) -> IncidentRecord:
    told = dict(row._mapping)
    told["grids"], told["co_offices"] = tuple(told["grids"]), tuple(told["co_offices"])
    return IncidentRecord(**told)
