"""What an edition does to duties: who answers for a new grid, and which grids have no head."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store import edition_duties_writing as writing
from geo_grid.store.queries.touched import owners_of


def carry_duties(session: Session, came_out_of: Mapping[str, int], at: datetime) -> list[int]:
    """Give whoever is on duty for a grid the same duties for what was cut out of it.

    Otherwise nobody would answer for new ground until somebody thinks of it. The duties are new ones, of the
    new grid: ending one of them leaves the other.

    Parameters
    ----------
    came_out_of
        Code of a new grid → identity of the one that it was cut out of.
    at
        Aware instant at which the new grid begins.

    Returns
    -------
    Ids of the duties that were given.
    """
    identities = owners_of(session, list(came_out_of))
    pairs = [(identities[code][0], origin) for code, origin in sorted(came_out_of.items())]
    return writing.carry_duties(session, pairs, at)


def name_headless(session: Session, number: int) -> int:
    """Name in an edition the grids that it opens and that have no head at its instant (I6); how many."""
    return writing.name_headless(session, number)
