"""Which pieces are approved to belong to no grid?"""

from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_grid.store.records import VoidRecord
from geo_grid.store.tables import GridRow, Void


def voids(session: Session, at: datetime) -> list[VoidRecord]:
    """All voids in force at an instant, by parent and name."""
    statement = (
        select(
            Void.id,
            Void.parent_id,
            GridRow.code,
            Void.name,
            Void.reason,
            Void.approved_by,
            Void.area_m2,
            func.lower(Void.valid),
            func.upper(Void.valid),
            func.ST_AsBinary(Void.geom),
        )
        .join(GridRow, (GridRow.grid_id == Void.parent_id) & GridRow.valid.contains(at))
        .where(Void.valid.contains(at))
        .order_by(GridRow.code, Void.name, Void.id)
    )
    rows: list[tuple[Any, ...]] = [
        (*row[:-1], shapely.from_wkb(bytes(row[-1]))) for row in session.execute(statement).all()
    ]
    return [VoidRecord(*row) for row in rows]
