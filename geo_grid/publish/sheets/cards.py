"""Contact cards (联系卡) as PDF: ten to a sheet of A4."""

from collections.abc import Sequence
from typing import Any

from geo_grid.publish.sheets.content import CardRun, SheetPerson
from geo_grid.publish.sheets.pieces import Pieces, Unprintable
from geo_grid.publish.sheets.typesetting import typeset
from geo_grid.words.sheets import sheet_word

_WORDS = ("vacant", "unnamed", "by_hotline", "hotline", "supervision", "scan_short", "card_keep")


def cards_pdf(runs: Sequence[CardRun]) -> tuple[bytes, list[Unprintable]]:
    """Set cards one after the other; nothing separates the runs but the note on each card.

    Parameters
    ----------
    runs
        At least one, with at least one card in all; all in the language of the first.

    Returns
    -------
    The PDF, and what of the texts could not be printed.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    language = runs[0].grid.language
    pieces = Pieces(language)
    drawn = [{"count": run.count, "card": _card(run, pieces)} for run in runs if run.count > 0]
    title = sheet_word("cards_title", language, grid=runs[0].grid.name)
    document = pieces.document(title, _WORDS, runs=drawn)
    return typeset("cards.typ", document, pieces.files, tagged=False), pieces.told()


def _card(run: CardRun, pieces: Pieces) -> dict[str, Any]:
    grid = run.grid
    person = on_card(grid.people) or SheetPerson(sheet_word("role_head", grid.language), vacant=True)
    return {
        **pieces.grid(grid),
        "person": pieces.person(person, grid),
        "note": pieces.text(run.building, grid.code),
    }


def on_card(people: Sequence[SheetPerson]) -> SheetPerson | None:
    """Whom a card shows: the first grid member who is there, else the head."""
    present = [each for each in people if not each.vacant]
    members = [each for each in present if each.is_member]
    return next(iter(members or present or people), None)
