"""The file of a grid (网格档案): what is known of it, gathered for one PDF."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.bounds.corners import SIDES
from geo_grid.core.ledger.counts import Counts, Said, counts_of
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.publish.ground_picture import ground_picture
from geo_grid.publish.sheets.grid_file import (
    MAP_MM,
    FileEvent,
    FileList,
    FileNumber,
    GridFile,
    grid_file_pdf,
)
from geo_grid.services.boards.gathering import grid_to_print, printables
from geo_grid.services.boards.making import Made
from geo_grid.services.bounds import ToldBounds, grid_bounds
from geo_grid.services.ground import require_on
from geo_grid.services.ground_picture import gather
from geo_grid.settings import Settings
from geo_grid.store.queries.grid_history import HistoryRow, grid_history
from geo_grid.store.queries.ledger import ledger_sums, loaded_layers
from geo_grid.store.queries.level_names import level_names
from geo_grid.store.records import GridRecord
from geo_grid.words import Language
from geo_grid.words.amounts import area, length
from geo_grid.words.bounds import inside_text, part_texts, side_text
from geo_grid.words.dates import day_text
from geo_grid.words.pages import page_word
from geo_grid.words.sheets import sheet_word

#: Names in one list of amounts.
_LISTED = 7


def grid_file(
    session: Session, actor: Actor | None, code: str, settings: Settings, at: datetime, language: Language
) -> Made:
    """The file of a grid in force, as PDF.

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
    require_on(session, actor, Action.GROUND_SEE, grid_to_print(session, code, at).id)
    grid, told = grid_bounds(session, code, at, settings.border_within_m)
    (printable,) = printables(session, [grid], at, settings, language)
    loads = loaded_layers(session)
    counts = counts_of(ledger_sums(session, at, [grid.id])[grid.id], loads, settings.weights)
    width, height = MAP_MM
    picture = gather(session, code, at, zone=settings.zone, aspect=width / height)
    file = GridFile(
        grid=printable.sheet,
        facts=_facts(session, grid, told, settings, language),
        sides=[
            (
                page_word(f"page_{side}", language)[:1],
                side_text(told.bounds.of_side(side), told.names, language)
                or sheet_word("file_point", language),
            )
            for side in SIDES
        ],
        bounds_more=_more(told, language),
        share=(told.bounds.share_along, f"{told.bounds.share_along:.0%}"),
        drift=_drift(told, language),
        numbers=_numbers(counts, language),
        lists=_lists(counts, language),
        history=_history(grid_history(session, grid.id, at), settings, language),
        map_svg=ground_picture(picture, width, height, style="print", language=language),
    )
    return Made(*grid_file_pdf(file))


def _facts(
    session: Session, grid: GridRecord, told: ToldBounds, settings: Settings, language: Language
) -> list[tuple[str, str]]:
    values = {
        "file_level": level_names(session)[grid.level][language],
        "page_kind": page_word(f"page_kind_{grid.kind}", language),
        "page_ground": page_word(f"page_ground_{grid.ground}", language) if grid.ground else None,
        "page_class": grid.class_,
        "page_setting": page_word(f"page_setting_{grid.setting}", language) if grid.setting else None,
        "page_area": area(grid.area_m2, language),
        "file_border": length(told.bounds.length_m),
        "page_border": page_word("page_statutory" if grid.statutory else "page_plain_border", language),
        "page_since": day_text(grid.valid_from.astimezone(settings.zone).date(), language),
    }
    return [(_label(name, language), value) for name, value in values.items() if value is not None]


def _label(name: str, language: Language) -> str:
    return page_word(name, language) if name.startswith("page_") else sheet_word(name, language)


def _more(told: ToldBounds, language: Language) -> str | None:
    """Further parts, and what is inside."""
    more = [
        inside_text(told.bounds, told.names, language),
        *part_texts(told.bounds, told.names, language)[1:],
    ]
    return (" " if language == "en" else "").join(filter(None, more)) or None


def _drift(told: ToldBounds, language: Language) -> str | None:
    if not told.drift:
        return None
    join = "、" if language == "zh" else ", "
    parts = []
    for each in told.drift:
        side = page_word(f"page_{each.side}", language)
        missing = sheet_word("file_missing", language, names=join.join(each.missing)) if each.missing else ""
        gone = sheet_word("file_gone", language, names=join.join(each.gone)) if each.gone else ""
        parts.append(f"{side} {join.join(filter(None, (missing, gone)))}")
    return ("；" if language == "zh" else "; ").join(parts)


def _numbers(counts: Counts, language: Language) -> list[FileNumber]:
    def said(label: str, amount: Said | None) -> FileNumber:
        if amount is None:
            return FileNumber(page_word(label, language), None)
        note = sheet_word("file_unknown", language, count=amount.unknown) if amount.unknown else None
        return FileNumber(
            page_word(label, language), None if amount.value is None else f"{amount.value:,}", note
        )

    def plain(label: str, amount: float | None) -> FileNumber:
        word = page_word(label, language) if label.startswith("page_") else sheet_word(label, language)
        return FileNumber(word, None if amount is None else f"{amount:,.0f}")

    return [
        said("page_households", counts.households),
        said("page_residents", counts.people),
        plain("page_buildings", counts.buildings),
        plain("page_organisations", counts.organisations),
        plain("file_facilities", counts.facilities_total),
        plain("file_workload", counts.workload),
    ]


def _lists(counts: Counts, language: Language) -> list[FileList]:
    other = sheet_word("file_other", language)
    streets = [
        (sheet_word(f"street_{name}", language) if name else other, metres, length(metres))
        for name, metres in counts.street_m or ()
    ]
    trades = [(name or other, float(count), f"{count:,}") for name, count in counts.trades or ()]
    facilities = [
        (each.class_name or each.class_code or other, float(each.count), f"{each.count:,}")
        for each in counts.facilities or ()
    ]
    found = [
        _listed(sheet_word(title, language), rows)
        for title, rows in (
            ("file_streets", streets),
            ("file_trades", trades),
            ("file_facilities", facilities),
        )
    ]
    return [each for each in found if each.rows]


def _listed(title: str, rows: Sequence[tuple[str, float, str]]) -> FileList:
    most = max((amount for _, amount, _ in rows), default=1.0) or 1.0
    shown = [(name, value, amount / most) for name, amount, value in rows[:_LISTED]]
    return FileList(title, shown, max(0, len(rows) - _LISTED))


def _history(rows: Sequence[HistoryRow], settings: Settings, language: Language) -> list[FileEvent]:
    """The newest first; what only put vertices into an edge is left out."""
    told: list[FileEvent] = []
    before: HistoryRow | None = None
    for row in rows:
        if not row.noding:
            told.append(
                FileEvent(
                    sheet_word("edition", language, edition=row.edition),
                    day_text(row.begins.astimezone(settings.zone).date(), language),
                    row.title,
                    _changes(before, row, language),
                    row.reason,
                )
            )
        before = row
    return told[::-1]


def _changes(before: HistoryRow | None, row: HistoryRow, language: Language) -> list[str]:
    if before is None:
        return [sheet_word("file_begun", language, area=area(row.area_m2, language))]
    found: list[str] = []
    if before.shape != row.shape:
        sizes = {"before": area(before.area_m2, language), "after": area(row.area_m2, language)}
        found.append(sheet_word("file_moved", language, **sizes))
    for name in ("name", "code", "parent"):
        was, now = getattr(before, name), getattr(row, name)
        if was != now:
            found.append(sheet_word(f"file_{name}_changed", language, before=was or "–", after=now or "–"))
    kinds = ("kind", "ground", "class_", "setting", "statutory")
    if any(getattr(before, name) != getattr(row, name) for name in kinds):
        found.append(sheet_word("file_classified", language))
    return found
