"""Which edition was published last?"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_grid.store.tables import Edition


def last_edition(session: Session) -> int:
    """Its number; 0 before the first."""
    return session.scalar(select(func.coalesce(func.max(Edition.number), 0))) or 0
