"""On whose ground is what a plan changes?"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.plan_records import Base
from geo_grid.store.queries.plan_base import at_base, base_code_of

_CHANGED = text(
    "SELECT DISTINCT level, parent, CASE WHEN level < 3 THEN grid_id END AS grid_id FROM plan_grid"
    " WHERE plan_id = :plan AND NOT noding"
)
_IDENTITIES = text(
    f"""
    SELECT r.grid_id FROM grid_code c JOIN grid_row r ON r.grid_id = c.grid_id AND r.code = c.code
    WHERE c.code = ANY(:codes) AND {at_base("r")}
    """  # noqa: S608 - constants of the store
)
_CHANGES = text("SELECT EXISTS (SELECT FROM plan_grid WHERE plan_id = :plan AND NOT noding)")
#: Of the finest grids the one above is meant, so that a plan of a thousand of them asks for a few.
_FINEST = 3


def ground_of_changes(session: Session, base: Base) -> list[int]:
    """Identities of grids on whose ground is all that a plan changes, other than by vertices on borders.

    What is below a grid that a step made is on the ground of what that was made of, which changed as well.
    """
    rows = session.execute(_CHANGED, {"plan": base.plan}).all()
    own = {row.grid_id for row in rows if row.grid_id is not None}
    above = {row.parent for row in rows if row.level == _FINEST or row.grid_id is None}
    codes = [code for key in above if key is not None and (code := base_code_of(key)) is not None]
    return sorted(own | set(session.scalars(_IDENTITIES, {**base.params(), "codes": codes})))


def has_changes(session: Session, plan: int) -> bool:
    """Whether a plan changes anything other than by vertices on borders."""
    return bool(session.scalar(_CHANGES, {"plan": plan}))
