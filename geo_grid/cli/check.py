"""``geo-grid check``: do the grids of a file tile the ground?"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.format import Format
from geo_grid.cli.options import (
    CrsOption,
    EncodingOption,
    IdOption,
    LayerOption,
    ParentIdOption,
    ParentLayerOption,
    ParentOption,
)
from geo_grid.cli.problems import print_report
from geo_grid.cli.progress import steps
from geo_grid.services.check import check_files
from geo_grid.settings import settings


def command(
    file: Annotated[Path, typer.Argument(help="网格文件 / The file with the grids.")],
    layer: LayerOption = None,
    parent: ParentOption = None,
    parent_layer: ParentLayerOption = None,
    id_field: IdOption = None,
    parent_id_field: ParentIdOption = None,
    crs: CrsOption = None,
    encoding: EncodingOption = None,
    answer: Annotated[
        Format, typer.Option("--format", help="text 供人阅读，json 供程序使用 / For people or for programs.")
    ] = Format.TEXT,
) -> None:
    """检查网格是否严丝合缝 / Prove that grids tile the ground: exit 0 tiled, 1 faults found, 2 bad input."""
    with steps(quiet=answer is Format.JSON) as progress:
        report = check_files(
            file,
            layer=layer,
            parent=parent,
            parent_layer=parent_layer,
            id_field=id_field,
            parent_id_field=parent_id_field,
            crs=crs,
            encoding=encoding,
            limit_bytes=settings().max_file_bytes,
            progress=progress,
        )
    if answer is Format.JSON:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, allow_nan=False) + "\n")
    else:
        print_report(report)
    raise typer.Exit(0 if report.ok else 1)
