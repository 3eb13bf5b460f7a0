"""Which levels hold grids?"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_grid.store.queries.grid_records import in_force
from geo_grid.store.records import LevelRecord
from geo_grid.store.tables import GridRow, Level


def levels(session: Session, at: datetime) -> list[LevelRecord]:
    """Levels that hold grids at an instant, outline first."""
    counted = (
        select(Level.level, Level.name_zh, Level.name_en, func.count())
        .join(GridRow, GridRow.level == Level.level)
        .where(in_force(at))
        .group_by(Level.level)
        .order_by(Level.level)
    )
    return [
        LevelRecord(level, {"zh": zh, "en": en}, count)
        for level, zh, en, count in session.execute(counted).all()
    ]
