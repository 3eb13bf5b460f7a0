"""Whether a printed sheet still says what holds."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.publish.pages.grid_page_data import Freshness
from geo_grid.store.queries.border_editions import changed_since
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.grid_by_code import grid_by_code


def sheet_freshness(session: Session, code: str, edition: int, at: datetime) -> Freshness:
    """Compare a sheet's edition with the last one that changed its grid; noding does not count.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at, geometry=False)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    if edition_by_number(session, edition) is None:
        return Freshness(edition, "unknown")
    return Freshness(edition, "border" if changed_since(session, grid.id, edition, at) else "fresh")
