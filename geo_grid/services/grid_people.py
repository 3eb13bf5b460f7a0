"""Everybody of one grid at any instant, from the database."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.services.duty_index import GridPeople, duty_index_of
from geo_grid.store.queries.grid_by_code import grid_by_code


def grid_people(session: Session, code: str, at: datetime, zone: ZoneInfo) -> GridPeople:
    """As the duties in memory would answer, as everybody may see it.

    Parameters
    ----------
    code
        Of a grid in force at the instant.
    at
        Aware instant.
    zone
        Whose wall clock hours are kept by.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at, geometry=False)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    return duty_index_of(session, at, [grid], zone, stations=True).people(grid, at)
