"""Which grids does a change of some grids concern?"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import any_, or_
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def grids_of_codes(session: Session, codes: Collection[str], at: datetime) -> list[GridRecord]:
    """Grids with some codes at an instant with geometry, by code; codes that name none are passed over."""
    statement = grid_select(at, geometry=True).where(
        GridRow.code == any_(list(codes))  # type: ignore[arg-type]  # a list is an array to psycopg
    )
    return grid_records(session, statement.order_by(GridRow.code))


def grids_with_children(session: Session, ids: Collection[int], at: datetime) -> list[GridRecord]:
    """Some grids at an instant and all their children, with geometry, by level and code."""
    asked = list(ids)
    statement = grid_select(at, geometry=True).where(
        or_(
            GridRow.grid_id == any_(asked),  # type: ignore[arg-type]  # the same
            GridRow.parent_id == any_(asked),  # type: ignore[arg-type]
        )
    )
    return grid_records(session, statement.order_by(GridRow.level, GridRow.code))
