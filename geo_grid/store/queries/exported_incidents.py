"""Which incidents go into a file, with everything of them but who reported them?"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.incident_filter import OVERDUE, filtered

# The grids are called as they were when it was reported, or as they were next to that.
_CHAIN = """
    SELECT array_agg(row.code ORDER BY each.n) AS codes, array_agg(row.name ORDER BY each.n) AS names
    FROM unnest(i.grids) WITH ORDINALITY AS each (id, n) CROSS JOIN LATERAL (
        SELECT code, name FROM grid_row WHERE grid_row.grid_id = each.id
        ORDER BY (valid @> i.reported_at) DESC, lower(valid) DESC LIMIT 1
    ) AS row
"""
_COLUMNS = f"""
    i.number, i.state, i.category, i.kind, i.urgency, i.channel, i.title, i.place,
    ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat, i.edition, chain.codes, chain.names,
    p.name AS person, o.name_zh AS office, i.reported_at, i.happened_at, i.accepted_at, i.dispatched_at,
    i.finished_at, i.closed_at, i.due_at, {OVERDUE} AS overdue, i.returned, i.reopened, i.escalated,
    i.extended, i.rating, i.solved
"""


def exported_incidents(
    session: Session, asked: IncidentFilter, sight: Sight, *, limit: int
) -> list[dict[str, Any]]:
    """Those that somebody may see, latest first; ``codes`` and ``names`` are of the chain of grids."""
    where, params = filtered(asked, sight)
    statement = f"""
        SELECT {_COLUMNS} FROM incident i
        LEFT JOIN person p ON p.id = i.assignee_person LEFT JOIN office o ON o.id = i.assignee_office
        LEFT JOIN LATERAL ({_CHAIN}) AS chain ON true
        WHERE {where} ORDER BY i.reported_at DESC, i.id DESC LIMIT :limit
    """  # noqa: S608 - conditions of incident_filter
    return [dict(row) for row in session.execute(text(statement), {**params, "limit": limit}).mappings()]


def spots_of(session: Session, ids: Collection[int]) -> dict[int, tuple[float, float]]:
    """Identity → where it really is, EPSG:4326 degrees: only to be located by the grids of today."""
    rows = session.execute(
        text("SELECT id, ST_X(geom), ST_Y(geom) FROM incident WHERE id = ANY(:ids)"), {"ids": list(ids)}
    )
    return {identity: (lon, lat) for identity, lon, lat in rows}
