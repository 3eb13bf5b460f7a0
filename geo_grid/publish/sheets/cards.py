"""Contact cards (联系卡) as PDF: ten to a sheet of A4."""

from collections.abc import Sequence
from typing import Any

from geo_grid.publish.sheets.content import CardRun, SheetGrid, SheetPerson
from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import typeset
from geo_grid.words.sheets import sheet_word

_WORDS = ("vacant", "unnamed", "by_hotline", "hotline", "supervision", "scan_short", "card_keep")


def cards_pdf(runs: Sequence[CardRun]) -> tuple[bytes, int, list[Unprintable]]:
    """Set cards one after the other; nothing separates the runs but the note on each card.

    Parameters
    ----------
    runs
        At least one, with at least one card in all; all in the language of the first.

    Returns
    -------
    The PDF, its pages, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    language = runs[0].grid.language
    pieces = Pieces(language)
    printed = [run for run in runs if run.count > 0]
    grids = list({id(run.grid): run.grid for run in printed}.values())
    at = {id(grid): number for number, grid in enumerate(grids)}
    document = pieces.document(
        sheet_word("cards_title", language, grid=runs[0].grid.name),
        _WORDS,
        cards=[_card(grid, pieces) for grid in grids],
        runs=[
            {
                "card": at[id(run.grid)],
                "count": run.count,
                "note": pieces.text(run.building, run.grid.code),
            }
            for run in printed
        ],
    )
    pages = -(-sum(run.count for run in printed) // 10)
    return typeset("cards.typ", document, pieces.files, tagged=False), pages, pieces.told()


def _card(grid: SheetGrid, pieces: Pieces) -> dict[str, Any]:
    person = on_card(grid.people) or SheetPerson(sheet_word("role_head", grid.language), vacant=True)
    return {**pieces.grid(grid), "person": pieces.person(person, grid)}


def on_card(people: Sequence[SheetPerson]) -> SheetPerson | None:
    """Whom a card shows: the first grid member who is there, else the head."""
    present = [each for each in people if not each.vacant]
    members = [each for each in present if each.is_member]
    return next(iter(members or present or people), None)
