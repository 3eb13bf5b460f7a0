"""``geo-grid catalogue``: what can be reported, in what time it is handled, and whose task it is."""

import json
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.core.errors import InputError
from geo_grid.core.incidents.catalogue import Catalogue
from geo_grid.core.incidents.reading_catalogue import written_catalogue
from geo_grid.services.incidents.catalogue import (
    catalogue_in_force,
    catalogue_version,
    judged_catalogue,
    set_catalogue,
)
from geo_grid.words import both

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="事件类别目录 / The catalogue of incidents.",
)


@group.callback()
def _help(context: typer.Context) -> None:
    """事件类别目录 / The catalogue of incidents."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("show")
def show(
    version: Annotated[
        int | None,
        typer.Option(
            "--version",
            min=0,
            help="哪一版，0 是默认 / Which version, 0 for the defaults.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """以 JSON 输出目录，可修改后用 set 写回 / The catalogue as JSON, to be changed and set again."""
    with transaction() as session:
        found = catalogue_in_force(session) if version is None else catalogue_version(session, version)
    typer.echo(json.dumps(written_catalogue(found), ensure_ascii=False, indent=1))


@group.command("set")
def set_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="目录，JSON / The catalogue, JSON.", exists=True, dir_okay=False),
    ],
    commit: Annotated[
        bool,
        typer.Option("--commit", help="真正写入;否则只说明 / Write it; otherwise only say what would be."),
    ] = False,
) -> None:
    """更新目录；停用的类别保留 / Set the catalogue; categories are retired, never taken out."""
    try:
        content = json.loads(file.read_bytes())
    except ValueError as error:
        raise InputError("catalogue_wrong", where=file.name, given=str(error)) from error
    with transaction() as session:
        if commit:
            typer.echo(_said("catalogue_set", set_catalogue(session, None, content, None)))
        else:
            typer.echo(_said("catalogue_would_set", judged_catalogue(session, content)))


def _said(code: str, catalogue: Catalogue) -> str:
    retired = sum(each.is_retired for each in catalogue.categories)
    return both(code, {"version": catalogue.version, "count": len(catalogue.categories), "retired": retired})
