"""``geo-grid office``: district, towns, communities and departments."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.files.geojson_writing import geometry_object
from geo_grid.services.office_area import area_of, read_object, set_area
from geo_grid.services.offices import add_office, assign_grids, list_offices
from geo_grid.words import both

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="机构 / Offices.",
)


class Kind(StrEnum):
    """Kinds of offices."""

    DISTRICT = "district"
    TOWN = "town"
    COMMUNITY = "community"
    DEPARTMENT = "department"


@group.callback()
def _help(context: typer.Context) -> None:
    """机构 / Offices."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称 / Name.", show_default=False)],
    kind: Annotated[Kind, typer.Option("--kind", help="类别 / Kind.", show_default=False)],
    parent: Annotated[
        int | None, typer.Option("--parent", help="上级机构编号 / Id of the one above.", show_default=False)
    ] = None,
    grid: Annotated[
        list[str] | None,
        typer.Option("--grid", help="所辖网格编码，可多次 / Code of its ground.", show_default=False),
    ] = None,
    hours: Annotated[
        str | None, typer.Option("--hours", help="办公时间 / Hours.", show_default=False)
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="电话 / Phone.", show_default=False)] = None,
) -> None:
    """设立机构 / Open an office."""
    values = {"name_zh": name, "parent_id": parent, "hours": hours, "phone": phone}
    with transaction() as session:
        opened = add_office(session, kind, values)
        if grid:
            opened = assign_grids(session, opened.id, grid)
    typer.echo(both("office_added", {"name": opened.name_zh, "id": opened.id}))


@group.command("area")
def area(
    office: Annotated[int, typer.Argument(metavar="ID", help="机构编号 / Id of the office.")],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="范围，GeoJSON / Its area, GeoJSON.", exists=True, dir_okay=False
        ),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="不再有单独的范围 / Take it away.")] = False,
) -> None:
    """查看或设定机构自己的服务范围 / Show or set an office's service area of its own."""
    with transaction() as session:
        if file is not None or clear:
            given = None if file is None else read_object(file)
            opened = set_area(session, office, given)
            code = "office_area_none" if opened.area_m2 is None else "office_area_set"
            typer.echo(both(code, {"name": opened.name_zh, "area_m2": round(opened.area_m2 or 0)}))
            return
        typer.echo(json.dumps(geometry_object(area_of(session, office)), ensure_ascii=False))


@group.command("list")
def list_all() -> None:
    """列出机构 / All offices, each after the one above it."""
    with transaction() as session:
        for each in list_offices(session):
            ground = ", ".join(code for code, _, _ in each.grids) or "–"
            typer.echo(f"{each.id}  {each.kind}  {each.name_zh}  {ground}")
