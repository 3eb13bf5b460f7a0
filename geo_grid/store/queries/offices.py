"""Which offices are there, and what is their ground?"""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.account_records import OfficeRecord

_OFFICES = """
    WITH RECURSIVE tree AS (
        SELECT o.*, ARRAY[o.id] AS path FROM office o WHERE parent_id IS NULL
        UNION ALL
        SELECT o.*, tree.path || o.id FROM tree JOIN office o ON o.parent_id = tree.id
    )
    SELECT id, kind, name_zh, name_en, parent_id, hours, phone, address, closed_at,
           ST_Area(CAST(service_area AS geography)) AS area_m2, coalesce((
        SELECT jsonb_agg(jsonb_build_array(r.code, r.name, r.level) ORDER BY r.code)
        FROM office_grid og JOIN grid_row r ON r.grid_id = og.grid_id AND r.valid @> now()
        WHERE og.office_id = tree.id
    ), '[]') AS grids
    FROM tree WHERE CAST(:office AS bigint) IS NULL OR id = :office ORDER BY path
"""


def offices(session: Session, office: int | None = None) -> list[OfficeRecord]:
    """All offices, or one, each after the one above it."""
    rows = session.execute(text(_OFFICES), {"office": office})
    found = []
    for row in rows:
        told: dict[str, Any] = dict(row._mapping)
        ground = tuple((code, name, level) for code, name, level in told.pop("grids"))
        found.append(OfficeRecord(**told, grids=ground))
    return found


def office_by_id(session: Session, office: int) -> OfficeRecord | None:
    """One office."""
    return next(iter(offices(session, office)), None)


_NEAREST = text(
    """
    WITH RECURSIVE chain AS (
        SELECT grid_id, parent_id, 0 AS steps FROM grid_row WHERE grid_id = :grid AND valid @> now()
        UNION ALL
        SELECT r.grid_id, r.parent_id, chain.steps + 1 FROM chain JOIN grid_row r
        ON r.grid_id = chain.parent_id AND r.valid @> now()
    )
    SELECT o.id FROM chain
    JOIN office_grid og ON og.grid_id = chain.grid_id
    JOIN office o ON o.id = og.office_id AND o.closed_at IS NULL AND o.kind <> 'department'
    ORDER BY chain.steps, o.id LIMIT 1
    """
)


def nearest_office(session: Session, grid: int) -> int | None:
    """The nearest open office, no department, on whose ground a grid is."""
    found: int | None = session.scalar(_NEAREST, {"grid": grid})
    return found
