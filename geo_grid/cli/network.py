"""``geo-grid network``: which professional networks there are, whether one is a coverage, and its cells."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from geo_grid.cli.database import transaction
from geo_grid.cli.problems import print_kinds
from geo_grid.files.geojson_writing import write
from geo_grid.files.output import Output
from geo_grid.files.replacing import replaced
from geo_grid.services.editions import instant
from geo_grid.services.networks.cells import in_degrees
from geo_grid.services.networks.reading import network_then, networks, proved
from geo_grid.settings import settings
from geo_grid.store.network_records import NetworkRecord
from geo_grid.words import both

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="专业网格 / Professional networks.",
)

Id = Annotated[
    int, typer.Argument(metavar="ID", min=1, help="专业网格编号 / The network's id.", show_default=False)
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        help="某日终了时的状态 / As it was at the end of a day.",
        show_default=False,
    ),
]


@group.callback()
def _help(context: typer.Context) -> None:
    """专业网格 / Professional networks."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("list")
def list_networks(
    closed: Annotated[
        bool, typer.Option("--closed", help="连同已停用的 / Those that are closed, too.")
    ] = False,
) -> None:
    """列出专业网格 / List networks."""
    with transaction() as session:
        found = networks(session, None, closed=closed)
    for network in found:
        typer.echo(_line(network))
    typer.echo(both("networks_listed", {"count": len(found)}), err=True)


@group.command("check")
def check(network: Id, as_of: AsOf = None) -> None:
    """是否严丝合缝；有错误时退出码为 1 / Whether it is a coverage; exit code 1 where it is not."""
    with transaction() as session:
        cells, problems = proved(session, network, _instant(as_of))
    errors = sum(problem.is_error for problem in problems)
    typer.echo(both("network_faults" if errors else "network_tiles", {"cells": cells, "errors": errors}))
    print_kinds(problems, settings().language)
    raise typer.Exit(1 if errors else 0)


@group.command("export")
def export(
    network: Id,
    out: Annotated[Path, typer.Option("--output", "-o", help="写入的 GeoJSON / The GeoJSON to write.")],
    as_of: AsOf = None,
) -> None:
    """导出各片区 / Write the cells with their ground, and the grids that they are made of."""
    with transaction() as session:
        found = network_then(session, network, _instant(as_of))
    rows = [
        {
            "name": cell.name,
            "kind": "drawn" if cell.is_drawn else "grids",
            "grids": " ".join(grid.code for grid in cell.grids),
        }
        for cell in found.cells
    ]
    shapes = np.array(
        [None if cell.ground is None else in_degrees(cell.ground) for cell in found.cells], dtype=object
    )
    with replaced(out) as temporary:
        table = pd.DataFrame(rows, columns=["name", "kind", "grids"])
        write(temporary, Output(found.network.name_zh, shapes, table))
    typer.echo(both("network_exported", {"out": str(out), "cells": len(rows)}))


def _instant(as_of: datetime | None) -> datetime:
    return instant(None if as_of is None else as_of.date(), settings().zone)


def _line(network: NetworkRecord) -> str:
    code, name, _ = network.ground
    over = f"  {both('network_is_closed')}" if network.closed_at is not None else ""
    return f"{network.id}  {network.name_zh}  {code} {name}  {network.cells}{over}"
