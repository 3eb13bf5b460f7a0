"""Which grids have a head now?"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

_HEADS = text(
    """
    SELECT DISTINCT grid_id FROM assignment
    WHERE grid_id = ANY(:grids) AND role = 'head' AND cancelled_at IS NULL AND valid @> now()
    """
)


def grids_with_head(session: Session, grids: Sequence[int]) -> frozenset[int]:
    """Identities, of those asked about, for which somebody has the duty of head at this instant."""
    return frozenset(session.scalars(_HEADS, {"grids": list(grids)}))
