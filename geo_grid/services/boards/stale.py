"""Is the sheet in somebody's hand out of date?"""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.boards.fingerprint import Reason
from geo_grid.core.errors import NotFound
from geo_grid.services.boards.gathering import fingerprints
from geo_grid.settings import Settings
from geo_grid.store.queries.border_editions import changed_since
from geo_grid.store.queries.grid_by_code import grid_by_code


def stale(
    session: Session, code: str, edition: int, printed: str | None, settings: Settings, at: datetime
) -> tuple[Reason, ...]:
    """Why a sheet no longer holds, by what its code says; empty while it does.

    Parameters
    ----------
    code
        Of a grid in force.
    edition
        Number on the sheet; one that never was is as good as a changed border.
    printed
        Eight digits of its fingerprint (`Fingerprint.short`); without them only the border is compared.
    at
        This instant.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at, geometry=False)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    reasons: list[Reason] = []
    if changed_since(session, grid.id, edition, at):
        reasons.append("border")
    if printed is not None and printed != fingerprints(session, [grid], at, settings)[grid.id].short:
        reasons.append("people")
    return tuple(reasons)
