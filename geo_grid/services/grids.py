"""Grids as people look at them: lists, one by its code, and its family."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.store.queries import ancestors as ancestors_query
from geo_grid.store.queries import children as children_query
from geo_grid.store.queries import grids as grids_query
from geo_grid.store.queries import neighbours as neighbours_query
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.records import GridPage, GridRecord, Neighbour


@dataclass(frozen=True, slots=True)
class GridDetail:
    """One grid with its shape and its place in the hierarchy.

    Parameters
    ----------
    grid
        With geometry.
    ancestors
        Level ascending, without the outline.
    children_count
        How many grids it is divided into.
    """

    grid: GridRecord
    ancestors: tuple[GridRecord, ...]
    children_count: int


@dataclass(frozen=True, slots=True)
class GridFilter:
    """Which grids a list is about; None leaves a question open.

    Parameters
    ----------
    level
        0 (the outline) to 3; without it all but the outline.
    parent
        Code of the parent.
    text
        Part of a name or of a code.
    bbox
        West, south, east, north in degrees; grids that touch it.
    """

    level: int | None = None
    parent: str | None = None
    text: str | None = None
    bbox: tuple[float, float, float, float] | None = None


def list_grids(
    session: Session, at: datetime, wanted: GridFilter, *, after: str | None, limit: int
) -> GridPage:
    """Grids by code, those after a code; one whose code is exactly the text comes first.

    Raises
    ------
    NotFound
        ``grid_not_found``: the parent asked for does not exist at that instant.
    """
    if wanted.parent is not None:
        _existing(session, wanted.parent, at)
    return grids_query.grids(
        session,
        at,
        level=wanted.level,
        parent=wanted.parent,
        text=wanted.text,
        bbox=wanted.bbox,
        after=after,
        limit=limit,
    )


def grid_detail(session: Session, code: str, at: datetime) -> GridDetail:
    """One grid by its code.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = _existing(session, code, at, geometry=True)
    return GridDetail(
        grid,
        tuple(ancestors_query.ancestors(session, grid, at)),
        children_query.children_count(session, grid.id, at),
    )


def children(session: Session, code: str, at: datetime, *, after: str | None, limit: int) -> GridPage:
    """The grids that one is divided into, by code, those after a code.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = _existing(session, code, at)
    return children_query.children(session, grid.id, at, after=after, limit=limit)


def ancestors(session: Session, code: str, at: datetime) -> list[GridRecord]:
    """The grids above one, level ascending, without the outline.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    return ancestors_query.ancestors(session, _existing(session, code, at), at)


def neighbours(session: Session, code: str, at: datetime) -> list[Neighbour]:
    """Grids of the same level with a common border, and its metres, longest first.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    return neighbours_query.neighbours(session, _existing(session, code, at), at)


def _existing(session: Session, code: str, at: datetime, *, geometry: bool = False) -> GridRecord:
    grid = grid_by_code(session, code, at, geometry=geometry)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    return grid
