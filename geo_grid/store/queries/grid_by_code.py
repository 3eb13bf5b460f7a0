"""Which grid has this code?"""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def grid_by_code(session: Session, code: str, at: datetime, *, geometry: bool = True) -> GridRecord | None:
    """The grid with a code at an instant, or None.

    Parameters
    ----------
    code
        Its whole code.
    at
        Aware instant.
    geometry
        Read the polygon too.
    """
    found = grid_records(session, grid_select(at, geometry=geometry).where(GridRow.code == code))
    return found[0] if found else None
