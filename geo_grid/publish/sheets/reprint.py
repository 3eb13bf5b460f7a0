"""The list of boards to print again, as PDF, to take along on the walk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import page_count, typeset
from geo_grid.words import Language
from geo_grid.words.amounts import length
from geo_grid.words.dates import day_text
from geo_grid.words.sheets import sheet_word

_WORDS = ("heading_reprint", "name", "place", "sheet_kind", "reasons", "step", "cards_needed")

#: Width and height of the map, mm.
MAP_MM = (186.0, 120.0)


@dataclass(frozen=True, slots=True)
class StopLine:
    """A board to hang anew: which on the walk, of which grid, where, why, and metres from the one before."""

    order: int
    code: str
    grid: str
    place: str
    kind: str
    size: str
    reasons: Sequence[str]
    walk_m: float


@dataclass(frozen=True, slots=True)
class ReprintSheet:
    """All of the list.

    Parameters
    ----------
    ground
        Name of the ground asked about.
    cards
        Grid → (building, cards) each.
    map_svg
        Made for `MAP_MM`; None where there is nothing to walk to.
    """

    ground: str
    stops: Sequence[StopLine]
    cards: Sequence[tuple[str, Sequence[tuple[str, int]]]]
    total_m: float
    map_svg: str | None
    edition: int
    on: date
    language: Language


def reprint_sheet_pdf(sheet: ReprintSheet) -> tuple[bytes, int, list[Unprintable]]:
    """Set the list.

    Returns
    -------
    The PDF, its pages, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    language = sheet.language
    pieces = Pieces(language)
    cards = sum(count for _, doors in sheet.cards for _, count in doors)
    summary = sheet_word(
        "reprint_summary", language, boards=len(sheet.stops), walk=length(sheet.total_m), cards=f"{cards:,}"
    )
    data = pieces.document(
        sheet_word("reprint_title", language, grid=sheet.ground),
        _WORDS,
        ground=pieces.text(sheet.ground, "") or "",
        summary=summary if sheet.stops else sheet_word("reprint_none", language),
        imprint=sheet_word("imprint", language, edition=sheet.edition, day=day_text(sheet.on, language)),
        map=None if sheet.map_svg is None else pieces.picture(sheet.map_svg.encode(), "svg"),
        map_height=MAP_MM[1],
        stops=[
            {
                "order": str(stop.order),
                "code": stop.code,
                "grid": pieces.text(stop.grid, stop.code),
                "place": pieces.text(stop.place, stop.code),
                "kind": f"{stop.size} {sheet_word(f'kind_{stop.kind}', language)}",
                "reasons": ("、" if language == "zh" else ", ").join(
                    sheet_word(f"reason_{reason}", language) for reason in stop.reasons
                ),
                "walk": "–" if stop.order == 1 else length(stop.walk_m),
            }
            for stop in sheet.stops
        ],
        cards=[
            {
                "grid": pieces.text(grid, grid),
                "total": f"{sum(count for _, count in doors):,}",
                "buildings": [
                    {"building": pieces.text(building, grid), "count": str(count)}
                    for building, count in doors
                ],
            }
            for grid, doors in sheet.cards
        ],
    )
    pdf = typeset("reprint.typ", data, pieces.files)
    return pdf, page_count(pdf), pieces.told()
