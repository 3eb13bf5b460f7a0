"""``geo-grid grid``: what is known of one grid: its file as PDF, and its four bounds."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.files.replacing import replaced
from geo_grid.publish.sheets.pieces import explained
from geo_grid.services.boards.grid_file import grid_file
from geo_grid.services.bounds import grid_bounds
from geo_grid.settings import settings
from geo_grid.words import Language, both
from geo_grid.words.bounds import bounds_text

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="一个网格：档案与四至 / One grid: its file and its four bounds.",
)


class FileLanguage(StrEnum):
    """Values of ``--lang``."""

    ZH = "zh"
    EN = "en"


Code = Annotated[str, typer.Argument(metavar="CODE", help="网格编码 / Code.", show_default=False)]


@group.callback()
def _help(context: typer.Context) -> None:
    """一个网格：档案与四至 / One grid: its file and its four bounds."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("file")
def file(
    code: Code,
    out: Annotated[Path, typer.Option("--output", "-o", help="写入的 PDF / The PDF to write.")],
    lang: Annotated[FileLanguage | None, typer.Option("--lang", help="语言 / Language of the file.")] = None,
) -> None:
    """制作网格档案 / Make the file of a grid: map, bounds, counts, people, history."""
    chosen = settings()
    language: Language = chosen.language if lang is None else lang.value
    with transaction() as session:
        made = grid_file(session, None, code, chosen, datetime.now(UTC), language)
    with replaced(out) as temporary:
        temporary.write_bytes(made.pdf)
    typer.echo(both("boards_made", {"out": str(out), "pages": made.pages}))
    for sentence in explained(made.unprintable, language):
        typer.echo(sentence, err=True)


@group.command("bounds")
def bounds(code: Code) -> None:
    """四至，中英文 / The four bounds, in Chinese and in English."""
    with transaction() as session:
        _, told = grid_bounds(session, code, datetime.now(UTC), settings().border_within_m)
    for language in ("zh", "en"):
        typer.echo(bounds_text(told.bounds, told.names, language))
