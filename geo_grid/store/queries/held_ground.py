"""Which grids are, with all below them, somebody's ground?"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.standing_ground import Reach

_HELD = text(
    """
    WITH RECURSIVE office_tree AS (
        SELECT unnest(CAST(:offices AS bigint[])) AS id
        UNION
        SELECT o.id FROM office o JOIN office_tree ON o.parent_id = office_tree.id
    )
    SELECT grid_id FROM office_grid JOIN office_tree ON office_tree.id = office_grid.office_id
    """
)


def held_grids(session: Session, reach: Reach) -> frozenset[int]:
    """Identities of the grids that ground is given by; what is below them belongs to it."""
    if not reach.offices:
        return frozenset(reach.grids)
    offices = session.scalars(_HELD, {"offices": list(reach.offices)})
    return frozenset(reach.grids) | frozenset(offices)
