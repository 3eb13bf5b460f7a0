"""``geo-grid locate``: the grid of every point of a file."""

from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.options import CrsOption, EncodingOption, IdOption, LayerOption
from geo_grid.cli.problems import print_kinds
from geo_grid.cli.progress import steps
from geo_grid.services.locate_file import FIELD, locate_file
from geo_grid.settings import settings
from geo_grid.words import both

#: Rows of points that are named one by one.
_SHOWN = 10


def command(
    grids: Annotated[Path, typer.Argument(help="网格文件 / The file with the grids.")],
    points: Annotated[
        Path,
        typer.Option(
            "--points",
            help="点文件：CSV（lon、lat 两列）、GeoJSON、GeoParquet 等 / "
            "The points: CSV with lon and lat, GeoJSON, GeoParquet …",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--output", "-o", help=f"写出的文件，多一个字段 {FIELD} / Adds a field {FIELD}.")
    ],
    layer: LayerOption = None,
    id_field: IdOption = None,
    crs: CrsOption = None,
    encoding: EncodingOption = None,
    points_layer: Annotated[
        str | None, typer.Option(help="点文件的图层 / Layer of the points.", show_default=False)
    ] = None,
    points_crs: Annotated[
        str | None,
        typer.Option(help="点文件未写明坐标系时说明 / Declares the points' CRS.", show_default=False),
    ] = None,
    points_encoding: Annotated[
        str | None,
        typer.Option(help="点文件文字的编码 / Encoding of the points' text.", show_default=False),
    ] = None,
) -> None:
    """给每个点标上所在网格的编号 / Add to every point the id of the grid it lies in."""
    with steps() as progress:
        located = locate_file(
            grids,
            points,
            out,
            layer=layer,
            points_layer=points_layer,
            id_field=id_field,
            crs=crs,
            encoding=encoding,
            points_crs=points_crs,
            points_encoding=points_encoding,
            limit_bytes=settings().max_file_bytes,
            progress=progress,
        )
    for code, problems in (("locate_skipped", located.skipped), ("locate_ids", located.ids)):
        if problems:
            typer.echo(both(code, {"count": len(problems), "file": grids.name}), err=True)
            print_kinds(problems, settings().language, err=True)
    for code, rows in (("locate_swapped", located.swapped), ("locate_off_earth", located.off_earth)):
        if rows:
            told_rows = {"count": len(rows), "file": points.name, "rows": rows[:_SHOWN]}
            typer.echo(both(code, told_rows), err=True)
    for field, name in located.written.renamed.items():
        typer.echo(both("locate_renamed", {"field": field, "name": name}), err=True)
    outside = located.points - located.inside
    told = {"points": located.points, "inside": located.inside, "outside": outside, "out": str(out)}
    typer.echo(both("located", told))
