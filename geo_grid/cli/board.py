"""``geo-grid board``: notice boards as PDF, where they hang, and which to print again."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.files.replacing import replaced
from geo_grid.publish.sheets.pieces import explained
from geo_grid.services.boards import single
from geo_grid.services.boards.making import Made
from geo_grid.services.boards.register import boards
from geo_grid.services.boards.reprint import reprint_list
from geo_grid.services.boards.reprint_sheet import reprint_pdf
from geo_grid.settings import settings
from geo_grid.words import Language, both
from geo_grid.words.amounts import length
from geo_grid.words.sheets import sheet_word

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="公示牌与联系卡 / Notice boards and contact cards.",
)


class Sheet(StrEnum):
    """Values of ``--sheet``."""

    BOARD = "board"
    CARDS = "cards"
    OVERVIEW = "overview"


class Kind(StrEnum):
    """Values of ``--kind``."""

    OFFICE = "office"
    MEMBER = "member"


class PaperSize(StrEnum):
    """Values of ``--size``."""

    A2 = "A2"
    A3 = "A3"
    A4 = "A4"


class SheetLanguage(StrEnum):
    """Values of ``--lang``."""

    ZH = "zh"
    EN = "en"


Out = Annotated[Path, typer.Option("--output", "-o", help="写入的 PDF / The PDF to write.")]
Lang = Annotated[SheetLanguage | None, typer.Option("--lang", help="语言 / Language of the sheet.")]
Grid = Annotated[
    str | None,
    typer.Option(
        "--grid", help="只看此网格及其下级 / Only this grid and those below it.", show_default=False
    ),
]


@group.callback()
def _help(context: typer.Context) -> None:
    """公示牌与联系卡 / Notice boards and contact cards."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("pdf")
def pdf(
    code: Annotated[str, typer.Argument(metavar="CODE", help="网格编码 / Code.", show_default=False)],
    out: Out,
    sheet: Annotated[Sheet, typer.Option("--sheet", help="种类 / What to print.")] = Sheet.BOARD,
    kind: Annotated[Kind, typer.Option("--kind", help="机构或网格员 / Whose board.")] = Kind.OFFICE,
    size: Annotated[PaperSize, typer.Option("--size", help="纸张 / Paper.")] = PaperSize.A3,
    count: Annotated[
        int | None,
        typer.Option(
            "--count", min=1, help="联系卡张数，不写则每户一张 / Cards; without it one a household."
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """制作公示牌、联系卡或一览图 / Make a board, cards or an overview."""
    chosen, at, language = settings(), datetime.now(UTC), _language(lang)
    with transaction() as session:
        if sheet is Sheet.CARDS:
            made = single.cards(session, None, code, count, chosen, at, language)
        elif sheet is Sheet.OVERVIEW:
            made = single.overview(session, None, code, size.value, chosen, at, language)
        else:
            made = single.board(session, None, code, kind.value, size.value, chosen, at, language)
    _write(made, out, language)


@group.command("list")
def list_all(grid: Grid = None) -> None:
    """列出登记的公示牌 / The registered boards, and what changed since each was printed."""
    with transaction() as session:
        found = boards(session, None, settings(), datetime.now(UTC), grid=grid)
    if not found:
        typer.echo(both("boards_none"))
    for each in found:
        board = each.board
        reasons = "、".join(sheet_word(f"reason_{reason}", "zh") for reason in each.stale or ()) or "–"
        told = (board.id, *board.grid[:2], board.kind, board.size, board.place, reasons)
        typer.echo("  ".join(map(str, told)))


@group.command("reprint")
def reprint(
    grid: Grid = None,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入的 PDF / The PDF to write.", show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """列出需要重印的公示牌，按步行次序 / The boards to print again, in an order to walk."""
    chosen, at, language = settings(), datetime.now(UTC), _language(lang)
    with transaction() as session:
        found = reprint_list(session, None, chosen, at, grid)
        made = reprint_pdf(session, None, chosen, at, language, grid) if out is not None else None
    if not found.stops:
        typer.echo(both("boards_reprint_none"))
    for stop in found.stops:
        reasons = "、".join(sheet_word(f"reason_{reason}", "zh") for reason in stop.reasons)
        typer.echo(f"{stop.order}  {stop.board.grid[0]}  {stop.board.grid[1]}  {stop.board.place}  {reasons}")
    if found.stops:
        walk = {"boards": len(found.stops), "walk": length(found.total_m)}
        typer.echo(both("boards_reprint_walk", walk))
    if made is not None and out is not None:
        _write(made, out, language)


def _language(chosen: SheetLanguage | None) -> Language:
    return settings().language if chosen is None else chosen.value


def _write(made: Made, out: Path, language: Language) -> None:
    with replaced(out) as temporary:
        temporary.write_bytes(made.pdf)
    typer.echo(both("boards_made", {"out": str(out), "pages": made.pages}))
    for sentence in explained(made.unprintable, language):
        typer.echo(sentence, err=True)
