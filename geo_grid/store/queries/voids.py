"""Which pieces are approved to belong to no grid?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import any_, func, select
from sqlalchemy.orm import Session

from geo_grid.store.records import VoidRecord
from geo_grid.store.tables import GridRow, Void


def voids(
    session: Session,
    at: datetime,
    parents: Collection[int] | None = None,
    ids: Collection[int] | None = None,
) -> list[VoidRecord]:
    """Voids in force at an instant, by parent and name.

    Parameters
    ----------
    parents
        Identities: only those of these grids.
    ids
        Only these.
    """
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
    if parents is not None:
        statement = statement.where(
            Void.parent_id == any_(list(parents))  # type: ignore[arg-type]  # a list is an array to psycopg
        )
    if ids is not None:
        statement = statement.where(Void.id == any_(list(ids)))  # type: ignore[arg-type]  # the same
    rows: list[tuple[Any, ...]] = [
        (*row[:-1], shapely.from_wkb(bytes(row[-1]))) for row in session.execute(statement).all()
    ]
    return [VoidRecord(*row) for row in rows]
