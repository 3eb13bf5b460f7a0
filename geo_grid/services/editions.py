"""Editions: the dated states of the coverage, and which instant a question is about."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.services.current import now
from geo_grid.store.instants import end_of_day
from geo_grid.store.queries.edition_at import edition_at
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.editions import editions
from geo_grid.store.queries.headless import headless
from geo_grid.store.queries.levels import levels
from geo_grid.store.queries.state import state
from geo_grid.store.records import EditionRecord, LevelRecord
from geo_grid.store.session import make_engine, session_scope


def instant(as_of: date | None, zone: ZoneInfo) -> datetime:
    """The instant a question is about: now, or the end of the local day that was named."""
    return now() if as_of is None else end_of_day(as_of, zone)


def list_editions(session: Session, *, before: int | None, limit: int) -> list[EditionRecord]:
    """Published editions, newest number first, those below a number."""
    return editions(session, before=before, limit=limit)


def current_edition(session: Session) -> EditionRecord:
    """The edition in force now.

    Raises
    ------
    NotFound
        ``edition_none``: nothing is in force yet.
    """
    found = edition_at(session, now())
    if found is None:
        raise NotFound("edition_none")
    return found


def edition(session: Session, number: int) -> EditionRecord:
    """One edition.

    Raises
    ------
    NotFound
        ``edition_not_found``.
    """
    found = edition_by_number(session, number)
    if found is None:
        raise NotFound("edition_not_found", number=number)
    return found


def list_headless(
    session: Session, number: int, *, after: str | None, limit: int
) -> list[tuple[str, str, int]]:
    """Code, name and level of the grids that an edition opened without a head, by code.

    Raises
    ------
    NotFound
        ``edition_not_found``.
    """
    edition(session, number)
    return headless(session, number, after=after, limit=limit)


def list_levels(session: Session, at: datetime) -> list[LevelRecord]:
    """Levels that hold grids at an instant, outline first."""
    return levels(session, at)


def require_database(url: str) -> None:
    """Make sure that a database can be read, before a server is started on it.

    Raises
    ------
    Unavailable
        It is down, not migrated, or closed to the role.
    """
    engine = make_engine(url, pool_size=1)
    try:
        with session_scope(engine) as session:
            state(session, now())
    finally:
        engine.dispose()
