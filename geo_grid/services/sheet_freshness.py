"""Whether a printed sheet still says what holds."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.publish.pages.grid_page_data import Freshness
from geo_grid.services.boards.gathering import fingerprints
from geo_grid.settings import Settings
from geo_grid.store.queries.border_editions import changed_since
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.grid_by_code import grid_by_code


def sheet_freshness(
    session: Session, code: str, edition: int, mark: str | None, at: datetime, settings: Settings
) -> Freshness:
    """Compare a sheet with what holds: its edition with the last one that changed its grid, and its people.

    Parameters
    ----------
    mark
        What the sheet's code says of people and contacts; None where it says nothing.

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
    if changed_since(session, grid.id, edition, at):
        return Freshness(edition, "border")
    if mark is not None and fingerprints(session, [grid], at, settings)[grid.id].short != mark:
        return Freshness(edition, "people")
    return Freshness(edition, "fresh")
