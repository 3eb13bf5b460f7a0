"""Which grids did an edition touch at or after an instant?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import any_, func, or_, select
from sqlalchemy.orm import Session

from geo_grid.store.tables import GridCode, GridRow


def touched_since(session: Session, grid_ids: Sequence[int], instant: datetime) -> dict[str, datetime]:
    """Of some grids those that were opened or closed at the instant or later, with the last time of that.

    Parameters
    ----------
    grid_ids
        Identities.
    instant
        Aware instant.

    Returns
    -------
    Code → instant of the last change, in the string order of codes.
    """
    last = func.max(func.greatest(func.lower(GridRow.valid), func.upper(GridRow.valid)))
    statement = (
        select(func.max(GridRow.code), last)
        .where(
            GridRow.grid_id == any_(list(grid_ids)),  # type: ignore[arg-type]  # a list is an array to psycopg
            or_(func.lower(GridRow.valid) >= instant, func.upper(GridRow.valid) >= instant),
        )
        .group_by(GridRow.grid_id)
        .order_by(func.max(GridRow.code))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def owners_of(session: Session, codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Whose these codes are, of those that are anybody's: code → (identity, level)."""
    statement = select(GridCode.code, GridCode.grid_id, GridCode.level).where(
        GridCode.code == any_(list(codes))  # type: ignore[arg-type]  # a list is an array to psycopg
    )
    return {code: (grid_id, level) for code, grid_id, level in session.execute(statement).all()}
