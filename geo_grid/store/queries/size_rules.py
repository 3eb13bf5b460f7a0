"""Which rules for the size of grids are in force?"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.plan_rules.size_rules import DEFAULT_RULES, SizeRule

_NEWEST = text("SELECT version, rules FROM size_rules ORDER BY version DESC LIMIT 1")


def size_rules(session: Session) -> tuple[int, tuple[SizeRule, ...]]:
    """Version and rules; version 0 and the defaults while nobody has set any."""
    row = session.execute(_NEWEST).one_or_none()
    if row is None:
        return 0, DEFAULT_RULES
    return row.version, tuple(SizeRule(**rule) for rule in row.rules)
