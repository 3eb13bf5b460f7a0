"""Which grids are on the other side of this one's border?"""

from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_grid.core.coverage import coverage_of
from geo_grid.core.lattice import geometries_to_units
from geo_grid.store.queries.grid_records import grid_records, grid_select, in_force
from geo_grid.store.records import GridRecord, Neighbour
from geo_grid.store.tables import GridRow


def neighbours(session: Session, grid: GridRecord, at: datetime) -> list[Neighbour]:
    """Grids of the same level that share an edge with one, longest shared border first.

    Two published grids that meet along a line have the very same edges there (I2 holds at every level), so
    the shared border is the set of edges they have in common.

    Parameters
    ----------
    grid
        As read at the same instant, with or without geometry.
    at
        Aware instant.
    """
    found = with_neighbours(session, grid, at)
    return found[1] if found is not None else []


def with_neighbours(
    session: Session, grid: GridRecord, at: datetime
) -> tuple[GridRecord, list[Neighbour]] | None:
    """A grid with its shape, and its `neighbours`, in one question; None where it is not in force."""
    own = select(GridRow.geom).where(GridRow.grid_id == grid.id, in_force(at)).scalar_subquery()
    statement = grid_select(at, geometry=True).where(
        GridRow.level == grid.level, func.coalesce(GridRow.geom.op("&&")(own), False)
    )
    around = grid_records(session, statement.order_by(GridRow.code))
    here = next((position for position, other in enumerate(around) if other.id == grid.id), None)
    if here is None:
        return None
    shapes = np.empty(len(around), dtype=object)
    shapes[:] = [other.geometry for other in around]
    coverage = coverage_of(
        [other.code for other in around], geometries_to_units(shapes), [None] * len(around)
    )
    return around[here], [
        Neighbour(around[position], length) for position, length in coverage.neighbours(here)
    ]
