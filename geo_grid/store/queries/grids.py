"""Which grids are there: by level, parent, words and window?"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridPage
from geo_grid.store.tables import GridCode, GridRow

Window = tuple[float, float, float, float]


def grids(
    session: Session,
    at: datetime,
    *,
    level: int | None = None,
    parent: str | None = None,
    text: str | None = None,
    bbox: Window | None = None,
    after: str | None = None,
    limit: int = 100,
) -> GridPage:
    """Grids at an instant in the string order of their codes, one page of them.

    Parameters
    ----------
    at
        Aware instant.
    level
        Only this level; without it levels 1 to 3 (the outline is asked for by its own level).
    parent
        Only the children of the grid with this code.
    text
        Part of the code or the name, whatever its case. A grid whose code is exactly this comes first.
    bbox
        West, south, east, north, EPSG:4326 degrees; only grids that touch the window.
    after
        Code of the last grid of the page before.
    limit
        At most so many.
    """
    conditions = [GridRow.level == level if level is not None else GridRow.level > 0]
    if parent is not None:
        owner = select(GridCode.grid_id).where(GridCode.code == parent)
        conditions.append(GridRow.parent_id == owner.scalar_subquery())
    if bbox is not None:
        conditions.append(func.ST_Intersects(GridRow.geom, func.ST_MakeEnvelope(*bbox, 4326)))
    order: list[ColumnElement[Any]] = []
    wanted = text.strip() if text else ""
    if wanted:
        conditions.append(
            or_(
                GridRow.name.icontains(wanted, autoescape=True),
                GridRow.code.icontains(wanted, autoescape=True),
            )
        )
        order.append((GridRow.code == wanted).desc())
        if after is not None:
            conditions.append(GridRow.code != wanted)
    if after is not None and after != wanted:
        conditions.append(GridRow.code > after)
    found = grid_records(
        session, grid_select(at).where(*conditions).order_by(*order, GridRow.code).limit(limit + 1)
    )
    items = tuple(found[:limit])
    return GridPage(items, items[-1].code if len(found) > limit else None)
