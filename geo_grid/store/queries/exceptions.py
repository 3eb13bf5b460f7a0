"""Which grids may have more than one part?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_grid.store.tables import GridException


@dataclass(frozen=True, slots=True)
class ExceptionRecord:
    """A recorded exclave exception."""

    id: int
    grid_id: int
    reason: str
    approved_by: str


def exceptions(session: Session, at: datetime) -> list[ExceptionRecord]:
    """The exclave exceptions in force at an instant, by grid."""
    statement = (
        select(GridException.id, GridException.grid_id, GridException.reason, GridException.approved_by)
        .where(GridException.valid.contains(at))
        .order_by(GridException.grid_id)
    )
    return [ExceptionRecord(*row) for row in session.execute(statement).all()]
