"""What was, or will be, the grid of a code that names none now?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_grid.store.tables import GridRow


@dataclass(frozen=True, slots=True)
class CodeOnce:
    """The row of a code that is nearest to an instant at which none is in force.

    Parameters
    ----------
    label
        Lon/lat of a point well inside, EPSG:4326 degrees.
    begins, ends
        Instants; no end where it is open.
    """

    grid_id: int
    name: str
    label: tuple[float, float]
    begins: datetime
    ends: datetime | None


def last_of_code(session: Session, code: str, at: datetime) -> CodeOnce | None:
    """The last row of a code that began before an instant, else the first that begins after; else None."""
    begins = func.lower(GridRow.valid)
    columns = (
        GridRow.grid_id,
        GridRow.name,
        func.ST_X(GridRow.label),
        func.ST_Y(GridRow.label),
        begins,
        func.upper(GridRow.valid),
    )
    statement = (
        select(*columns)
        .where(GridRow.code == code)
        .order_by((begins <= at).desc(), func.abs(func.extract("epoch", begins - at)))
        .limit(1)
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    grid_id, name, x, y, lower, upper = row
    return CodeOnce(grid_id, name, (x, y), lower, upper)
