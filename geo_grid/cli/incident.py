"""``geo-grid incident``: what was reported."""

import typer

from geo_grid.cli.incident_batch import import_
from geo_grid.cli.incident_files import draw, export

group = typer.Typer(
    add_completion=False, rich_markup_mode=None, invoke_without_command=True, help="事件 / Incidents."
)


@group.callback()
def _help(context: typer.Context) -> None:
    """事件 / Incidents."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


group.command("export")(export)
group.command("import")(import_)
group.command("map")(draw)
