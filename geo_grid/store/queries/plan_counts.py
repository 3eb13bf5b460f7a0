"""How many comments and unlocks does a plan have?"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

_COUNTS = text(
    """
    SELECT count(*) AS comments, count(*) FILTER (WHERE resolved_at IS NULL) AS open,
           (SELECT count(*) FROM plan_unlock WHERE plan_id = :plan) AS unlocks
    FROM plan_comment WHERE plan_id = :plan
    """
)


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """Comments, those of them that are not settled, and unlocks."""

    comments: int
    open: int
    unlocks: int


def plan_counts(session: Session, plan: int) -> PlanCounts:
    """What there is to look at beside the grids."""
    row = session.execute(_COUNTS, {"plan": plan}).one()
    return PlanCounts(row.comments, row.open, row.unlocks)
