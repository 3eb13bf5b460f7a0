"""Notice boards as PDF: the office's (机构) and the grid person's (网格员), one or many."""

from collections.abc import Sequence
from typing import Any

from geo_grid.publish.sheets.content import SIZES_MM, BoardSheet, SheetPerson, Size
from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import typeset
from geo_grid.words.sheets import sheet_word

#: People that a board shows; the live page has all of them.
MOST_PEOPLE = 18

# Millimetres of an A2 board; smaller ones are the same, scaled.
_WIDTH, _MARGIN, _TITLE, _GAPS, _PEOPLE, _FOOT = 420.0, 11.0, 47.0, 13.0, 80.0, 56.0

_WORDS = ("vacant", "unnamed", "by_hotline", "hotline", "supervision", "scan", "more")


def map_mm(size: Size) -> tuple[float, float]:
    """Width and height of a board's map, mm."""
    width, height = SIZES_MM[size]
    unit = width / _WIDTH
    taken = 2 * _MARGIN + _TITLE + _GAPS + _PEOPLE + _FOOT
    return width - 2 * _MARGIN * unit, height - taken * unit


def board_pdf(boards: Sequence[BoardSheet]) -> tuple[bytes, int, list[Unprintable]]:
    """Set boards, one to a page, each of its own size.

    Parameters
    ----------
    boards
        At least one; all in the language of the first.

    Returns
    -------
    The PDF, its pages, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    language = boards[0].grid.language
    pieces = Pieces(language)
    title = sheet_word("board_title", language, grid=boards[0].grid.name)
    drawn = [_board(board, pieces) for board in boards]
    pdf = typeset("board.typ", pieces.document(title, _WORDS, boards=drawn), pieces.files)
    return pdf, len(drawn), pieces.told()


def _board(board: BoardSheet, pieces: Pieces) -> dict[str, Any]:
    grid = board.grid
    width, height = SIZES_MM[board.size]
    map_width, map_height = map_mm(board.size)
    people = _in_order(grid.people, board.kind)
    return {
        **pieces.grid(grid),
        "kind": board.kind,
        "heading": sheet_word(f"heading_{board.kind}", grid.language),
        "width": width,
        "height": height,
        "map": pieces.picture(board.map_svg.encode(), "svg"),
        "map_alt": sheet_word("map_of", grid.language, grid=grid.name),
        "map_width": map_width,
        "map_height": map_height,
        "people_mm": _PEOPLE * width / _WIDTH,
        "people": [pieces.person(each, grid) for each in people[:MOST_PEOPLE]],
    }


def _in_order(people: Sequence[SheetPerson], kind: str) -> list[SheetPerson]:
    """On the grid person's board they come first, before the head."""
    if kind == "office":
        return list(people)
    first = next((each for each in people if each.is_member), None)
    return list(people) if first is None else [first, *(each for each in people if each is not first)]
