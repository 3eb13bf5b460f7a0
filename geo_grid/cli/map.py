"""``geo-grid map``: grids of a file or of the database as one page that opens without a network."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.options import (
    CrsOption,
    EncodingOption,
    IdOption,
    LayerOption,
    ParentIdOption,
    ParentLayerOption,
    ParentOption,
)
from geo_grid.cli.progress import steps
from geo_grid.core.errors import InputError
from geo_grid.local_postgres import database_urls
from geo_grid.services.current import now
from geo_grid.services.grid_map import write_grid_map
from geo_grid.services.map_file import MapFields, count_by_code, draw_map
from geo_grid.settings import settings
from geo_grid.store.session import make_engine, session_scope
from geo_grid.words import Language, both


class PageLanguage(StrEnum):
    """Values of ``--lang``."""

    ZH = "zh"
    EN = "en"


def command(
    out: Annotated[Path, typer.Option("--output", "-o", help="写入的网页 / The page to write.")],
    file: Annotated[Path | None, typer.Argument(help="网格文件 / The grids.", show_default=False)] = None,
    grid: Annotated[
        str | None,
        typer.Option(
            "--grid",
            help="不用文件，画数据库中的这个网格及其下级，附负责人 / "
            "Instead of a file: this grid of the database with all below it, and who answers.",
            show_default=False,
        ),
    ] = None,
    layer: LayerOption = None,
    parent: ParentOption = None,
    parent_layer: ParentLayerOption = None,
    id_field: IdOption = None,
    parent_id_field: ParentIdOption = None,
    name: Annotated[str | None, typer.Option("--name", help="名称字段 / Field of the names.")] = None,
    level_field: Annotated[
        str | None,
        typer.Option(
            "--level-field", help="级别字段，文件含多级时 / Field of the level, in a file of several."
        ),
    ] = None,
    crs: CrsOption = None,
    encoding: EncodingOption = None,
    lang: Annotated[PageLanguage | None, typer.Option(help="网页语言 / Language the page opens in.")] = None,
) -> None:
    """把文件中的网格和问题，或库中的网格和负责人，画成一个可离线打开的网页 / Draw grids as one page."""
    language = lang.value if lang is not None else settings().language
    if (file is None) == (grid is None):
        raise InputError("map_file_or_grid")
    if file is None:
        _from_database(str(grid), out, language)
        return
    with steps() as progress:
        made = draw_map(
            file,
            out,
            layer=layer,
            parent=parent,
            parent_layer=parent_layer,
            fields=MapFields(id_field, parent_id_field, name, level_field),
            crs=crs,
            encoding=encoding,
            language=language,
            limit_bytes=settings().max_file_bytes,
            progress=progress,
        )
    typer.echo(both("map_made", {"out": str(made.out), "grids": sum(made.grids)}))
    for code, count in count_by_code(made.problems).items():
        typer.echo(f"  {both(f'map_problem_{code}')}: {count}")


def _from_database(grid: str, out: Path, language: Language) -> None:
    engine = make_engine(database_urls(settings())[0])
    try:
        with steps() as progress, session_scope(engine) as session:
            progress("drawing")
            count = write_grid_map(session, grid, out, now(), settings(), language)
    finally:
        engine.dispose()
    typer.echo(both("map_made", {"out": str(out), "grids": count}))
