"""Codes that a plan gives are nobody else's, and never were."""

from sqlalchemy.orm import Session

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.errors import Refusal
from geo_grid.store.queries.code_owner import owner_of_code


def require_free_codes(session: Session, plan: int, change: GridsChange) -> None:
    """Codes are never used again, not even those of grids that have ended.

    Raises
    ------
    Refusal
        ``code_taken``.
    """
    for key, grid in change.after.items():
        was = change.before.get(key)
        if grid.is_void or not grid.code or (was is not None and was.code == grid.code):
            continue
        owner = owner_of_code(session, plan, key, grid.code)
        if owner is not None:
            raise Refusal("code_taken", given=grid.code, grid=owner)
