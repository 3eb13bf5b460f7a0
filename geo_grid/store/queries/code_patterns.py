"""What must a code look like?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_grid.store.tables import Level


def code_patterns(session: Session) -> dict[int, str]:
    """Level → the regular expression that a code matches as a whole."""
    return {row.level: row.code_pattern for row in session.execute(select(Level.level, Level.code_pattern))}
