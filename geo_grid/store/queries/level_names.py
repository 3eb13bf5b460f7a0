"""What are the levels called?"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_grid.store.tables import Level


def level_names(session: Session) -> dict[int, Mapping[str, str]]:
    """Level → language → name."""
    rows = session.execute(select(Level.level, Level.name_zh, Level.name_en)).all()
    return {level: {"zh": zh, "en": en} for level, zh, en in rows}
