"""A community at a glance (社区网格一览) as PDF: the map, the office, and every grid with its people."""

from geo_grid.publish.sheets.content import SIZES_MM, OverviewSheet, Size
from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import typeset
from geo_grid.words.sheets import sheet_word

_WORDS = (
    "vacant", "unnamed", "hotline", "supervision", "scan_short", "code", "name", "head", "member", "nobody",
    "heading_overview",
)  # fmt: skip

# Millimetres of A3; other sizes are the same, scaled.
_WIDTH, _MARGIN, _MAP = 297.0, 9.0, 205.0


def overview_map_mm(size: Size) -> tuple[float, float]:
    """Width and height of an overview's map, mm."""
    width, _ = SIZES_MM[size]
    unit = width / _WIDTH
    return width - 2 * _MARGIN * unit, _MAP * unit


def overview_pdf(overview: OverviewSheet) -> tuple[bytes, list[Unprintable]]:
    """Set an overview; a long table goes on on further pages.

    Returns
    -------
    The PDF, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    grid = overview.grid
    pieces = Pieces(grid.language)
    width, height = SIZES_MM[overview.size]
    data = pieces.document(
        sheet_word("overview_title", grid.language, grid=grid.name),
        _WORDS,
        grid=pieces.grid(grid),
        people=[pieces.person(each, grid) for each in grid.people],
        rows=[
            {
                "short": row.code,
                "name": pieces.text(row.name, row.code),
                "head": None if row.head is None else pieces.person(row.head, grid),
                "members": [pieces.person(each, grid) for each in row.members],
            }
            for row in overview.rows
        ],
        width=width,
        height=height,
        map=pieces.picture(overview.map_svg.encode(), "svg"),
        map_alt=sheet_word("map_of", grid.language, grid=grid.name),
        map_height=overview_map_mm(overview.size)[1],
    )
    return typeset("overview.typ", data, pieces.files), pieces.told()
