"""A community at a glance (社区网格一览) as PDF: the map, the office, and every grid with its people."""

from collections.abc import Sequence
from typing import Any

from geo_grid.publish.sheets.content import SIZES_MM, OverviewSheet, Size
from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import page_count, typeset
from geo_grid.words.sheets import sheet_word

_WORDS = (
    "vacant", "unnamed", "hotline", "supervision", "scan_short", "code", "name", "head", "member", "nobody",
    "heading_overview",
)  # fmt: skip

# Millimetres of A3; other sizes are the same, scaled. What the table leaves, the map takes.
_WIDTH, _MARGIN = 297.0, 9.0
_LEAST_MAP, _MOST_MAP, _BESIDE_MAP, _ROW = 205.0, 286.0, 112.0, 7.0


def overview_map_mm(size: Size, rows: int) -> tuple[float, float]:
    """Width and height of an overview's map, mm, where so many grids are in the table."""
    width, height = SIZES_MM[size]
    unit = width / _WIDTH
    left = height / unit - _BESIDE_MAP - _ROW * rows
    return width - 2 * _MARGIN * unit, min(max(left, _LEAST_MAP), _MOST_MAP) * unit


def overview_pdf(overviews: Sequence[OverviewSheet]) -> tuple[bytes, int, list[Unprintable]]:
    """Set overviews one after the other; a long table goes on on further pages.

    Parameters
    ----------
    overviews
        At least one; all in the language of the first.

    Returns
    -------
    The PDF, its pages, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    grid = overviews[0].grid
    pieces = Pieces(grid.language)
    title = sheet_word("overview_title", grid.language, grid=grid.name)
    views = [_view(each, pieces) for each in overviews]
    pdf = typeset("overview.typ", pieces.document(title, _WORDS, views=views), pieces.files)
    return pdf, page_count(pdf), pieces.told()


def _view(overview: OverviewSheet, pieces: Pieces) -> dict[str, Any]:
    grid = overview.grid
    width, height = SIZES_MM[overview.size]
    return {
        "grid": pieces.grid(grid),
        "people": [pieces.person(each, grid) for each in grid.people],
        "rows": [
            {
                "short": row.code,
                "name": pieces.text(row.name, row.code),
                "head": None if row.head is None else pieces.person(row.head, grid),
                "members": [pieces.person(each, grid) for each in row.members],
            }
            for row in overview.rows
        ],
        "width": width,
        "height": height,
        "map": pieces.picture(overview.map_svg.encode(), "svg"),
        "map_alt": sheet_word("map_of", grid.language, grid=grid.name),
        "map_height": overview_map_mm(overview.size, len(overview.rows))[1],
    }
