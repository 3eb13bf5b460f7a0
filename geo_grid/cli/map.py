"""``geo-grid map``: grids and their problems as one page that opens without a network."""

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
from geo_grid.services.map_file import MapFields, count_by_code, draw_map
from geo_grid.settings import settings
from geo_grid.words import both


class PageLanguage(StrEnum):
    """Values of ``--lang``."""

    ZH = "zh"
    EN = "en"


def command(
    file: Annotated[Path, typer.Argument(help="网格文件 / The grids.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="写入的网页 / The page to write.")],
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
    """把网格和问题画成一个可离线打开的网页 / Draw grids and their problems as one page."""
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
            language=lang.value if lang is not None else settings().language,
            limit_bytes=settings().max_file_bytes,
            progress=progress,
        )
    typer.echo(both("map_made", {"out": str(made.out), "grids": sum(made.grids)}))
    for code, count in count_by_code(made.problems).items():
        typer.echo(f"  {both(f'map_problem_{code}')}: {count}")
