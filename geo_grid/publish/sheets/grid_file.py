"""The file of a grid (网格档案) as PDF: code, map, four bounds, area, counts, people, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo_grid.publish.sheets.content import SheetGrid
from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import page_count, typeset
from geo_grid.words.sheets import sheet_word

_WORDS = (
    "heading_file", "file_facts", "file_bounds", "file_share", "file_counts", "file_detail", "file_people",
    "file_history", "file_nothing", "nobody", "vacant", "unnamed", "file_stored", "file_more",
)  # fmt: skip

#: Width and height of the map, mm.
MAP_MM = (182.0, 112.0)


@dataclass(frozen=True, slots=True)
class FileNumber:
    """A number that stands large; None where nobody knows. The note says what it leaves out."""

    label: str
    value: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FileList:
    """Amounts by name, most first, with how long each one's bar is, 0 to 1; and how many more there are."""

    title: str
    rows: Sequence[tuple[str, str, float]]
    more: int = 0


@dataclass(frozen=True, slots=True)
class FileEvent:
    """Something that an edition did to the grid."""

    edition: str
    day: str
    title: str
    what: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True)
class GridFile:
    """All that the file of a grid says, in the language of its grid.

    Parameters
    ----------
    facts
        (label, value) pairs.
    sides
        (one letter or character, text) of east, south, west, north.
    bounds_more
        Of further parts and of what is inside; None where there is none.
    share
        How much of the border follows streets or water, 0 to 1, and as text.
    drift
        Where the bounds that were stored no longer fit; None where they do, or none were.
    map_svg
        Made for `MAP_MM`.
    """

    grid: SheetGrid
    facts: Sequence[tuple[str, str]]
    sides: Sequence[tuple[str, str]]
    bounds_more: str | None
    share: tuple[float, str]
    drift: str | None
    numbers: Sequence[FileNumber]
    lists: Sequence[FileList]
    history: Sequence[FileEvent]
    map_svg: str


def grid_file_pdf(file: GridFile) -> tuple[bytes, int, list[Unprintable]]:
    """Set the file of a grid.

    Returns
    -------
    The PDF, its pages, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    grid, pieces = file.grid, Pieces(file.grid.language)

    def shown(value: str | None) -> str:
        return pieces.text(value, grid.code) or ""

    data: dict[str, Any] = pieces.document(
        sheet_word("file_title", grid.language, grid=grid.name),
        _WORDS,
        grid=pieces.grid(grid),
        people=[pieces.person(each, grid) for each in grid.people],
        facts=[[label, shown(value)] for label, value in file.facts],
        sides=[[side, shown(told)] for side, told in file.sides],
        bounds_more=shown(file.bounds_more),
        share=[file.share[0], file.share[1]],
        drift=shown(file.drift),
        numbers=[
            {"label": each.label, "value": each.value, "note": each.note or ""} for each in file.numbers
        ],
        lists=[
            {
                "title": each.title,
                "rows": [[shown(name), value, bar] for name, value, bar in each.rows],
                "more": sheet_word("file_and_more", grid.language, count=each.more) if each.more else "",
            }
            for each in file.lists
        ],
        history=[
            {
                "edition": each.edition, "day": each.day, "title": shown(each.title),
                "what": [shown(what) for what in each.what], "reason": shown(each.reason),
            }
            for each in file.history
        ],
        map=pieces.picture(file.map_svg.encode(), "svg"),
        map_alt=sheet_word("map_of", grid.language, grid=grid.name),
        map_height=MAP_MM[1],
    )  # fmt: skip
    pdf = typeset("grid_file.typ", data, pieces.files)
    return pdf, page_count(pdf), pieces.told()
