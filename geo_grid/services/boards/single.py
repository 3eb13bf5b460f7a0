"""One sheet at once, for somebody who may print on that ground."""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.publish.sheets.content import BoardKind, Size
from geo_grid.services.boards.gathering import grid_to_print
from geo_grid.services.boards.making import BoardWanted, Made, make_boards, make_cards, make_overviews
from geo_grid.services.ground import require_on
from geo_grid.settings import Settings
from geo_grid.store.records import GridRecord
from geo_grid.words import Language


def board(
    session: Session,
    actor: Actor | None,
    code: str,
    kind: BoardKind,
    size: Size,
    settings: Settings,
    at: datetime,
    language: Language,
) -> Made:
    """A grid's notice board.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself.
    at
        This instant.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    Unavailable
        ``font_missing``.
    """
    grid = _allowed(session, actor, code, at)
    return make_boards(session, [BoardWanted(grid, kind, size)], at, settings, language)


def overview(
    session: Session,
    actor: Actor | None,
    code: str,
    size: Size,
    settings: Settings,
    at: datetime,
    language: Language,
) -> Made:
    """A grid at a glance; parameters and errors as for `board`."""
    return make_overviews(session, [_allowed(session, actor, code, at)], at, settings, language, size)


def cards(
    session: Session,
    actor: Actor | None,
    code: str,
    count: int | None,
    settings: Settings,
    at: datetime,
    language: Language,
) -> Made:
    """A grid's contact cards; parameters and errors as for `board`, and those of `make_cards`."""
    return make_cards(session, [_allowed(session, actor, code, at)], at, settings, language, count)


def _allowed(session: Session, actor: Actor | None, code: str, at: datetime) -> GridRecord:
    grid = grid_to_print(session, code, at)
    require_on(session, actor, Action.BOARDS_PRINT, grid.id)
    return grid
