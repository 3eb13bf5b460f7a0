"""Sheets of grids as PDF: boards, cards, overviews."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError
from geo_grid.publish.ground_picture import ground_picture
from geo_grid.publish.sheets.board import board_pdf, map_mm
from geo_grid.publish.sheets.cards import cards_pdf
from geo_grid.publish.sheets.content import BoardKind, BoardSheet, CardRun, OverviewRow, OverviewSheet, Size
from geo_grid.publish.sheets.overview import overview_map_mm, overview_pdf
from geo_grid.publish.sheets.pieces import Unprintable
from geo_grid.services.boards.gathering import Printable, printables
from geo_grid.services.ground_picture import gather
from geo_grid.settings import Settings
from geo_grid.store.queries.card_counts import card_counts
from geo_grid.store.queries.children import children
from geo_grid.store.records import GridRecord
from geo_grid.words import Language

#: Called after each grid with how many are done; raises to stop.
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF with its pages, and what could not be printed in it as it was given."""

    pdf: bytes
    pages: int
    unprintable: Sequence[Unprintable]


@dataclass(frozen=True, slots=True)
class BoardWanted:
    """Which board of which grid."""

    grid: GridRecord
    kind: BoardKind
    size: Size


def make_boards(
    session: Session,
    wanted: Sequence[BoardWanted],
    at: datetime,
    settings: Settings,
    language: Language,
    step: Step = lambda _: None,
) -> Made:
    """Boards as one PDF, a page each, in the order wanted.

    Raises
    ------
    InputError
        ``print_nothing``.
    Unavailable
        ``font_missing``.
    """
    _refuse_none(len(wanted))
    grids = {each.grid.id: each.grid for each in wanted}
    ready = {
        each.record.id: each for each in printables(session, list(grids.values()), at, settings, language)
    }
    sheets = []
    for done, each in enumerate(wanted, start=1):
        width, height = map_mm(each.size)
        drawn = _map(session, each.grid, at, settings, language, width, height)
        sheets.append(BoardSheet(ready[each.grid.id].sheet, each.kind, each.size, drawn))
        step(done)
    return Made(*board_pdf(sheets))


def make_cards(
    session: Session,
    grids: Sequence[GridRecord],
    at: datetime,
    settings: Settings,
    language: Language,
    count: int | None,
    step: Step = lambda _: None,
) -> Made:
    """Contact cards of grids as one PDF, ten to a sheet.

    Parameters
    ----------
    count
        How many of each grid; None for one a household, each with its building.

    Raises
    ------
    InputError
        ``print_nothing``, ``print_too_many``.
    Unavailable
        ``font_missing``.
    """
    runs: list[CardRun] = []
    for done, each in enumerate(printables(session, grids, at, settings, language), start=1):
        if count is not None:
            runs.append(CardRun(each.sheet, count))
        else:
            counted = card_counts(session, each.record.id, at)
            runs += [CardRun(each.sheet, door.count, door.building) for door in counted]
        step(done)
    cards = sum(run.count for run in runs)
    _refuse_none(cards)
    if cards > settings.print_max_cards:
        raise InputError("print_too_many", given=cards, most=settings.print_max_cards)
    return Made(*cards_pdf(runs))


def make_overviews(
    session: Session,
    grids: Sequence[GridRecord],
    at: datetime,
    settings: Settings,
    language: Language,
    size: Size = "A3",
    step: Step = lambda _: None,
) -> Made:
    """Grids at a glance, each with those directly below it, as one PDF.

    Raises
    ------
    InputError
        ``print_nothing``.
    Unavailable
        ``font_missing``.
    """
    _refuse_none(len(grids))
    sheets = []
    for done, grid in enumerate(grids, start=1):
        below = children(session, grid.id, at, limit=settings.print_max_sheets).items
        width, height = overview_map_mm(size, len(below))
        whole, *parts = printables(session, [grid, *below], at, settings, language)
        drawn = _map(session, grid, at, settings, language, width, height)
        sheets.append(OverviewSheet(whole.sheet, [_row(each) for each in parts], drawn, size))
        step(done)
    return Made(*overview_pdf(sheets))


def _row(printable: Printable) -> OverviewRow:
    people = printable.sheet.people
    head = next((each for each in people if each.is_head and not each.vacant), None)
    members = [each for each in people if each.is_member]
    return OverviewRow(printable.record.code, printable.record.name, head, members)


def _map(
    session: Session,
    grid: GridRecord,
    at: datetime,
    settings: Settings,
    language: Language,
    width: float,
    height: float,
) -> str:
    ground = gather(session, grid.code, at, zone=settings.zone, aspect=width / height)
    return ground_picture(ground, width, height, style="print", language=language)


def _refuse_none(count: int) -> None:
    if count == 0:
        raise InputError("print_nothing")
